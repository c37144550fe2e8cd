/* SPDX-License-Identifier: MIT */
#include "summary/launches.h"
#include "text/json.h"

#include <math.h>

/* The sum over launches; NAN where one of them does not tell. */
static double sum(const struct record *r, const char *key, size_t *launches)
{
    double total = 0;
    size_t i;
    const json_t *line;
    *launches = 0;
    json_array_foreach(r->others, i, line) {
        const json_t *v = json_object_get(line, key);
        if (!json_is(line, "type", "launch"))
            continue;
        total += json_is_number(v) ? json_number_value(v) : NAN;
        ++*launches;
    }
    return total;
}

/* 2^53: above it, sums of a record that nobody measured, a double is no count. */
static const double exact_most = 9007199254740992;

json_t *summary_interference(const struct record *r)
{
    static const char *const keys[] = {"context_switches", "migrations", "minor_faults",
                                       "major_faults",     "smis",       "throttles",
                                       "quota_stops",      "quota_us"};
    size_t launches;
    double aperf = sum(r, "aperf", &launches), mperf = sum(r, "mperf", &launches);
    if (!launches)
        return NULL;
    json_t *all = json_object();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        double v = sum(r, keys[i], &launches);
        json_object_set_new(all, keys[i],
                            fabs(v) < exact_most ? json_integer((json_int_t)v) : json_null());
    }
    json_object_set_new(all, "aperf_mperf", json_real_or_null(aperf / mperf));
    return all;
}
