/* SPDX-License-Identifier: MIT */
#include "compare_reports.h"

#include "compare/formats.h"
#include "compare/names.h"

#include <stdlib.h>

static char *printed(const json_t *comparison, size_t format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(
        compare_formats[format]->print(comparison, out, (struct report_style){.width = 118}), 0);
    fclose(out);
    return text;
}

static void instructions_are_exact(void **state)
{
    (void)state;
    json_t *a = report("{}", "{}", 1), *b = report("{}", "{}", 1), *same = report("{}", "{}", 1);
    count_instructions(a, 399);
    count_instructions(b, 417);
    count_instructions(same, 399);
    json_t *c = compare(0, a, b, same);
    char *text = printed(c, 0);
    has(text, "\nvsyscall:time     399     417   +18     399     0\n");
    has(text, "diff: instructions more than in a.");
    assert_null(strstr(text, "interval"));
    free(text);
    json_decref(c);
}

/* Two tables rather than a line that is too long, each with the base first. */
static void many_records_fold(void **state)
{
    (void)state;
    enum { MANY = 20 };
    struct compare_record records[MANY];
    json_t *one = report("{}", "{}", 123.4);
    for (size_t i = 0; i < MANY; i++)
        records[i] = (struct compare_record){"some-name", one};
    json_t *c = compare_make(records, MANY, 3);
    char *text = printed(c, 0), *rest;
    size_t rows = 0;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        assert_true(strlen(line) <= 118);
        rows += strncmp(line, "vsyscall:time  ", 15) == 0;
    }
    assert_true(rows > 1);
    free(text);
    json_decref(c);
    json_decref(one);
}

static void no_control_reaches_the_terminal(void **state)
{
    (void)state;
    static const char evil[] = "\033]0;x\a\r\b\302\233\342\200\256\177\n`|<script>";
    json_t *a = report("{}", "{}", 1), *b = report("{}", "{}", 1);
    json_t *machines[] = {json_object_get(a, "machine"), json_object_get(b, "machine")};
    for (size_t i = 0; i < 2; i++) {
        json_object_set_new(machines[i], "cpu", json_string(evil));
        json_object_set_new(json_object_get(machines[i], "subject"), evil,
                            i ? json_string(evil) : json_integer(1));
        json_object_set_new(json_object_get(machines[i], "platform"), evil,
                            i ? json_string(evil) : json_integer(1));
    }
    json_object_set_new(json_object_get(a, "run"), "warnings", json_pack("[s]", evil));
    json_object_set_new(cell_of(a), "cell", json_string(evil));
    set_state(b, "failed", evil);
    json_t *c = compare(0, a, b, NULL);
    char why[100];
    assert_false(compare_comparable(c, false, why, sizeof why));
    assert_null(strpbrk(why, "\033\a\r\n"));
    for (size_t f = 0; compare_formats[f]; f++) {
        char *text = printed(c, f);
        for (const char *at = text; *at; at++)
            assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
        assert_null(strstr(text, "\302\233"));
        assert_null(strstr(text, "\342\200\256"));
        free(text);
    }
    json_decref(c);
}

static void names(void **state)
{
    (void)state;
    char got[3][COMPARE_NAME];
    char *modes[] = {"results/6.12-emulate.jsonl", "x/6.12-xonly.jsonl", "6.12-none.jsonl"};
    compare_names(modes, 3, got);
    assert_string_equal(got[0], "emulate");
    assert_string_equal(got[1], "xonly");
    assert_string_equal(got[2], "none");
    char *tails[] = {"old-run.jsonl", "new-run.jsonl"};
    compare_names(tails, 2, got);
    assert_string_equal(got[0], "old");
    assert_string_equal(got[1], "new");
    char *twice[] = {"a/x.jsonl", "b/x.jsonl", "-"};
    compare_names(twice, 3, got);
    assert_string_equal(got[0], "1:x");
    assert_string_equal(got[1], "2:x");
    assert_string_equal(got[2], "3:stdin");
    char *bytes[] = {"a\377.jsonl", "a"};
    compare_names(bytes, 2, got);
    assert_string_equal(got[0], "a?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instructions_are_exact),
        cmocka_unit_test(many_records_fold),
        cmocka_unit_test(no_control_reaches_the_terminal),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
