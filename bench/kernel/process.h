/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PROCESS_H
#define SYSTOLL_PROCESS_H

#include "kernel/maps.h"
#include "kernel/vdso.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PROCESS_FOLDER = 256 };

/* What the kernel mapped into a process by itself. Owns what it points to. */
struct process {
    pid_t pid;
    /* Its folder of /proc; a thread's, where the first one has ended: that has no memory left. */
    char folder[PROCESS_FOLDER];
    char *command; /* printable ASCII; NULL where it can't be read */
    bool no_proc;  /* this process itself, without /proc: only what it knows without */
    struct maps_line lines[MAPS_LINES];
    int size; /* of lines */
    const char
        *not_here;    /* why vdso is empty: a sentence without its full stop; NULL where parsed */
    uint64_t base;    /* of the [vdso] line; 0: none */
    struct vdso vdso; /* parsed from a copy of that process's memory */
    unsigned char *image;
    enum { CLASS_UNKNOWN, CLASS_32, CLASS_64 } elf; /* of the program that it runs */
    enum { ASLR_UNKNOWN, ASLR_OFF_SYSTEM, ASLR_OFF_PROCESS, ASLR_ON } aslr;
};

/* Looks at a process, which is not stopped for that, in /proc beneath root ("" but in tests). False
 * with a sentence in error: there is no such process, it has no user memory (a kernel thread), or
 * this user may not read its maps. */
bool process_look(const char *root, pid_t pid, struct process *p, char *error, size_t error_size);
void process_free(struct process *p);

/* The line of that name, or NULL. */
const struct maps_line *process_line(const struct process *p, const char *name);

#endif
