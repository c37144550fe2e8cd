/* SPDX-License-Identifier: MIT */
#include "report_fixture.h"

#include "report/figures.h"

#include <math.h>

/* As output.c recognises an earlier file. */
static bool recognises(const struct output_kind *kind, const char *text)
{
    char head[4097];
    bool begins = false;
    snprintf(head, sizeof head, "%s", text);
    for (const char *const *b = kind->begins; *b; b++)
        begins |= strncmp(head, *b, strlen(*b)) == 0;
    return !*head || (begins && strstr(head, kind->holds));
}

/* Copies of the report: as it is, with long names, without cells, with none measured. */
static json_t *variant(int i)
{
    json_t *copy = json_deep_copy(report), *cells = json_object_get(copy, "cells"), *cell;
    char name[300];
    size_t c;
    if (i == 1)
        json_array_foreach(cells, c, cell) {
            snprintf(name, sizeof name, "%0290zu:x", c);
            json_object_set_new(cell, "cell", json_string(name));
        }
    if (i == 2)
        json_array_clear(cells);
    if (i == 3)
        json_array_foreach(cells, c, cell)
            json_object_set_new(cell, "state", json_string("failed"));
    return copy;
}

static void each_recognises_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        json_t *document = variant(i);
        for (size_t f = 0; report_formats[f]; f++) {
            char *text = printed(document, report_formats[f]->name, false);
            for (size_t k = 0; report_formats[k]; k++)
                if (recognises(report_formats[k]->kind, text) != (k == f))
                    fail_msg("%s, and %s in variant %d", report_formats[k]->kind->name,
                             report_formats[f]->name, i);
            free(text);
        }
        json_decref(document);
    }
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (; (text = strstr(text, part)); text++)
        found++;
    return found;
}

/* A reader that refuses a name it has seen gets the first of those that print the same. */
static void names_that_print_the_same(void **state)
{
    (void)state;
    json_t *document = variant(0), *cells = json_object_get(document, "cells");
    json_object_set_new(json_array_get(cells, 0), "cell", json_string("a\001b"));
    json_object_set_new(json_array_get(cells, 1), "cell", json_string("a\002b"));
    static const char *const names[] = {"prometheus", "bmf", "github-action-benchmark"};
    static const char *const samples[] = {"systoll_call_seconds{cell=\"a?b\"} 2", "\"a?b\": {",
                                          "\"name\": \"a?b\""};
    for (size_t i = 0; i < 3; i++) {
        char *text = printed(document, names[i], false);
        assert_int_equal(count(text, samples[i]), 1);
        free(text);
    }
    json_decref(document);
}

/* Sums and quotients that are no number are left out; sums that are one are not. */
static void figures_are_finite(void **state)
{
    (void)state;
    double v;
    json_t *cell = json_pack("{s:{s:f, s:f, s:f}, s:{s:f, s:f}, s:n, s:{s:f, s:f}}", "ns",
                             "estimate", 1.7e308, "lo", -1.7e308, "hi", 1.7e308, "counters",
                             "sys_enter", 1.7e308, "emulate_vsyscall", 1.7e308, "instructions",
                             "pmu", "instructions_user", 1.7e308, "instructions_kernel", 1.7e308);
    assert_true(figures_ns(cell, &v));
    assert_false(figures_ns_half(cell, &v));
    assert_false(figures_entries(cell, &v));
    assert_false(figures_instructions(cell, &v));
    assert_false(figures_injected(cell, &v));
    json_object_set_new(json_object_get(cell, "counters"), "emulate_vsyscall", json_null());
    assert_true(figures_entries(cell, &v));
    assert_true(v == 1.7e308);
    json_object_set_new(json_object_get(cell, "ns"), "lo", json_null());
    assert_false(figures_ns_half(cell, &v));
    json_decref(cell);
}

/* A launch that is no number is left out, and a cell without launches has its estimate. */
static void launches(void **state)
{
    (void)state;
    json_t *document = variant(0);
    json_object_set_new(document, "launches",
                        json_pack("{s:[{s:f, s:i}, {s:f, s:i}, {s:n}]}", "vdso:time", "ns", 1.5,
                                  "calls", 10, "ns", 2.5, "calls", 20, "ns"));
    char *text = printed(document, "gobench", false);
    assert_non_null(strstr(text, "\nBenchmarkCall/path=vdso/call=time 10 1.5 ns/op 0 entries/op\n"
                                 "BenchmarkCall/path=vdso/call=time 20 2.5 ns/op 0 entries/op\n"
                                 "BenchmarkCall/path=syscall/call=time 1 "));
    free(text);
    text = printed(document, "benchmark", false);
    json_t *own = json_loads(text, 0, NULL);
    json_t *entries = json_object_get(own, "benchmarks");
    assert_int_equal(json_array_size(entries), 8);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(entries, 1), "iterations")),
                     20);
    json_decref(own);
    free(text);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_recognises_its_own),
        cmocka_unit_test(names_that_print_the_same),
        cmocka_unit_test(figures_are_finite),
        cmocka_unit_test(launches),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
