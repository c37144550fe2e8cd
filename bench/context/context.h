/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CONTEXT_H
#define SYSTOLL_CONTEXT_H

#include "measure/work.h"

#include <stdbool.h>

struct cpus;

/* A state of the process that makes the calls, and how it comes into it. One file each. */
struct context {
    /* Enters it for good, and for what the process executes too. NULL, or a sentence without its
     * full stop that lives as long as the process: why not. */
    const char *(*enter)(void);
    /* In place of enter, where threads on other CPUs make the same calls: how many callers there
     * are together, 0 for one on each allowed CPU, and which CPU is the measured one. */
    const char *(*enter_among)(unsigned callers, int cpu, const struct cpus *allowed);
    /* NULL, or how many the others are, once it is entered; start_others has each do its own of so
     * many works, back when all of them do, and stop_others is back when none does. */
    unsigned (*count_others)(void);
    void (*start_others)(const struct work *works);
    void (*stop_others)(void);
    const char *ends_at_exec; /* NULL, or why what is executed is not in it; as of enter */
    /* NULL, or the NAME and the end of its value that must be in the environment by the time that
     * the process is executed; enter is called before and after that. */
    const char *variable, *value;
    /* NULL, or what is done untimed before each single call, as struct work has it, and of how many
     * calls a block then is. */
    void (*clear)(void *arg);
    unsigned calls;
    const char *uncounted; /* NULL, or why an exact run doesn't count its instructions */
    bool switches; /* its calls switch the process by themselves: no sign of a disturbed block */
};

extern const struct context context_seccomp_small, context_seccomp_large, context_sud, context_ssbd,
    context_timens, context_norseq, context_ptrace, context_cold, context_threads;

#endif
