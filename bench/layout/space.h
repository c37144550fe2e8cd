/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SPACE_H
#define SYSTOLL_SPACE_H

#include "kernel/process.h"

#include <jansson.h>
#include <stdint.h>

enum { SPACE_REGIONS = 48 };

/* A piece of a 64-bit process's address space: neighbouring lines of the same kind are one. */
struct region {
    uint64_t from, to; /* to: the last byte and one; 0 stands for 2^64 */
    uint64_t bytes;    /* mapped of it; 0 where nobody can map anything */
    const char *name;  /* static: "program", "heap", "stack", "[vdso]", "kernel", ... */
    const char *what;  /* static; what it is, for people */
};

struct space {
    struct region regions[SPACE_REGIONS];
    int size;
};

/* The regions of a process from its lines in /proc, those that no process has among them: the
 * addresses that x86-64 can't have, and the kernel's half. By address. What there is no room for is
 * merged with its neighbour. 0 or -errno. */
int space_of(const struct process *p, struct space *s);

/* The regions as an array of {"name", "from", "to", "bytes", "what"}, addresses in hexadecimal. A
 * new reference. */
json_t *space_json(const struct space *s);

#endif
