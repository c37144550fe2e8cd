/* SPDX-License-Identifier: MIT */
#include "matrix/invariants.h"

#include "count/counters.h"
#include "gate/gate.h"
#include "machine/clocksource.h"
#include "matrix/calls.h"
#include "matrix/programs.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 128, SENTENCE = 400, SYS_ENTER = 0, EMULATED = 1 };
#define SLACK 0.025 /* an entry or two of the process's own, of 200 calls */
#define ANY (-1)    /* as the C library goes: 0 or 1 */

/* One record under judgement. */
struct subject {
    json_t *answer;
    const char *name; /* the record's */
    const json_t *report;
    char clocksource[WORD];
};

static const struct path *path_of(const json_t *cell)
{
    const struct program *program = program_named(json_text_of(cell, "abi"));
    return program_path(program ? program : programs, json_text_of(cell, "path"));
}

/* The vDSO's own functions, which a clocksource may send into the kernel. */
static bool is_of_vdso(const json_t *cell)
{
    const struct path *path = path_of(cell);
    return path && path->entry == ENTERS_AS_VDSO;
}

static const struct clock_name *clock_of(const json_t *cell)
{
    const struct clock_name *c = clock_names;
    while (c->name && !json_is(cell, "clock", c->name))
        c++;
    return c->name ? c : NULL;
}

/* Whether the vDSO has an answer of its own: not for the CPU-time clocks, nor for alarm ones. */
static bool answered_in_user_space(const json_t *cell)
{
    const struct clock_name *clock = clock_of(cell);
    return !clock || clock->in_vdso;
}

/* sys_enter and emulate_vsyscall per call as they have to be; false for a path that is unknown, or
 * of which that is. */
static bool expected_counts(const json_t *cell, double expected[2])
{
    const struct path *path = path_of(cell);
    if (!path || path->entry == ENTERS_UNKNOWN)
        return false;
    bool by_vdso = path->entry == ENTERS_AS_VDSO && !answered_in_user_space(cell);
    bool once = path->entry == ENTERS_ONCE || by_vdso;
    expected[SYS_ENTER] = path->entry == ENTERS_AS_LIBC ? ANY : once;
    expected[EMULATED] = path->entry == ENTERS_EMULATED;
    return true;
}

