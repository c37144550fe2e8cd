/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_COMPARE_REPORTS_H
#define SYSTOLL_TEST_COMPARE_REPORTS_H

#include "compare/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Small reports for the tests of the comparison. */

/* A report with one cell, measured at so many ns within +-2 %. */
static inline json_t *report(const char *subject, const char *platform, double ns)
{
    json_t *made = json_pack(
        "{s:{s:s, s:o, s:o}, s:{s:s, s:i, s:i}, s:[{s:s, s:s, s:s, s:s, s:n, s:n, s:s, s:n,"
        "s:{s:f, s:f, s:f}, s:n, s:{s:i, s:i}}]}",
        "machine", "cpu", "CPU", "subject", json_loads(subject, 0, NULL), "platform",
        json_loads(platform, 0, NULL), "run", "timebase", "tsc", "launches", 10, "rounds", 40,
        "cells", "cell", "vsyscall:time", "abi", "x86_64", "path", "vsyscall", "call", "time",
        "clock", "context", "state", "measured", "reason", "ns", "estimate", ns, "lo", ns / 1.02,
        "hi", ns * 1.02, "instructions", "counters", "sys_enter", 0, "emulate_vsyscall", 1);
    assert_non_null(made);
    return made;
}

static inline json_t *cell_of(json_t *made)
{
    return json_array_get(json_object_get(made, "cells"), 0);
}

static inline void set_state(json_t *made, const char *state, const char *reason)
{
    json_object_set_new(cell_of(made), "state", json_string(state));
    json_object_set_new(cell_of(made), "reason", json_string(reason));
    json_object_set_new(cell_of(made), "ns", json_null());
    json_object_set_new(cell_of(made), "counters", json_null());
}

static inline void count_instructions(json_t *made, int count)
{
    json_object_set_new(json_object_get(made, "run"), "timebase", json_string("icount"));
    json_object_set_new(cell_of(made), "ns", json_null());
    json_object_set_new(cell_of(made), "instructions", json_integer(count));
}

/* Compares, and takes the reports. */
static inline json_t *compare(size_t base, json_t *a, json_t *b, json_t *c)
{
    const struct compare_record records[] = {{"a", a}, {"b", b}, {"c", c}};
    json_t *made = compare_make(records, c ? 3 : 2, base);
    assert_non_null(made);
    json_decref(a);
    json_decref(b);
    json_decref(c);
    return made;
}

static inline void has(const char *text, const char *wanted)
{
    if (!strstr(text, wanted))
        fail_msg("no '%s' in:\n%s", wanted, text);
}

#endif
