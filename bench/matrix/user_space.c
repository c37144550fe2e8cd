/* SPDX-License-Identifier: MIT */
#include "matrix/user_space.h"

#include "kernel/filter.h"
#include "kernel/probe.h"

#include <linux/seccomp.h>
#include <signal.h>

static uint64_t call_filtered(void *arg)
{
    int error = filter_enter(SECCOMP_RET_TRAP, SECCOMP_RET_TRAP);
    return error ? (uint64_t)(int64_t)error : loop_call(arg, 1) & 0;
}

int stays_in_user_space(const struct target *target)
{
    struct probe p;
    struct target copy = *target;
    int error = probe_run(call_filtered, &copy, &p);
    if (error)
        return error;
    if (p.signal)
        return p.signal != SIGSYS;
    return (int64_t)p.result < 0 ? (int)(int64_t)p.result : 1;
}
