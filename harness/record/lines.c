/* SPDX-License-Identifier: MIT */
#include "record/lines.h"

#include <math.h>

static json_t *new_count(uint64_t value)
{
    return json_integer((json_int_t)value);
}

json_t *line_round(unsigned launch, unsigned round, const struct sample *s, size_t size)
{
    json_t *cells = json_array(), *cpu = json_array(), *start = json_array(), *n = json_array();
    json_t *ticks = json_array(), *flags = json_array();
    for (size_t i = 0; i < size; i++) {
        json_array_append_new(cells, new_count(s[i].cell));
        json_array_append_new(cpu, new_count(s[i].cpu));
        json_array_append_new(start, new_count(s[i].start));
        json_array_append_new(n, new_count(s[i].n));
        json_array_append_new(ticks, new_count(s[i].ticks));
        json_array_append_new(flags, new_count(s[i].flags));
    }
    return json_pack("{s:s, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "type", "round", "launch",
                     (int)launch, "round", (int)round, "cells", cells, "cpu", cpu, "start", start,
                     "n", n, "ticks", ticks, "flags", flags);
}

json_t *line_batch(unsigned launch, size_t cell, uint64_t n, const uint64_t *ticks,
                   const uint64_t *count, size_t size)
{
    json_t *values = json_array(), *counts = json_array();
    for (size_t i = 0; i < size; i++) {
        json_array_append_new(values, new_count(ticks[i]));
        json_array_append_new(counts, new_count(count[i]));
    }
    return json_pack("{s:s, s:i, s:i, s:I, s:o, s:o}", "type", "batch", "launch", (int)launch,
                     "cell", (int)cell, "n", (json_int_t)n, "ticks", values, "count", counts);
}

/* Counts are whole as a rule and then written so. */
static json_t *new_figure(double value)
{
    if (isnan(value))
        return json_null();
    return value == floor(value) && fabs(value) < 1e15 ? json_integer((json_int_t)value)
                                                       : json_real(value);
}

json_t *line_counts(const char *kind, const char *by, size_t cell, uint64_t n,
                    const char *const *names, const double *per_call, size_t size)
{
    json_t *words = json_array(), *values = json_array();
    for (size_t i = 0; i < size; i++) {
        json_array_append_new(words, json_string(names[i]));
        json_array_append_new(values, new_figure(per_call[i]));
    }
    return json_pack("{s:s, s:s, s:s, s:i, s:I, s:o, s:o}", "type", "counts", "kind", kind, "by",
                     by, "cell", (int)cell, "n", (json_int_t)n, "names", words, "per_call", values);
}

static json_t *count_or_null(int64_t count)
{
    return count < 0 ? json_null() : json_integer(count);
}

json_t *line_launch(unsigned launch, const struct worker_usage *u, const struct interference *from,
                    const struct interference *to)
{
    return json_pack("{s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "type",
                     "launch", "launch", (int)launch, "context_switches",
                     count_or_null(u->context_switches), "migrations", count_or_null(u->migrations),
                     "minor_faults", count_or_null(u->minor_faults), "major_faults",
                     count_or_null(u->major_faults), "smis",
                     count_or_null(interference_between(from, to, SMIS)), "throttles",
                     count_or_null(interference_between(from, to, THROTTLES)), "aperf",
                     count_or_null(interference_between(from, to, APERF)), "mperf",
                     count_or_null(interference_between(from, to, MPERF)), "quota_stops",
                     count_or_null(interference_between(from, to, QUOTA_STOPS)), "quota_us",
                     count_or_null(interference_between(from, to, QUOTA_US)));
}

json_t *line_frequency(double hz)
{
    return json_pack("{s:s, s:f}", "type", "frequency", "hz", hz);
}
