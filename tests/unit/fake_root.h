/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FAKE_ROOT_H
#define SYSTOLL_FAKE_ROOT_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory of files that stands for a machine's /proc and /sys. */
static char fake_root[64];

static int fake_make(void **state)
{
    (void)state;
    snprintf(fake_root, sizeof fake_root, "/tmp/systoll-root-XXXXXX");
    return mkdtemp(fake_root) ? 0 : -1;
}

static int fake_drop(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static int fake_remove(void **state)
{
    (void)state;
    return nftw(fake_root, fake_drop, 8, FTW_DEPTH | FTW_PHYS);
}

/* Where path lies below the fake root, its directories made; a static buffer. */
static const char *fake_place(const char *path)
{
    static char whole[512];

    snprintf(whole, sizeof whole, "%s%s", fake_root, path);
    for (char *p = whole + strlen(fake_root) + 1; (p = strchr(p, '/')); p++) {
        *p = '\0';
        mkdir(whole, 0755);
        *p = '/';
    }
    return whole;
}

static void fake_bytes(const char *path, const void *data, size_t size)
{
    FILE *f = fopen(fake_place(path), "w");

    if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0)
        abort();
}

static inline void fake_file(const char *path, const char *text)
{
    fake_bytes(path, text, strlen(text));
}

#endif
