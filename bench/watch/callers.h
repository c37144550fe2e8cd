/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CALLERS_H
#define SYSTOLL_CALLERS_H

#include "elf/elf_file.h"

#include <stdbool.h>
#include <sys/types.h>

/* A place that calls the vsyscall page, of one process. */
struct caller {
    pid_t pid;        /* 0: of a process that is outside of this PID namespace */
    int call;         /* 0 gettimeofday, 1 time, 2 getcpu */
    uint64_t address; /* that the call returns to; 0 where the stack could not be read */
    uint64_t calls;
    char command[32];      /* printable; "" where the process had ended */
    char *file;            /* printable, as that process sees it; NULL where unknown or no file */
    uint64_t offset;       /* of the address in the file */
    char symbol[ELF_NAME]; /* "" where the file has none for it */
    uint64_t within;       /* how far into the symbol's function */
};

enum { CALLERS_MOST = 4096, PAGE_CALLS = 3 };
extern const char *const page_calls[PAGE_CALLS];

/* Begins with all zero. */
struct callers {
    struct caller *each[CALLERS_MOST];
    size_t size;
    struct caller *last; /* the one added to last */
    void *tree;          /* of tsearch */
    uint64_t calls;      /* of all that were added */
};

/* Counts one call. What is new is looked at in /proc beneath root ("" but in tests) at once, while
 * its process lives. False where there are CALLERS_MOST others, or no memory. */
bool callers_add(struct callers *c, const char *root, pid_t pid, int call, uint64_t address);

/* Those with most calls first, then by process and address. */
void callers_sort(struct callers *c);
void callers_free(struct callers *c);

#endif
