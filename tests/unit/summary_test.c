/* SPDX-License-Identifier: MIT */
#include "summary/summary.h"

#include "record/open.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct record record;
static json_t *summary;

static int load(void **state)
{
    (void)state;
    char error[600];
    if (record_read(DATA_DIR "/record.jsonl", RECORD_SAMPLES, &record, error, sizeof error) != 0)
        return -1;
    summary = summary_make(&record);
    return summary ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    json_decref(summary);
    record_free(&record);
    return 0;
}

static json_t *cell(const json_t *document, const char *name)
{
    size_t i;
    json_t *c;
    json_array_foreach(json_object_get(document, "cells"), i, c)
        if (strcmp(json_string_value(json_object_get(c, "cell")), name) == 0)
            return c;
    fail_msg("no cell %s", name);
    return NULL;
}

static json_t *run_value(const char *key)
{
    return json_object_get(json_object_get(summary, "run"), key);
}

static void same(const json_t *v, double expected)
{
    if (!json_is_number(v) || fabs(json_number_value(v) - expected) > 1e-9 * fabs(expected))
        fail_msg("%g is not %g", json_number_value(v), expected);
}

/* vdso:time costs 20 ticks in one launch and 24.2 in the other: their lower decile, on
 * logarithms, is 20 * 1.21^(1/10). */
#define DECILE (20 * pow(1.21, 0.1))

static void centre(void **state)
{
    (void)state;
    const json_t *ns = json_object_get(cell(summary, "vdso:time"), "ns");
    same(json_object_get(ns, "estimate"), DECILE);
    same(json_object_get(ns, "mean"), 22.1);
    double lo = json_number_value(json_object_get(ns, "lo"));
    double hi = json_number_value(json_object_get(ns, "hi"));
    assert_true(lo > 0 && lo < DECILE && hi > DECILE);
    same(json_object_get(json_object_get(cell(summary, "int80:time"), "ns"), "estimate"), 2000);
}

/* 500 + 500 batches of 20, 490 + 490 of 22, 10 + 10 of 40; the empty block's 50 taken off. */
static void batches(void **state)
{
    (void)state;
    const json_t *ns = json_object_get(cell(summary, "vdso:time"), "ns");
    same(json_object_get(ns, "min"), 20);
    same(json_object_get(ns, "p50"), 20);
    same(json_object_get(ns, "p90"), 22);
    same(json_object_get(ns, "p99"), 22);
    same(json_object_get(ns, "p999"), 40);
    same(json_object_get(ns, "batch"), 10);
    ns = json_object_get(cell(summary, "vsyscall:time"), "ns");
    assert_true(json_is_null(json_object_get(ns, "p999"))); /* of 100 batches */
    ns = json_object_get(cell(summary, "syscall:time"), "ns");
    assert_true(json_is_null(json_object_get(ns, "p50")));
    assert_true(json_is_null(json_object_get(ns, "batch")));
}

/* The canary's additions (64 links a turn) tell the core's clock: only while its ratio holds, and
 * only where the record says how many links there are. */
static void cycles(void **state)
{
    (void)state;
    json_t *run = json_object_get(record.manifest, "run");
    assert_null(json_object_get(cell(summary, "vdso:time"), "cycles"));
    json_object_set_new(run, "canary_links", json_integer(64));
    json_t *again = summary_make(&record);
    const json_t *canary = json_object_get(json_object_get(again, "run"), "canary");
    const json_t *cycles = json_object_get(cell(again, "syscall:time"), "cycles");
    assert_int_equal(cycles != NULL, json_is_true(json_object_get(canary, "holds")));
    assert_non_null(cycles);
    double ticks = json_number_value(
        json_object_get(json_object_get(cell(again, "syscall:time"), "ticks"), "estimate"));
    double per_cycle = json_number_value(json_object_get(cycles, "estimate")) / ticks;
    assert_true(per_cycle > 0);
    json_decref(again);
    json_object_del(run, "canary_links");
}

static void ratios(void **state)
{
    (void)state;
    same(json_object_get(cell(summary, "vdso:time"), "ratio_to_syscall"), DECILE / 100);
    same(json_object_get(cell(summary, "syscall:time"), "ratio_to_syscall"), 1);
    same(json_object_get(cell(summary, "int80:time"), "ratio_to_syscall"), 20);
    assert_true(json_is_null(json_object_get(cell(summary, "control:ret"), "ratio_to_syscall")));
}

/* One block of vsyscall:time took 9,000,000 ticks and has a flag: it counts for nothing but this.
 */
static void dropped(void **state)
{
    (void)state;
    const json_t *ns = json_object_get(cell(summary, "vsyscall:time"), "ns");
    same(json_object_get(ns, "estimate"), 300);
    same(json_object_get(ns, "mean"), 300);
    same(run_value("discarded"), 1.0 / 48);
    assert_int_equal(json_array_size(run_value("warnings")), 1);
}

