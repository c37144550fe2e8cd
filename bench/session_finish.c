/* SPDX-License-Identifier: MIT */
#include "session.h"

#include "lines.h"
#include "machine.h"
#include "pin.h"
#include "summary.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#define FREQUENCY_NS 300000000u /* between the two points */

/* Both points of the frequency are taken on the CPU that was measured. */
static double measured_hz(struct session *s)
{
    struct timespec pause = {.tv_nsec = 10000000};
    pin_to(s->cpu);
    struct timebase_point end = timebase_point(&s->plan.timebase);
    while (end.raw_ns - s->begin.raw_ns < FREQUENCY_NS) {
        nanosleep(&pause, NULL);
        end = timebase_point(&s->plan.timebase);
    }
    return timebase_hz(s->begin, end);
}

/* What part of the run that many ticks of USER_HZ are. */
static double share_of_run(const struct session *s, long long ticks)
{
    return (double)ticks / (double)sysconf(_SC_CLK_TCK) / (session_seconds() - s->begin_seconds);
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

int session_finish(struct session *s, bool interrupted)
{
    int error = 0;
    if (!s->exact) {
        error = session_keep_line(s, line_frequency(measured_hz(s)));
        warn_of_steal(s);
        warn_of_busy_sibling(s);
        warn_of_beneath(s);
    }
    s->record.summary = summary_make(&s->record);
    if (!s->record.summary)
        return -ENOMEM;
    json_object_set_new(json_object_get(s->record.summary, "run"), "interrupted",
                        json_boolean(interrupted));
    return error ? error : session_write_line(s, s->record.summary);
}
