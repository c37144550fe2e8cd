/* SPDX-License-Identifier: MIT */
#include "run/readings.h"

#include "machine/machine.h"
#include "measure/clock.h"

#include <math.h>
#include <unistd.h>

void readings_begin(struct readings *r, int cpu)
{
    r->cpu = cpu;
    r->seconds = clock_seconds();
    r->steal = machine_steal("", cpu);
    r->sibling = machine_sibling_busy("", cpu);
}

/* Two sources that have to agree: the TSC with the raw clock, and that with CLOCK_MONOTONIC, which
 * NTP slews by 10 % at most. A virtual machine that is moved or stopped may part them. */
void readings_warn_of_clock(const struct readings *r, double hz, const struct timebase_point *end,
                            struct run_log *l)
{
    double raw = (double)(end->raw_ns - r->begin.raw_ns) / 1e9;
    double monotonic = (double)(end->monotonic_ns - r->begin.monotonic_ns) / 1e9;
    double over_all = timebase_hz(r->begin, *end);
    if (fabs(monotonic / raw - 1) > 0.15)
        log_warn(l,
                 "the clock leapt: CLOCK_MONOTONIC_RAW advanced by %.3g s and CLOCK_MONOTONIC "
                 "by %.3g s, so no time here can be trusted; run again",
                 raw, monotonic);
    else if (fabs(over_all / hz - 1) > 0.02)
        log_warn(l,
                 "the clock leapt: the TSC ran at %.1f MHz at first and at %.1f MHz over all, "
                 "by CLOCK_MONOTONIC_RAW, so nanoseconds can't be trusted; run again",
                 hz / 1e6, over_all / 1e6);
}

/* What part of the run that many ticks of USER_HZ are. */
static double share_of_run(const struct readings *r, long long ticks)
{
    return (double)ticks / (double)sysconf(_SC_CLK_TCK) / (clock_seconds() - r->seconds);
}

static void warn_of_steal(const struct readings *r, struct run_log *l)
{
    double share = share_of_run(r, machine_steal("", r->cpu) - r->steal);
    if (r->steal >= 0 && share > 0.005)
        log_warn(l, "the hypervisor gave %.1f %% of CPU %d's time to others (steal)", 100 * share,
                 r->cpu);
}

static void warn_of_busy_sibling(const struct readings *r, struct run_log *l)
{
    double share = share_of_run(r, machine_sibling_busy("", r->cpu) - r->sibling);
    if (r->sibling >= 0 && share > 0.02)
        log_warn(l,
                 "the other thread of CPU %d's core was busy for %.0f %% of the run, and "
                 "took its part of the core",
                 r->cpu, 100 * share);
}

/* What the kernel's own counts don't show: it was not running. */
static void warn_of_beneath(const struct readings *r, struct run_log *l)
{
    long long smis = interference_between(&r->first, &r->seen, SMIS);
    long long throttles = interference_between(&r->first, &r->seen, THROTTLES);
    if (smis > 0)
        log_warn(l, "the firmware interrupted CPU %d %lld times (SMIs), unseen by the kernel",
                 r->cpu, smis);
    if (throttles > 0)
        log_warn(l, "CPU %d was slowed %lld times because it was hot: cool it, or lower its clock",
                 r->cpu, throttles);
}

/* Counted for each CPU of the group that was stopped, so it may be more than the run. */
static void warn_of_quota(const struct readings *r, struct run_log *l)
{
    long long stops = interference_between(&r->first, &r->seen, QUOTA_STOPS);
    double seconds = (double)interference_between(&r->first, &r->seen, QUOTA_US) / 1e6;
    if (stops > 0 && seconds >= 0)
        log_warn(l,
                 "a CPU quota (cpu.max of the control group) stopped this run or its group %lld "
                 "times, for %.3f s, %.0f %% of its time: raise it, or run outside",
                 stops, seconds, fmin(100, 100 * seconds / (clock_seconds() - r->seconds)));
}

void readings_warn(const struct readings *r, struct run_log *l)
{
    warn_of_steal(r, l);
    warn_of_busy_sibling(r, l);
    warn_of_beneath(r, l);
    warn_of_quota(r, l);
}
