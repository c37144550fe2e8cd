/* SPDX-License-Identifier: MIT */
#include "judge/boots.h"

#include "gate/gate.h"
#include "judge/boots_change.h"
#include "measure/random.h"
#include "within.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 16, CELLS = 30 };

/* Twice so many boots, A's first, each a report of the same cells. */
struct made {
    json_t *reports[MOST];
    struct compare_record records[MOST];
    struct boots boots;
    json_t *answer;
};

static uint64_t random_state;

/* Nearly normal, of deviation 1: the sum of twelve uniform ones. */
static double normal(void)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += (double)random_below(&random_state, 1 << 20) / (1 << 20);
    return sum;
}

static json_t *cell_of(double ns)
{
    return json_pack("{s:s, s:n, s:{s:f, s:n, s:n}}", "state", "measured", "reason", "ns",
                     "estimate", ns, "lo", "hi");
}

static json_t *report_of(size_t cells, const double *ns)
{
    json_t *list = json_array();
    for (size_t c = 0; c < cells; c++) {
        json_t *cell = cell_of(ns[c]);
        json_object_set_new(cell, "cell", json_sprintf("vdso:c%zu", c));
        json_array_append_new(list, cell);
    }
    return json_pack("{s:{s:{s:s}, s:{s:s, s:s}}, s:{s:s}, s:o}", "machine", "platform",
                     "hypervisor", "KVM", "subject", "kernel", "6.1", "vsyscall_mode", "xonly",
                     "run", "timebase", "tsc", "cells", list);
}

/* Boots whose logarithms vary by sd; B's are longer by the factor. */
static void make(struct made *m, size_t a, size_t b, size_t cells, double sd, double factor)
{
    *m = (struct made){.boots = {{"a", m->records, a}, {"b", m->records + a, b}, 0.02}};
    for (size_t i = 0; i < a + b; i++) {
        double ns[CELLS];
        for (size_t c = 0; c < cells; c++)
            ns[c] = (i < a ? 1 : factor) * 100 * exp(sd * normal());
        m->reports[i] = report_of(cells, ns);
        m->records[i] = (struct compare_record){i < a ? "a1" : "b1", m->reports[i]};
    }
}

static void set(struct made *m, size_t boot, const char *object, const char *key, const char *to)
{
    json_t *machine = json_object_get(m->reports[boot], "machine");
    json_object_set_new(json_object_get(machine, object), key, json_string(to));
}

/* Another state than measured for the first cell of that boot; NULL: it is left out. */
static void set_state(struct made *m, size_t boot, const char *state)
{
    json_t *cells = json_object_get(m->reports[boot], "cells"), *cell = json_array_get(cells, 0);
    if (!state) {
        json_array_remove(cells, 0);
        return;
    }
    json_object_set_new(cell, "state", json_string(state));
    json_object_set_new(cell, "reason", json_string("a test"));
    json_object_set_new(cell, "ns", json_null());
}

static int judged(struct made *m)
{
    json_decref(m->answer);
    m->answer = boots_judge(&m->boots);
    assert_non_null(m->answer);
    return (int)json_integer_value(json_object_get(m->answer, "exit"));
}

static const char *of_first(const struct made *m, const char *key)
{
    const json_t *row = json_array_get(json_object_get(m->answer, "cells"), 0);
    const char *text = json_string_value(json_object_get(row, key));
    return text ? text : "";
}

static bool says(const struct made *m, const char *words)
{
    char *text = json_dumps(m->answer, 0);
    bool found = strstr(text, words);
    free(text);
    return found;
}

static void drop(struct made *m)
{
    json_decref(m->answer);
    for (size_t i = 0; i < MOST; i++)
        json_decref(m->reports[i]);
}

/* Checked against the formula worked out elsewhere (Python's statistics module). */
static void welch(void **state)
{
    (void)state;
    const double a[] = {100, 101, 99, 102, 100, 98}, b[] = {103, 109, 101, 106, 111, 104, 105};
    struct centre c = boots_change(a, 6, b, 7);
    assert_true(fabs(c.value - 0.0538442946617117) < 1e-12);
    assert_true(fabs(c.error - 0.013604141665581522) < 1e-12);
    assert_true(fabs(c.degrees - 8.437761179593583) < 1e-9);
    assert_true(isnan(boots_change(a, 1, b, 7).value));
}

static void verdicts(void **state)
{
    static const struct {
        double factor;
        int code;
    } cases[] = {{1, 0}, {1.05, 1}, {0.9, 0}, {1.02, 3}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made m;
        make(&m, 6, 6, 4, 0.003, cases[i].factor);
        assert_int_equal(judged(&m), cases[i].code);
        drop(&m);
    }
}

static void few_boots(void **state)
{
    (void)state;
    struct made m;
    make(&m, 5, 6, 2, 0.003, 1.5);
    assert_int_equal(judged(&m), 3);
    assert_true(says(&m, "a has 5 boots, and fewer than 6 a side give no verdict"));
    drop(&m);
    make(&m, 6, 5, 2, 0.003, 1);
    set_state(&m, 8, "skipped");
    assert_int_equal(judged(&m), 3);
    drop(&m);
}

