/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_INSN_H
#define SYSTOLL_INSN_H

#include <stdint.h>

/* An instruction, or two, that answer by themselves what a call answers. */
struct insn {
    uint64_t (*loop)(void *unused, uint64_t n);
    /* Why this processor does not answer by it, a static sentence without its full stop; NULL where
     * it does. */
    const char *(*missing)(void);
};

extern const struct insn insn_rdpid, insn_rdtscp, insn_lsl, insn_rdtsc, insn_lfence_rdtsc;

#endif
