/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PROBE_H
#define SYSTOLL_PROBE_H

#include <stdint.h>

/* How something that may trap ended, when it was tried in a child. */
struct probe {
    int signal;          /* 0: it returned */
    int code;            /* si_code */
    uint64_t address;    /* si_addr (SIGSYS: si_call_addr) */
    uint64_t error;      /* the x86 page-fault error code (REG_ERR) */
    uint64_t ip;         /* REG_RIP at the signal */
    uint64_t result;     /* what f returned */
    const char *refused; /* the system call that failed where no child could be had */
};

/* Runs f(arg) in a forked child that survives no longer than a second; writes that f makes to
 * private memory are not seen here. 0, or -errno where no child could be had, or -ETIMEDOUT. */
int probe_run(uint64_t (*f)(void *arg), void *arg, struct probe *p);

/* Why probe_run gave that error, for the end of a sentence; a static buffer. */
const char *probe_failure(const struct probe *p, int error);

/* "SIGSEGV (SEGV_MAPERR) at 0xffffffffff600000", or "returned"; a static buffer. */
const char *probe_words(const struct probe *p);

#endif