/* Of jobs of A against itself without a margin, one in twenty may call any cell a regression. */
static void shared_error(void **state)
{
    enum { JOBS = 400 };
    int fired = 0;
    (void)state;
    for (int i = 0; i < JOBS; i++) {
        struct made m;
        make(&m, 6, 6, CELLS, 0.01, 1);
        m.boots.margin = 0;
        fired += judged(&m) == 1;
        drop(&m);
    }
    print_message("%d of %d jobs of A against itself fired\n", fired, JOBS);
    assert_within(fired, 1, JOBS / 10);
}

static void states(void **state)
{
    static const struct {
        const char *state;
        size_t from, to; /* boots: 0 to 5 are A's */
        const char *verdict;
    } cases[] = {
        {"skipped", 6, 12, "regression"}, {"failed", 6, 12, "regression"},
        {"failed", 8, 9, "regression"},   {"skipped", 8, 9, "inconclusive"},
        {NULL, 6, 12, "inconclusive"},    {NULL, 11, 12, "inconclusive"},
        {"failed", 2, 3, "inconclusive"}, {"skipped", 0, 6, "skipped"},
        {"failed", 0, 12, "skipped"},     {"skipped", 0, 12, "skipped"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made m;
        make(&m, 6, 6, 2, 0.003, 1);
        for (size_t boot = cases[i].from; boot < cases[i].to; boot++)
            set_state(&m, boot, cases[i].state);
        judged(&m);
        assert_string_equal(of_first(&m, "cell"), "vdso:c0");
        assert_string_equal(of_first(&m, "verdict"), cases[i].verdict);
        assert_true(*of_first(&m, "reason"));
        drop(&m);
    }
}

/* Copies of one record aren't boots, whatever they say; nor is a time that is none. */
static void no_spread(void **state)
{
    (void)state;
    struct made m;
    make(&m, 6, 6, 2, 0, 1);
    assert_int_equal(judged(&m), 3);
    drop(&m);
    make(&m, 6, 6, 2, 0, 2);
    assert_int_equal(judged(&m), 3);
    drop(&m);
    make(&m, 6, 6, 2, 0.003, 1);
    json_t *cell = json_array_get(json_object_get(m.reports[7], "cells"), 0);
    json_object_set_new(json_object_get(cell, "ns"), "estimate", json_real(-5));
    assert_int_equal(judged(&m), 3);
    assert_string_equal(of_first(&m, "verdict"), "inconclusive");
    drop(&m);
    make(&m, 6, 6, 2, 0.003, 1);
    cell = json_array_get(json_object_get(m.reports[7], "cells"), 0);
    json_object_set_new(json_object_get(cell, "ns"), "estimate", json_real(1e308));
    assert_int_equal(judged(&m), 3);
    drop(&m);
}

static void other_machines(void **state)
{
    (void)state;
    struct made m;
    make(&m, 6, 6, 2, 0.003, 1);
    set(&m, 9, "platform", "hypervisor", "Xen");
    assert_int_equal(judged(&m), 4);
    assert_true(says(&m, "hypervisor"));
    drop(&m);
    make(&m, 6, 6, 2, 0.003, 1);
    set(&m, 3, "subject", "vsyscall_mode", "none");
    assert_int_equal(judged(&m), 4);
    assert_true(says(&m, "the boots of a aren't alike: they differ in vsyscall_mode"));
    drop(&m);
    make(&m, 6, 6, 2, 0.003, 1);
    json_object_set_new(json_object_get(m.reports[0], "run"), "timebase", json_string("icount"));
    assert_int_equal(judged(&m), 4);
    for (size_t i = 1; i < 12; i++)
        json_object_set_new(json_object_get(m.reports[i], "run"), "timebase",
                            json_string("icount"));
    assert_int_equal(judged(&m), 4);
    assert_true(says(&m, "gate exact judges those"));
    drop(&m);
}

static void about(void **state)
{
    (void)state;
    struct made m;
    make(&m, 6, 6, 2, 0.003, 1);
    for (size_t i = 0; i < 12; i++)
        set(&m, i, "platform", "hypervisor", "QEMU TCG");
    for (size_t i = 6; i < 12; i++)
        set(&m, i, "subject", "kernel", "6.12");
    assert_int_equal(judged(&m), 0);
    assert_true(says(&m, "They differ in kernel (6.1 in a, 6.12 in b)."));
    assert_true(says(&m, "their times are not those of any machine"));
    drop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(welch),          cmocka_unit_test(verdicts), cmocka_unit_test(few_boots),
        cmocka_unit_test(shared_error),   cmocka_unit_test(states),   cmocka_unit_test(no_spread),
        cmocka_unit_test(other_machines), cmocka_unit_test(about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
