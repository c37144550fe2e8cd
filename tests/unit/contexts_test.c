/* SPDX-License-Identifier: MIT */
#include "contexts_fixture.h"

#include "text/json.h"

static const json_t *to_hot(int cell)
{
    return json_object_get(json_array_get(json_object_get(summary, "cells"), (size_t)cell),
                           "to_hot");
}

static double number(const json_t *effect, const char *in, const char *key)
{
    return json_number_value(json_object_get(json_object_get(effect, in), key));
}

static void assert_near(double v, double expected)
{
    if (!(fabs(v - expected) < 1e-3 * fabs(expected)))
        fail_msg("%g is not %g", v, expected);
}

static void a_ratio_is_of_rounds_so_that_drift_is_in_none(void **state)
{
    (void)state;
    summarise("");
    const json_t *effect = to_hot(SYSCALL_IN);
    assert_near(number(effect, "ratio", "estimate"), 1.25);
    assert_near(number(effect, "ratio", "lo"), 1.25);
    assert_near(number(effect, "ratio", "hi"), 1.25);
    assert_true(json_is_true(json_object_get(effect, "distinguishable")));
    assert_int_equal(json_integer_value(json_object_get(effect, "rounds")), LAUNCHES * ROUNDS);
    const json_t *hot = json_array_get(json_object_get(summary, "cells"), SYSCALL);
    assert_near(number(effect, "added_ns", "estimate"), number(hot, "ns", "estimate") / 4);
    forget();
}

static void what_goes_to_either_side_is_not_distinguishable(void **state)
{
    (void)state;
    summarise("");
    const json_t *effect = to_hot(VDSO_IN);
    assert_true(json_is_false(json_object_get(effect, "distinguishable")));
    assert_true(number(effect, "ratio", "lo") < 1 && number(effect, "ratio", "hi") > 1);
    assert_true(number(effect, "added_ns", "lo") < 0 && number(effect, "added_ns", "hi") > 0);
    forget();
}

static void only_cells_beside_a_hot_one_have_it(void **state)
{
    (void)state;
    summarise("");
    assert_null(to_hot(SYSCALL));
    assert_null(to_hot(VDSO));
    assert_null(to_hot(ALONE));
    forget();
}

/* 125 + 325 for 100 + 300; a context's two paths are two rows. */
static void a_path_is_its_calls_together(void **state)
{
    (void)state;
    summarise("");
    const json_t *paths = json_object_get(summary, "contexts");
    assert_int_equal(json_array_size(paths), 3);
    const json_t *row = json_array_get(paths, 0);
    assert_string_equal(json_string_value(json_object_get(row, "context")), "filter");
    assert_string_equal(json_string_value(json_object_get(row, "path")), "syscall");
    assert_int_equal(json_integer_value(json_object_get(row, "calls")), 2);
    assert_near(number(row, "ratio", "estimate"), 450.0 / 400);
    assert_true(json_is_true(json_object_get(row, "distinguishable")));
    assert_true(json_is_null(json_object_get(row, "entries"))); /* nothing was counted */
    assert_string_equal(json_string_value(json_object_get(json_array_get(paths, 1), "path")),
                        "vdso");
    forget();
}

static const char *entries(const json_t *effect)
{
    return json_string_value(json_object_get(effect, "entries"));
}

static void entries_are_the_same_or_they_are_not(void **state)
{
    (void)state;
    summarise(ENTRIES("0", "1") ENTRIES("1", "1") ENTRIES("2", "1") ENTRIES("3", "2")
                  ENTRIES("4", "0"));
    assert_string_equal(entries(to_hot(SYSCALL_IN)), "unchanged");
    assert_string_equal(entries(to_hot(PPID_IN)), "changed");
    assert_null(entries(to_hot(VDSO_IN)));
    assert_string_equal(entries(json_array_get(json_object_get(summary, "contexts"), 0)),
                        "changed");
    forget();
}

/* Reads the manifest and this summary as a record: 0 or -errno. */
static int read_again(const json_t *line)
{
    char error[600], *text = NULL;
    size_t size;
    struct record again;
    FILE *out = open_memstream(&text, &size);
    json_dumpf(record.manifest, out, JSON_COMPACT);
    fputc('\n', out);
    json_dumpf(line, out, JSON_COMPACT);
    fputc('\n', out);
    fclose(out);
    FILE *in = fmemopen(text, size, "r");
    int rc = record_read_stream(in, "text", RECORD_SUMMARY, &again, error, sizeof error);
    fclose(in);
    free(text);
    if (!rc)
        record_free(&again);
    return rc;
}

/* 125 for 100 and 325 for 300: exact, so nothing is indistinguishable, and nothing is a time. */
static void counted_instructions_are_taken_off_each_other(void **state)
{
    (void)state;
    counts_instructions = true;
    summarise(ENTRIES("0", "1") ENTRIES("1", "1"));
    const json_t *effect = to_hot(SYSCALL_IN);
    assert_true(json_number_of(effect, "added_instructions") == 25);
    assert_near(number(effect, "ratio", "estimate"), 1.25);
    assert_true(json_is_null(json_object_get(json_object_get(effect, "ratio"), "lo")));
    assert_true(json_is_null(json_object_get(effect, "distinguishable")));
    assert_true(json_is_null(json_object_get(json_object_get(effect, "added_ns"), "estimate")));
    assert_string_equal(entries(effect), "unchanged");
    const json_t *row = json_array_get(json_object_get(summary, "contexts"), 0);
    assert_near(number(row, "ratio", "estimate"), 450.0 / 400);
    assert_true(json_number_of(row, "added_instructions") == 25);
    assert_int_equal(read_again(summary), 0);
    forget();
}

/* A written summary is read again as it is; a damaged one is refused. */
static void the_reader_knows_it(void **state)
{
    (void)state;
    const char *const odd[] = {"{\"ratio\":{\"estimate\":1,\"lo\":2,\"hi\":3}}",
                               "{\"ratio\":{\"estimate\":\"1\"}}", "{\"distinguishable\":1}", "7"};
    summarise("");
    assert_int_equal(read_again(summary), 0);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        json_t *of_cell = json_deep_copy(summary), *of_path = json_deep_copy(summary);
        json_t *cell = json_array_get(json_object_get(of_cell, "cells"), SYSCALL_IN);
        json_object_set_new(cell, "to_hot", json_loads(odd[i], JSON_DECODE_ANY, NULL));
        json_array_set_new(json_object_get(of_path, "contexts"), 0,
                           json_loads(odd[i], JSON_DECODE_ANY, NULL));
        assert_true(read_again(of_cell) < 0);
        assert_true(read_again(of_path) < 0);
        json_decref(of_cell);
        json_decref(of_path);
    }
    forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ratio_is_of_rounds_so_that_drift_is_in_none),
        cmocka_unit_test(what_goes_to_either_side_is_not_distinguishable),
        cmocka_unit_test(only_cells_beside_a_hot_one_have_it),
        cmocka_unit_test(a_path_is_its_calls_together),
        cmocka_unit_test(entries_are_the_same_or_they_are_not),
        cmocka_unit_test(counted_instructions_are_taken_off_each_other),
        cmocka_unit_test(the_reader_knows_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