static double counted(const json_t *cell, int which)
{
    const json_t *counters = json_object_get(cell, "counters");
    const json_t *v = json_object_get(counters, entry_names[which]);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static bool count_holds(double expected, double came)
{
    if (expected == ANY)
        return fabs(came) < SLACK || fabs(came - 1) < SLACK;
    return fabs(came - expected) < SLACK;
}

static bool leaves_vdso(const json_t *cell)
{
    return is_of_vdso(cell) && answered_in_user_space(cell) && counted(cell, SYS_ENTER) >= SLACK;
}

static void explain_count(const struct subject *s, const json_t *cell, char *reason, size_t size)
{
    *reason = '\0';
    if (!leaves_vdso(cell))
        return;
    if (clocksource_explains(s->clocksource))
        text_say(reason, size, "the vDSO enters the kernel: clocksource %s %s", s->clocksource,
                 clocksource_words(s->clocksource));
    else
        text_say(reason, size, "the vDSO enters the kernel, and clocksource %s doesn't explain it",
                 *s->clocksource ? s->clocksource : "(unknown)");
}

static struct gate_row gate_row_of(const struct subject *s, const json_t *cell)
{
    const char *name = json_string_value(json_object_get(cell, "cell"));
    return (struct gate_row){.record = s->name,
                             .cell = name ? name : "?",
                             .check = "entries",
                             .unit = "kernel entries a call",
                             .old = NAN,
                             .now = NAN,
                             .smallest = NAN};
}

static void skip(const struct subject *s, const json_t *cell, enum verdict v, const char *reason)
{
    struct gate_row row = gate_row_of(s, cell);
    row.verdict = v;
    row.reason = reason;
    gate_add(s->answer, &row);
}

/* Entries by the system call's way and by the emulated page, each a row where it is wrong; one row
 * where both are right. */
static void judge_counts(const struct subject *s, const json_t *cell, const double *expected)
{
    char reason[SENTENCE];
    struct gate_row row = gate_row_of(s, cell);
    row.smallest = SLACK;
    for (int i = SYS_ENTER; i <= EMULATED; i++) {
        double came = counted(cell, i);
        if (count_holds(expected[i], came))
            continue;
        explain_count(s, cell, reason, sizeof reason);
        row.verdict = VERDICT_REGRESSION;
        row.unit = i == EMULATED ? "emulated vsyscalls a call" : "kernel entries a call";
        row.old = expected[i] == ANY ? came < 0.5 ? 0 : 1 : expected[i];
        row.now = came;
        row.reason = i == SYS_ENTER && *reason ? reason : NULL;
        gate_add(s->answer, &row);
    }
    if (row.verdict == VERDICT_REGRESSION)
        return;
    int shown = expected[EMULATED] > 0 ? EMULATED : SYS_ENTER;
    row.unit = shown == EMULATED ? "emulated vsyscalls a call" : "kernel entries a call";
    row.now = counted(cell, shown);
    row.old = expected[shown] == ANY ? rint(row.now) : expected[shown];
    gate_add(s->answer, &row);
}

static void judge_cell(const struct subject *s, const json_t *cell, bool counting)
{
    double expected[2];
    const char *state = json_string_value(json_object_get(cell, "state"));
    const char *reason = json_string_value(json_object_get(cell, "reason"));
    bool failed = state && strcmp(state, "failed") == 0;
    if (failed || (!json_is(cell, "state", "measured") && isnan(counted(cell, SYS_ENTER)))) {
        skip(s, cell, failed ? VERDICT_REGRESSION : VERDICT_SKIPPED,
             reason && *reason ? reason : "not measured");
    } else if (!expected_counts(cell, expected)) {
        skip(s, cell, VERDICT_SKIPPED, "it is not known what its path should do");
    } else if (!counting) {
        skip(s, cell, VERDICT_SKIPPED, "the run could count no kernel entries");
    } else if (isnan(counted(cell, SYS_ENTER)) || isnan(counted(cell, EMULATED))) {
        skip(s, cell, VERDICT_INCONCLUSIVE, "its kernel entries were not counted");
    } else {
        judge_counts(s, cell, expected);
    }
}

/* The cells of the vDSO that enter the kernel (or don't), comma-separated; how many. */
static size_t list_vdso(const json_t *cells, bool entering, FILE *out)
{
    size_t i, found = 0;
    const json_t *cell;
    json_array_foreach(cells, i, cell) {
        char name[WORD];
        if (isnan(counted(cell, SYS_ENTER)) || !is_of_vdso(cell) || leaves_vdso(cell) != entering)
            continue;
        fprintf(out, "%s%s", found++ ? ", " : "",
                json_show_string(cell, "cell", name, sizeof name));
    }
    return found;
}

/* Says which cells a clocksource takes out of user space, and which it leaves there. */
static void note_clocksource(const struct subject *s)
{
    char *text = NULL;
    size_t size;
    const json_t *cells = json_object_get(s->report, "cells");
    FILE *out = clocksource_explains(s->clocksource) ? open_memstream(&text, &size) : NULL;
    if (!out)
        return;
    size_t entering = list_vdso(cells, true, out);
    fputs(" enter the kernel; of the vDSO's cells these stay in user space: ", out);
    size_t staying = list_vdso(cells, false, out);
    if (!staying)
        fputs("none", out);
    if (fclose(out) == 0 && entering)
        gate_note(s->answer, "%s: clocksource %s %s, so %s.", s->name, s->clocksource,
                  clocksource_words(s->clocksource), text);
    free(text);
}

void gate_invariants(json_t *answer, const char *name, const json_t *report)
{
    struct subject s = {.answer = answer, .name = name, .report = report};
    const json_t *cells = json_object_get(report, "cells"), *cell;
    size_t i;
    bool counting = false;
    json_show_string(json_object_get(report, "machine"), "clocksource", s.clocksource,
                     sizeof s.clocksource);
    json_array_foreach(cells, i, cell)
        counting |= !isnan(counted(cell, SYS_ENTER));
    if (!counting)
        gate_note(answer, "%s: the run could count no kernel entries, so they are not judged.",
                  name);
    json_array_foreach(cells, i, cell)
        judge_cell(&s, cell, counting);
    note_clocksource(&s);
}
