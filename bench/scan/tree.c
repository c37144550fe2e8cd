/* SPDX-License-Identifier: MIT */
#include "scan/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

/* What lies there is no program, and some of it never ends. */
static bool is_made_up(const char *path)
{
    static const unsigned long kinds[] = {PROC_SUPER_MAGIC, SYSFS_MAGIC,        DEBUGFS_MAGIC,
                                          TRACEFS_MAGIC,    CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC,
                                          SECURITYFS_MAGIC, BPF_FS_MAGIC,       PSTOREFS_MAGIC,
                                          EFIVARFS_MAGIC,   DEVPTS_SUPER_MAGIC};
    struct statfs s;
    if (statfs(path, &s) != 0)
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((unsigned long)s.f_type == kinds[i])
            return true;
    return false;
}

static void scan_file_at(const FTSENT *e, struct tree_counts *counts, const struct tree_visitor *v,
                         struct scan_file *file)
{
    int link = e->fts_level == FTS_ROOTLEVEL ? 0 : O_NOFOLLOW;
    int fd = elf_path(e->fts_accpath, link);
    int error = fd >= 0 ? scan_fd(fd, file) : fd;
    if (fd >= 0)
        close(fd);
    counts->unreadable += error != 0;
    counts->broken += !error && file->kind == ELF_BROKEN;
    counts->programs += !error && file->kind == ELF_GOOD;
    if (!error && file->size)
        v->found(e->fts_path, file, v->arg);
}

static void visit(FTS *tree, FTSENT *e, bool scan, struct tree_counts *counts,
                  const struct tree_visitor *v, struct scan_file *file)
{
    switch (e->fts_info) {
    case FTS_D:
        if ((e->fts_level == FTS_ROOTLEVEL || e->fts_statp->st_dev != e->fts_parent->fts_dev) &&
            is_made_up(e->fts_accpath))
            fts_set(tree, e, FTS_SKIP);
        break;
    case FTS_F:
        counts->files++;
        if (scan)
            scan_file_at(e, counts, v, file);
        if (scan && v->progress)
            v->progress(counts, v->arg);
        break;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        counts->unreadable++;
        break;
    default: /* links, devices, the second visit of a directory */
        break;
    }
}

int tree_walk(const char *path, bool scan, struct tree_counts *counts, const struct tree_visitor *v)
{
    char *copy = strdup(path), *paths[] = {copy, NULL};
    struct scan_file *file = calloc(1, sizeof *file);
    FTS *tree =
        copy && file ? fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL) : NULL;
    int error = tree ? 0 : copy && file ? -errno : -ENOMEM;
    FTSENT *e;
    while (tree && (errno = 0, e = fts_read(tree)))
        visit(tree, e, scan, counts, v, file);
    if (tree && errno)
        error = -errno;
    if (tree)
        fts_close(tree);
    free(file);
    free(copy);
    return error;
}
