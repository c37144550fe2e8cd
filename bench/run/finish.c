/* SPDX-License-Identifier: MIT */
#include "run/finish.h"

#include "machine/pin.h"
#include "record/lines.h"
#include "summary/summary.h"
#include "text/json.h"
#include "text/text.h"

#include <errno.h>

#define FREQUENCY_NS 300000000u /* between the two points */

/* Both points of the frequency are taken on the CPU that was measured. */
static double measured_hz(struct session *s)
{
    struct timebase_point end;
    pin_to(s->request.cpu);
    int error = timebase_await(&s->plan.timebase, s->readings.begin, FREQUENCY_NS, &end);
    if (error) {
        log_warn(&s->log, "%s: nanoseconds are by the TSC's frequency as it was at first",
                 timebase_error(error));
        return s->plan.hz;
    }
    readings_warn_of_clock(&s->readings, s->plan.hz, &end, &s->log);
    return timebase_hz(s->readings.begin, end);
}

bool session_measured(const struct session *s, char *why, size_t size)
{
    size_t i;
    const json_t *cell, *cells = json_object_get(s->log.record.summary, "cells");
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

static void warn_of_other_run(struct session *s)
{
    if (claim_shared(&s->claim))
        log_warn(&s->log,
                 "another systoll measured on CPU %d at the same time, and each disturbed the "
                 "other: run one after the other, or with another --cpu",
                 s->request.cpu);
}

int session_finish(struct session *s, bool interrupted)
{
    int error = 0;
    if (!s->request.exact) {
        error = log_keep(&s->log, line_frequency(measured_hz(s)));
        readings_warn(&s->readings, &s->log);
        warn_of_other_run(s);
    }
    s->log.record.summary = summary_make(&s->log.record);
    if (!s->log.record.summary)
        return -ENOMEM;
    json_object_set_new(json_object_get(s->log.record.summary, "run"), "interrupted",
                        json_boolean(interrupted));
    return error ? error : log_write(&s->log, s->log.record.summary);
}
