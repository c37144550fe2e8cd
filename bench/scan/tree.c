/* SPDX-License-Identifier: MIT */
#include "scan/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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

/* A file that was opened, or -errno. */
struct waiting {
    char *path;
    int fd;
};

/* Files wait while their heads come from the disk, as many as keep it busy: most are no programs,
 * and each read by itself would be waited for. */
enum { AHEAD = 32, HEAD = 4096 };

struct walk {
    struct tree_counts *counts;
    const struct tree_visitor *v;
    struct scan_file *file; /* of what is looked through */
    struct waiting waiting[AHEAD];
    size_t first, size, most; /* a ring */
    bool scan, full;          /* full: no memory was left */
};

static void scan_first(struct walk *w)
{
    struct waiting *x = &w->waiting[w->first];
    struct tree_counts *counts = w->counts;
    int error = x->fd >= 0 ? scan_fd(x->fd, w->file) : x->fd;
    if (x->fd >= 0)
        close(x->fd);
    counts->files++;
    counts->unreadable += error != 0;
    counts->broken += !error && w->file->kind == ELF_BROKEN;
    counts->programs += !error && w->file->kind == ELF_GOOD;
    if (!error && w->file->size)
        w->v->found(x->path, w->file, w->v->arg);
    if (w->v->progress)
        w->v->progress(counts, w->v->arg);
    free(x->path);
    w->first = (w->first + 1) % AHEAD;
    w->size--;
}

/* Most descriptors are left to others, such as the walk itself. */
static size_t most_waiting(void)
{
    struct rlimit r;
    rlim_t quarter = getrlimit(RLIMIT_NOFILE, &r) ? 1 : r.rlim_cur / 4;
    return quarter > AHEAD ? AHEAD : quarter ? (size_t)quarter : 1;
}

static void add_file(struct walk *w, const FTSENT *e)
{
    if (w->size == w->most)
        scan_first(w);
    int link = e->fts_level == FTS_ROOTLEVEL ? 0 : O_NOFOLLOW;
    struct waiting x = {strdup(e->fts_path), elf_path(e->fts_accpath, link)};
    w->full |= !x.path;
    if (x.path && x.fd >= 0)
        posix_fadvise(x.fd, 0, HEAD, POSIX_FADV_WILLNEED);
    if (x.path)
        w->waiting[(w->first + w->size++) % AHEAD] = x;
    else if (x.fd >= 0)
        close(x.fd);
}

static void visit(FTS *tree, FTSENT *e, struct walk *w)
{
    switch (e->fts_info) {
    case FTS_D:
        if ((e->fts_level == FTS_ROOTLEVEL || e->fts_statp->st_dev != e->fts_parent->fts_dev) &&
            is_made_up(e->fts_accpath))
            fts_set(tree, e, FTS_SKIP);
        break;
    case FTS_F:
        if (w->scan)
            add_file(w, e);
        else
            w->counts->files++;
        break;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        w->counts->unreadable++;
        break;
    default: /* links, devices, the second visit of a directory */
        break;
    }
}

int tree_walk(const char *path, bool scan, struct tree_counts *counts, const struct tree_visitor *v)
{
    char *copy = strdup(path), *paths[] = {copy, NULL};
    struct walk w = {.counts = counts,
                     .v = v,
                     .scan = scan,
                     .most = most_waiting(),
                     .file = calloc(1, sizeof(struct scan_file))};
    bool room = copy && w.file;
    FTS *tree = room ? fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL) : NULL;
    int error = tree ? 0 : room ? -errno : -ENOMEM;
    FTSENT *e;
    while (tree && !w.full && (errno = 0, e = fts_read(tree)))
        visit(tree, e, &w);
    if (tree && (w.full || errno))
        error = w.full ? -ENOMEM : -errno;
    while (w.size)
        scan_first(&w);
    if (tree)
        fts_close(tree);
    free(w.file);
    free(copy);
    return error;
}
