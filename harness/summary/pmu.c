/* SPDX-License-Identifier: MIT */
#include "summary/pmu.h"
#include "text/json.h"

#include <math.h>

/* Cycles of both modes by what the timed blocks say of the same call. */
static json_t *by(double cycles, const json_t *cell, const char *unit)
{
    return json_real_or_null(cycles / json_number_of(json_object_get(cell, unit), "estimate"));
}

/* Of the events that have these names, what a PMU says of one call; no member where it has none of
 * them. They are the names of the set "default". */
void summary_set_pmu(json_t *cell)
{
    const json_t *events = json_object_get(cell, "events");
    double cycles_user = json_number_of(events, "cycles:u"),
           cycles_kernel = json_number_of(events, "cycles:k");
    double user = json_number_of(events, "instructions:u"),
           kernel = json_number_of(events, "instructions:k");
    double cycles = cycles_user + cycles_kernel, instructions = user + kernel;
    if (isnan(cycles_user) && isnan(cycles_kernel) && isnan(user) && isnan(kernel))
        return;
    json_object_set_new(
        cell, "pmu",
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "cycles_user",
                  json_real_or_null(cycles_user), "cycles_kernel", json_real_or_null(cycles_kernel),
                  "instructions_user", json_real_or_null(user), "instructions_kernel",
                  json_real_or_null(kernel), "ipc", json_real_or_null(instructions / cycles), "ghz",
                  by(cycles, cell, "ns"), "cycles_per_tick", by(cycles, cell, "ticks")));
}
