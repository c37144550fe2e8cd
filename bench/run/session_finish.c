/* SPDX-License-Identifier: MIT */
#include "run/session.h"

#include "machine/machine.h"
#include "machine/pin.h"
#include "measure/clock.h"
#include "record/lines.h"
#include "summary/summary.h"
#include "text/json.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define FREQUENCY_NS 300000000u /* between the two points */

/* Two sources that have to agree: the TSC with the raw clock, and that with CLOCK_MONOTONIC, which
 * NTP slews by 10 % at most. A virtual machine that is moved or stopped may part them. */
void session_warn_of_clock(struct session *s, const struct timebase_point *end)
{
    double raw = (double)(end->raw_ns - s->begin.raw_ns) / 1e9;
    double monotonic = (double)(end->monotonic_ns - s->begin.monotonic_ns) / 1e9;
    double hz = timebase_hz(s->begin, *end);
    if (fabs(monotonic / raw - 1) > 0.15)
        session_warn(s,
                     "the clock leapt: CLOCK_MONOTONIC_RAW advanced by %.3g s and CLOCK_MONOTONIC "
                     "by %.3g s, so no time here can be trusted; run again",
                     raw, monotonic);
    else if (fabs(hz / s->plan.hz - 1) > 0.02)
        session_warn(s,
                     "the clock leapt: the TSC ran at %.1f MHz at first and at %.1f MHz over all, "
                     "by CLOCK_MONOTONIC_RAW, so nanoseconds can't be trusted; run again",
                     s->plan.hz / 1e6, hz / 1e6);
}

/* Both points of the frequency are taken on the CPU that was measured. */
static double measured_hz(struct session *s)
{
    struct timebase_point end;
    pin_to(s->cpu);
    int error = timebase_await(&s->plan.timebase, s->begin, FREQUENCY_NS, &end);
    if (error) {
        session_warn(s, "%s: nanoseconds are by the TSC's frequency as it was at first",
                     timebase_error(error));
        return s->plan.hz;
    }
    session_warn_of_clock(s, &end);
    return timebase_hz(s->begin, end);
}

/* What part of the run that many ticks of USER_HZ are. */
static double share_of_run(const struct session *s, long long ticks)
{
    return (double)ticks / (double)sysconf(_SC_CLK_TCK) / (clock_seconds() - s->begin_seconds);
}

static void warn_of_steal(struct session *s)
{
    double share = share_of_run(s, machine_steal("", s->cpu) - s->steal);
    if (s->steal >= 0 && share > 0.005)
        session_warn(s, "the hypervisor gave %.1f %% of CPU %d's time to others (steal)",
                     100 * share, s->cpu);
}

static void warn_of_busy_sibling(struct session *s)
{
    double share = share_of_run(s, machine_sibling_busy("", s->cpu) - s->sibling);
    if (s->sibling >= 0 && share > 0.02)
        session_warn(s,
                     "the other thread of CPU %d's core was busy for %.0f %% of the run, and "
                     "took its part of the core",
                     s->cpu, 100 * share);
}

/* What the kernel's own counts don't show: it was not running. */
static void warn_of_beneath(struct session *s)
{
    long long smis = interference_between(&s->first, &s->seen, SMIS);
    long long throttles = interference_between(&s->first, &s->seen, THROTTLES);
    if (smis > 0)
        session_warn(s, "the firmware interrupted CPU %d %lld times (SMIs), unseen by the kernel",
                     s->cpu, smis);
    if (throttles > 0)
        session_warn(s,
                     "CPU %d was slowed %lld times because it was hot: cool it, or lower its clock",
                     s->cpu, throttles);
}

bool session_measured(const struct session *s, char *why, size_t size)
{
    size_t i;
    const json_t *cell, *cells = json_object_get(s->record.summary, "cells");
    text_say(why, size, "there is no cell");
    json_array_foreach(cells, i, cell) {
        const char *reason = json_string_value(json_object_get(cell, "reason"));
        if (json_is(cell, "state", "measured"))
            return true;
        if (i == 0)
            text_say(why, size, "%s: %s", json_string_value(json_object_get(cell, "cell")),
                     reason ? reason : "no reason is known");
    }
    return false;
}

/* Counted for each CPU of the group that was stopped, so it may be more than the run. */
static void warn_of_quota(struct session *s)
{
    long long stops = interference_between(&s->first, &s->seen, QUOTA_STOPS);
    double seconds = (double)interference_between(&s->first, &s->seen, QUOTA_US) / 1e6;
    if (stops > 0 && seconds >= 0)
        session_warn(
            s,
            "a CPU quota (cpu.max of the control group) stopped this run or its group %lld "
            "times, for %.3f s, %.0f %% of its time: raise it, or run outside",
            stops, seconds, fmin(100, 100 * seconds / (clock_seconds() - s->begin_seconds)));
}

static void warn_of_other_run(struct session *s)
{
    if (claim_shared(&s->claim))
        session_warn(s,
                     "another systoll measured on CPU %d at the same time, and each disturbed the "
                     "other: run one after the other, or with another --cpu",
                     s->cpu);
}

int session_finish(struct session *s, bool interrupted)
{
    int error = 0;
    if (!s->exact) {
        error = session_keep_line(s, line_frequency(measured_hz(s)));
        warn_of_steal(s);
        warn_of_busy_sibling(s);
        warn_of_beneath(s);
        warn_of_quota(s);
        warn_of_other_run(s);
    }
    s->record.summary = summary_make(&s->record);
    if (!s->record.summary)
        return -ENOMEM;
    json_object_set_new(json_object_get(s->record.summary, "run"), "interrupted",
                        json_boolean(interrupted));
    return error ? error : session_write_line(s, s->record.summary);
}
