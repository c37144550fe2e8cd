/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MAPS_H
#define SYSTOLL_MAPS_H

#include <stdint.h>

/* A line of /proc/PID/maps that the kernel itself put there: [vdso], [vvar], [vvar_vclock],
 * [vsyscall]. */
struct maps_line {
    uint64_t from, to;
    char perms[8];
    char name[32];
};

enum { MAPS_LINES = 8 };

/* The lines whose name begins with "[v", in their order, at most MAPS_LINES; *seen gets how many
 * lines of any name there were (0: no user memory). How many, or -errno. */
int maps_read(const char *path, struct maps_line lines[MAPS_LINES], unsigned *seen);

/* 1 where /proc/self/maps has a line of that name, 0 where it has none, or -errno. */
int maps_own(const char *name, struct maps_line *line);

#endif
