/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CALLER_H
#define SYSTOLL_CALLER_H

#include "elf/elf_file.h"

#include <stdint.h>
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

#endif
