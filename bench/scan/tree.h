/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TREE_H
#define SYSTOLL_TREE_H

#include "scan/scan.h"

/* What a walk came by. */
struct tree_counts {
    uint64_t files;      /* regular ones */
    uint64_t programs;   /* of these ELF files of this machine */
    uint64_t unreadable; /* files and directories that may not be read, or could not be */
    uint64_t broken;     /* ELF files that are not whole */
};

struct tree_visitor {
    /* A file that carries an address; found lives until it returns. */
    void (*found)(const char *path, const struct scan_file *found, void *arg);
    void (*progress)(const struct tree_counts *counts, void *arg); /* after each file; or NULL */
    void *arg;
};

/* Scans a file, or all files of a directory, recursively: through no link but path itself, and not
 * through the file systems that the kernel makes up (/proc, /sys). Adds to counts. scan false: only
 * counts the files. 0 or -errno, where path can't be walked at all. */
int tree_walk(const char *path, bool scan, struct tree_counts *counts,
              const struct tree_visitor *v);

#endif
