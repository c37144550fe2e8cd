/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_SCAN_PRINT_H
#define SYSTOLL_CMD_SCAN_PRINT_H

#include "scan/tree.h"

#include <stdio.h>

/* All that scan shows. */
struct scanned {
    struct scanned_file {
        char *path; /* as it was come by */
        struct scan_file *found;
    } * files;
    size_t size, room, may_call; /* files; those of them that may call the page */
    struct tree_counts counts;
    double seconds;
    bool objdump; /* cleared where it can't be used */
};

/* 0, or -errno of the stream or for want of memory. */
int scan_print_text(struct scanned *s, FILE *out);
int scan_print_json(struct scanned *s, FILE *out);

#endif
