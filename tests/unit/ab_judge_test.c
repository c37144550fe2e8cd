/* SPDX-License-Identifier: MIT */
#include "judge/ab.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ab_record.h"

static const char *text_at(const json_t *answer, size_t cell, const char *key)
{
    const json_t *cells = json_object_get(answer, "cells");
    return json_string_value(json_object_get(json_array_get(cells, cell), key));
}

static double number_at(const json_t *answer, size_t cell, const char *key)
{
    const json_t *cells = json_object_get(answer, "cells");
    return json_number_value(json_object_get(json_array_get(cells, cell), key));
}

static void is_judged(const json_t *answer, size_t cell, const char *verdict, const char *reason)
{
    const char *own = text_at(answer, cell, "reason");
    assert_string_equal(text_at(answer, cell, "verdict"), verdict);
    if (reason ? !own || !strstr(own, reason) : own != NULL)
        fail_msg("cell %zu: '%s' without '%s'", cell, own ? own : "null", reason);
}

static json_int_t exit_of(const json_t *answer)
{
    return json_integer_value(json_object_get(answer, "exit"));
}

static void verdicts(void **state)
{
    static const struct truth cells[] = {{.name = "same", .rounds = {52, 0}},
                                         {.name = "slow", {0.05, 0.05}, 0, {52, 52}, 0},
                                         {.name = "fast", {-0.05, 0}, 0, {52, 0}, 0},
                                         {.name = "edge", {0.02, 0}, 0, {208, 0}, 0}};
    (void)state;
    json_t *answer = judged(cells, 4, "null", "");
    is_judged(answer, 0, "pass", NULL);
    is_judged(answer, 1, "regression", NULL);
    is_judged(answer, 2, "improvement", NULL);
    is_judged(answer, 3, "inconclusive", "after 208 rounds its interval still holds the margin");
    assert_int_equal(exit_of(answer), OUTCOME_REGRESSION);
    assert_float_equal(number_at(answer, 1, "effect"), 0.05, 0.005);
    assert_float_equal(number_at(answer, 1, "old"), 300, 3);
    assert_float_equal(number_at(answer, 1, "new"), 315, 3);
    assert_true(number_at(answer, 0, "smallest") > 0.02);
    assert_true(number_at(answer, 0, "smallest") < 0.03);
    json_decref(answer);
}

/* A regression counts where the second trial finds it too, and only there. */
static void confirmation(void **state)
{
    static const struct truth lost = {.name = "x", {0.05, 0}, 0, {52, 52}, 0};
    static const struct truth untried = {.name = "x", {0.05, 0.05}, 0, {52, 0}, 0};
    static const struct truth cut = {.name = "x", {0.05, 0.05}, 0, {52, 51}, 0};
    (void)state;
    json_t *answer = judged(&lost, 1, "null", "");
    is_judged(answer, 0, "inconclusive", "not found again in fresh workers");
    assert_int_equal(exit_of(answer), OUTCOME_INCONCLUSIVE);
    json_decref(answer);
    answer = judged(&untried, 1, "null", "");
    is_judged(answer, 0, "inconclusive", "ended before it could be confirmed");
    json_decref(answer);
    answer = judged(&cut, 1, "null", "");
    is_judged(answer, 0, "inconclusive", "ended before it could be confirmed");
    json_decref(answer);
}

/* Where A differs from itself in one cell, nothing of the job counts. */
static void fired(void **state)
{
    static const struct truth cells[] = {{.name = "odd", {0, 0}, 0.05, {52, 0}, 0},
                                         {.name = "same", .rounds = {52, 0}},
                                         {.name = "slow", {0.05, 0.05}, 0, {52, 52}, 0}};
    (void)state;
    json_t *answer = judged(cells, 3, "null", "");
    for (size_t i = 0; i < 3; i++)
        is_judged(answer, i, "inconclusive", "A differed from itself");
    assert_int_equal(exit_of(answer), OUTCOME_INCONCLUSIVE);
    char *text = json_dumps(json_object_get(answer, "notes"), 0);
    assert_non_null(strstr(text, "A differed from itself in odd"));
    free(text);
    json_decref(answer);
}

/* The noise that is known of a cell is its margin; above 5 % nothing is said of it. */
static void noise(void **state)
{
    static const struct truth cells[] = {{.name = "slow", {0.04, 0.04}, 0, {208, 208}, 0},
                                         {.name = "loud", {0.5, 0.5}, 0, {208, 208}, 0}};
    (void)state;
    json_t *answer = judged(cells, 2, "{\"slow\":0.01,\"loud\":0.06}", "");
    is_judged(answer, 0, "regression", NULL);
    assert_float_equal(number_at(answer, 0, "margin"), 0.02, 1e-9);
    is_judged(answer, 1, "inconclusive", "this runner can't see less than 6 %");
    json_decref(answer);
    answer = judged(cells, 2, "{\"slow\":1}", "");
    is_judged(answer, 0, "inconclusive", "most jobs of this runner's calibration were disturbed");
    json_decref(answer);
    answer = judged(cells, 2, "{\"slow\":0.05,\"loud\":0.05}", "");
    is_judged(answer, 0, "pass", NULL);
    is_judged(answer, 1, "regression", NULL);
    json_decref(answer);
}