static void busy_machine(void **state)
{
    (void)state;
    for (size_t i = 0; i < record.samples.size; i += 4)
        record.samples.data[i].flags ^= 16;
    json_t *busy = summary_make(&record);
    const json_t *warnings = json_object_get(json_object_get(busy, "run"), "warnings");
    assert_int_equal(json_array_size(warnings), 2);
    assert_non_null(strstr(json_string_value(json_array_get(warnings, 0)), "% by a context"));
    assert_null(strstr(json_string_value(json_array_get(warnings, 0)), "CPU"));
    json_decref(busy);
    for (size_t i = 0; i < record.samples.size; i++)
        record.samples.data[i].flags = SAMPLE_SWITCHED;
    json_t *none = summary_make(&record);
    const json_t *lost = cell(none, "vdso:time");
    assert_string_equal(json_string_value(json_object_get(lost, "state")), "skipped");
    warnings = json_object_get(json_object_get(none, "run"), "warnings");
    assert_non_null(strstr(json_string_value(json_array_get(warnings, 0)), "strace"));
    assert_true(json_is_null(json_object_get(lost, "ns")));
    json_decref(none);
    for (size_t i = 0; i < record.samples.size; i++)
        record.samples.data[i].flags = record.samples.data[i].ticks == 9000000 ? 2 : 0;
}

static void about_the_run(void **state)
{
    (void)state;
    const json_t *canary = run_value("canary");
    same(json_object_get(canary, "ratio"), 3);
    assert_true(json_is_true(json_object_get(canary, "holds")));
    same(run_value("launches"), 2);
    same(run_value("rounds"), 6);
    same(run_value("seed"), 7);
    same(run_value("tsc_hz"), 1e9); /* the frequency line, not the manifest */
    same(run_value("empty_ticks"), 50);
    assert_true(json_is_false(run_value("interrupted")));
    assert_int_equal(json_array_size(json_object_get(summary, "cells")), 7);
}

static void counted(void **state)
{
    (void)state;
    const json_t *c = cell(summary, "vsyscall:time"), *counters = json_object_get(c, "counters");
    assert_true(json_is_integer(json_object_get(counters, "emulate_vsyscall")));
    same(json_object_get(counters, "emulate_vsyscall"), 1);
    same(json_object_get(json_object_get(c, "events"), "minor-faults"), 0.0005);
    c = cell(summary, "libc:time");
    assert_true(json_is_null(json_object_get(json_object_get(c, "counters"), "sys_enter")));
    assert_string_equal(json_string_value(json_object_get(c, "reason")), "alias of vdso");
}

/* Blocks of one call and of two alternately: 80 for the block, 20 a call and 2 for the loop; half
 * of the calls take a carry of 6, a few are interrupted. */
static uint64_t often_carried(size_t i)
{
    return (i / 2 % 2 ? 6U : 0) + (i % 50 == 0 ? 9000U : 0) - (i == 1 ? 5U : 0);
}

/* One pair in twenty does without the carry, and one block of one call of these is interrupted:
 * what one call takes at least by 5 % of its blocks is then with the carry, and what two take is
 * not. */
static uint64_t seldom_bare(size_t i)
{
    return (i / 2 % 20 ? 6 * (1 + i % 2) : 0) + (i == 40 ? 9000U : 0);
}

static double instructions_with(uint64_t (*more)(size_t i))
{
    json_t *run = json_object_get(record.manifest, "run");
    struct samples kept = record.samples, changed = {0};
    for (size_t i = 0; i < 400; i++) {
        struct sample s = {.cell = kept.data[0].cell, .round = (uint32_t)i, .n = 1 + i % 2};
        s.ticks = 80 + 22 * s.n + more(i);
        assert_int_equal(samples_add(&changed, &s), 0);
    }
    record.samples = changed;
    json_object_set_new(run, "timebase", json_string("icount"));
    json_object_set_new(run, "turn", json_integer(2));
    json_t *exact = summary_make(&record);
    const json_t *cells = json_object_get(exact, "cells"), *c = NULL;
    for (size_t i = 0; i < json_array_size(cells); i++)
        if (json_is_number(json_object_get(json_array_get(cells, i), "instructions")))
            c = json_array_get(cells, i);
    double found = json_number_value(json_object_get(c, "instructions"));
    assert_true(json_is_null(json_object_get(c, "ns")));
    assert_true(json_is_null(json_object_get(json_object_get(exact, "run"), "canary")));
    json_decref(exact);
    json_object_set_new(run, "timebase", json_string("tsc"));
    samples_free(&record.samples);
    record.samples = kept;
    return found;
}

static void instructions(void **state)
{
    (void)state;
    assert_true(instructions_with(often_carried) == 20);
    assert_true(instructions_with(seldom_bare) == 26);
}

static void report_document(void **state)
{
    (void)state;
    json_t *report = summary_report(&record);
    const json_t *machine = json_object_get(report, "machine");
    const json_t *run = json_object_get(report, "run");
    assert_string_equal(json_string_value(json_object_get(report, "schema")), "systoll.report/1");
    assert_non_null(json_object_get(machine, "platform"));
    assert_null(json_object_get(machine, "rest"));
    same(json_object_get(machine, "tsc_hz"), 1e9);
    same(json_object_get(machine, "tsc_quantum"), 2);
    assert_null(json_object_get(run, "tsc_hz"));
    assert_true(json_is_true(json_object_get(run, "interrupted"))); /* no summary line is there */
    assert_true(json_equal(json_object_get(report, "cells"), json_object_get(summary, "cells")));
    json_decref(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(centre),       cmocka_unit_test(batches),
        cmocka_unit_test(ratios),       cmocka_unit_test(dropped),
        cmocka_unit_test(busy_machine), cmocka_unit_test(about_the_run),
        cmocka_unit_test(counted),      cmocka_unit_test(cycles),
        cmocka_unit_test(instructions), cmocka_unit_test(report_document),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
