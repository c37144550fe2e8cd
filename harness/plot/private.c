/* SPDX-License-Identifier: MIT */
#include "plot/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 20, FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

static const char prefix[] = ".systoll-plot-";

/* Whether the name still leads to the open folder. */
static bool still_there(const struct private *p)
{
    struct stat own, now;
    return fstat(p->folder, &own) == 0 &&
           fstatat(p->parent, p->name, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
           own.st_dev == now.st_dev && own.st_ino == now.st_ino;
}

/* Held by a living process; where flock is not supported, nobody's is known to be left. */
static bool lock(const struct private *p)
{
    return flock(p->folder, LOCK_EX | LOCK_NB) == 0;
}

/* mkdtemp(3) by directory descriptor. Until it is locked, another process may take it for one that
 * was left, and remove it: -EAGAIN. */
static int try_make(struct private *p)
{
    unsigned long long random;
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        return -errno;
    snprintf(p->name, sizeof p->name, "%s%016llx", prefix, random);
    if (mkdirat(p->parent, p->name, 0700) < 0)
        return errno == EEXIST ? -EAGAIN : -errno;
    p->folder = openat(p->parent, p->name, FOLDER);
    if (p->folder < 0)
        return errno == ENOENT ? -EAGAIN : -errno;
    if ((lock(p) || errno != EWOULDBLOCK) && still_there(p))
        return 0;
    close(p->folder);
    return -EAGAIN;
}

int private_make(struct private *p, int parent)
{
    *p = (struct private){.parent = parent, .folder = -1};
    int rc = try_make(p);
    for (int i = 0; i < ATTEMPTS && rc == -EAGAIN; i++)
        rc = try_make(p);
    return rc;
}

void private_remove(struct private *p)
{
    int copy = openat(p->folder, ".", FOLDER);
    DIR *d = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *e;
    while (d && (e = readdir(d)))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlinkat(p->folder, e->d_name, 0);
    if (d)
        closedir(d);
    else if (copy >= 0)
        close(copy);
    unlinkat(p->parent, p->name, AT_REMOVEDIR);
    close(p->folder);
    p->folder = -1;
}

static bool clear(int parent, const char *name)
{
    struct private p = {.parent = parent};
    struct stat st;
    snprintf(p.name, sizeof p.name, "%s", name);
    p.folder = openat(parent, p.name, FOLDER);
    bool left = p.folder >= 0 && fstat(p.folder, &st) == 0 && st.st_uid == geteuid() && lock(&p) &&
                still_there(&p);
    if (left)
        private_remove(&p);
    else if (p.folder >= 0)
        close(p.folder);
    return left;
}

size_t private_clear(int parent)
{
    size_t cleared = 0;
    int copy = openat(parent, ".", FOLDER);
    DIR *d = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *e;
    while (d && (e = readdir(d)))
        if (strncmp(e->d_name, prefix, sizeof prefix - 1) == 0 && strlen(e->d_name) < PRIVATE_NAME)
            cleared += clear(parent, e->d_name);
    if (d)
        closedir(d);
    else if (copy >= 0)
        close(copy);
    return cleared;
}