static void without_time(void **state)
{
    static const struct truth cells[] = {{.name = "only_a"}, {.name = "only_b"}, {.name = "none"}};
    static const char broken[] =
        "{\"type\":\"broken\",\"side\":\"b\",\"cell\":0,\"reason\":\"it died\"}\n"
        "{\"type\":\"broken\",\"side\":\"a\",\"cell\":1,\"reason\":\"it died\"}\n"
        "{\"type\":\"pairs\",\"trial\":0,\"launch\":0,\"round\":0,\"sides\":\"\",\"cells\":[],"
        "\"start\":[],\"n\":[],\"ticks\":[],\"flags\":[]}\n";
    (void)state;
    json_t *answer = judged(cells, 3, "null", broken);
    is_judged(answer, 0, "regression", "under B: it died");
    is_judged(answer, 1, "skipped", "under A: it died");
    is_judged(answer, 2, "inconclusive", "ended after 0 of the 52 rounds");
    json_decref(answer);
}

static void disturbed(void **state)
{
    static const struct truth cells[] = {{.name = "x", {0.5, 0.5}, 0, {208, 208}, 2}};
    (void)state;
    json_t *answer = judged(cells, 1, "null", "");
    is_judged(answer, 0, "inconclusive", "too busy");
    assert_int_equal(exit_of(answer), OUTCOME_INCONCLUSIVE);
    json_decref(answer);
}

/* Groups that are no ABBA or BAAB of one n give nothing; they can't pass. */
static void odd_groups(void **state)
{
    static const struct truth cell = {.name = "x", .rounds = {52, 0}};
    struct record r;
    char error[600], *text = record_text(&cell, 1, "null", "");
    (void)state;
    for (char *at = text; (at = strstr(at, "\"sides\":\"")); at++)
        memcpy(at + strlen("\"sides\":\""), "aaaa", 4);
    assert_int_equal(read_text(text, &r, error, sizeof error), 0);
    json_t *answer = ab_judge(&r);
    is_judged(answer, 0, "inconclusive", "too busy");
    json_decref(answer);
    record_free(&r);
    free(text);
}

/* What is in memory is judged as what is read back. */
static void same_bytes(void **state)
{
    static const struct truth cells[] = {{.name = "slow", {0.05, 0.05}, 0, {52, 52}, 0},
                                         {.name = "same", .rounds = {52, 0}}};
    (void)state;
    json_t *one = judged(cells, 2, "null", ""), *other = judged(cells, 2, "null", "");
    char *a = json_dumps(one, 0), *b = json_dumps(other, 0);
    assert_string_equal(a, b);
    free(a);
    free(b);
    json_decref(one);
    json_decref(other);
}

static void hostile(void **state)
{
    static const struct {
        const char *from, *to, *sentence;
    } changes[] = {
        {"\"trial\":0", "\"trial\":2", "'trial'"},
        {"\"round\":0", "\"round\":208", "'round'"},
        {"\"launch\":0", "\"launch\":-1", "'launch'"},
        {"\"cells\":[0", "\"cells\":[9", "'cells'"},
        {"\"n\":[1000", "\"n\":[0", "'n'"},
        {"\"n\":[1000,", "\"n\":[", "'n' is not as long as 'sides'"},
        {"\"ticks\":[", "\"ticks\":[-", "'ticks'"},
        {"\"flags\":[0", "\"flags\":[\"\"", "'flags'"},
        {"\"sides\":\"", "\"sides\":\"q", "'sides'"},
        {"\"margin\":0.02", "\"margin\":-1", "'margin'"},
        {"\"margin\":0.02", "\"margin\":1e9", "'margin'"},
        {"\"noise\":null", "\"noise\":{\"x\":-1}", "'noise'"},
        {"\"noise\":null", "\"noise\":{\"x\":\"\"}", "'noise'"},
        {"\"b\":\"b --\"", "\"b\":7", "'b'"},
    };
    static const struct truth cell = {.name = "x", .rounds = {52, 0}};
    char *text = record_text(&cell, 1, "null", "");
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct record r;
        char *changed, *at = strstr(text, changes[i].from), error[600] = "";
        assert_non_null(at);
        assert_true(asprintf(&changed, "%.*s%s%s", (int)(at - text), text, changes[i].to,
                             at + strlen(changes[i].from)) > 0);
        int result = read_text(changed, &r, error, sizeof error);
        if (result == 0 || !strstr(error, changes[i].sentence))
            fail_msg("%s: %d '%s'", changes[i].to, result, error);
        free(changed);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts),   cmocka_unit_test(confirmation), cmocka_unit_test(fired),
        cmocka_unit_test(noise),      cmocka_unit_test(without_time), cmocka_unit_test(disturbed),
        cmocka_unit_test(odd_groups), cmocka_unit_test(same_bytes),   cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
