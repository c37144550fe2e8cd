/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CONTEXT_H
#define SYSTOLL_CONTEXT_H

#include <stdbool.h>

/* A state of the process that makes the calls, and how it comes into it. One file each. */
struct context {
    /* Enters it for good, and for what the process executes too. NULL, or a sentence without its
     * full stop that lives as long as the process: why not. */
    const char *(*enter)(void);
    const char *ends_at_exec; /* NULL, or why what is executed is not in it; as of enter */
    /* NULL, or the NAME and the end of its value that must be in the environment by the time that
     * the process is executed; enter is called before and after that. */
    const char *variable, *value;
    /* NULL, or what is done untimed before each single call, as struct work has it, and of how many
     * calls a block then is. */
    void (*clear)(void *arg);
    unsigned calls;
    bool switches; /* its calls switch the process by themselves: no sign of a disturbed block */
};

extern const struct context context_seccomp_small, context_seccomp_large, context_sud, context_ssbd,
    context_timens, context_norseq, context_ptrace, context_cold;

#endif
