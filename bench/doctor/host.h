/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_HOST_H
#define SYSTOLL_HOST_H

#include "kernel/guards.h"
#include "kernel/vsyscall.h"
#include "machine/audit.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { HOST_REASON = 1024, HOST_LINE = 200 };

/* A call that the vDSO answers on some machine. */
struct host_clock {
    char name[32];    /* "gettimeofday", or a clock's: "monotonic" */
    bool clocksource; /* it reads the clocksource */
    double entries;   /* into the kernel, per call; NAN where it could not be counted */
};

/* Everything that the lines of doctor are decided by: what the kernel's files say, below root, and
 * what came of trying. Tests fill it in by hand. A number below 0 is -errno. */
struct host {
    const char *root;
    int cpu;         /* that would be measured on */
    json_t *machine; /* machine_describe */
    bool proc, sys;  /* they can be read */

    const char *no_vdso;       /* why this process has none; NULL where it has */
    struct host_clock *clocks; /* owned */
    size_t clocks_size;
    double libc;            /* entries of libc's clock_gettime(CLOCK_MONOTONIC); NAN */
    const char *counted_by; /* NULL: nothing could be counted, for this reason: */
    char uncounted[HOST_REASON];
    char unstable[HOST_LINE]; /* what the kernel's log says of a clocksource; "" */
    int log;                  /* 0: the log was read */

    struct vsyscall vsyscall;
    int vsyscall_error;
    struct guards guards;
    int guards_error;

    int seccomp;  /* PR_GET_SECCOMP */
    int ssbd;     /* PR_GET_SPECULATION_CTRL of store bypass */
    int dispatch; /* 1: syscall user dispatch is on for this process */
    int audit;    /* audit_enabled */
    struct audit_rules rules;
    int rules_error;
    json_t *tracing;  /* what tracefs says is on: text to texts; NULL where it can't be read */
    int holders;      /* processes that hold perf events, of those that could be looked at */
    char holder[64];  /* the first one */
    bool all_holders; /* every process could be looked at */

    int pmu; /* 0: a hardware counter of cycles opens */
    char pmu_why[HOST_REASON];
    int rdpmc; /* 1: it can be read in user space */

    bool timed;
    double syscall_ns, vsyscall_ns; /* of time(), by each; NAN where not timed */
};

/* Texts of the machine; "" where it is unknown. */
const char *host_subject(const struct host *h, const char *name);
const char *host_rest(const struct host *h, const char *name);

#endif
