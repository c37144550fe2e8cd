/* SPDX-License-Identifier: MIT */
#include "plot/put.h"

#include "output/output.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OLD = PLOT_WORD + 8 };

static const struct output_kind *kind_of(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".png") == 0 ? &output_png : &output_svg;
}

static char *old_name(const char *name, char *old)
{
    snprintf(old, OLD, "%s.old", name);
    return old;
}

/* By a second name, so that the picture is never away; by moving where there are no hard links. */
static int keep_old(const char *name, int from, int into)
{
    char old[OLD];
    if (linkat(into, name, from, old_name(name, old), 0) == 0 || errno == ENOENT)
        return 0;
    return renameat(into, name, from, old) == 0 ? 0 : -errno;
}

static int put_one(const char *name, int from, int into)
{
    int rc = keep_old(name, from, into);
    return rc || renameat(from, name, into, name) == 0 ? rc : -errno;
}

static void take_back(const char *name, int from, int into)
{
    char old[OLD];
    if (renameat(from, old_name(name, old), into, name) != 0)
        unlinkat(into, name, 0);
}

int put_all(char (*names)[PLOT_WORD], size_t size, int from, int into, char *error,
            size_t error_size)
{
    int rc = 0;
    size_t done = 0;
    for (size_t i = 0; i < size; i++)
        if (!output_replaceable(into, names[i], kind_of(names[i]), names[i], error, error_size))
            return -EEXIST;
    for (; done < size && !rc; done++)
        rc = put_one(names[done], from, into);
    if (!rc)
        return 0;
    text_say(error, error_size, "%s could not be put in its place: %s", names[done - 1],
             strerror(-rc));
    /* the last one is still in from: only its old one may have to go back */
    char old[OLD];
    renameat(from, old_name(names[done - 1], old), into, names[done - 1]);
    while (--done)
        take_back(names[done - 1], from, into);
    return rc;
}
