/* SPDX-License-Identifier: MIT */
#include "contexts_fixture.h"

#include "report/report.h"

static char *printed_of(const json_t *report, const struct report_format *format, int width)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(format->print(report, out, (struct report_style){false, width}), 0);
    fclose(out);
    return text;
}

static char *printed(const struct report_format *format, int width)
{
    json_t *report = summary_report(&record);
    char *text = printed_of(report, format, width);
    json_decref(report);
    return text;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no '%s' in: %s", part, text);
}

static void people_see_a_table_of_them(void **state)
{
    (void)state;
    summarise(ENTRIES("0", "1") ENTRIES("1", "1") ENTRIES("2", "1") ENTRIES("3", "2"));
    char *text = printed(&report_table, 100);
    assert_has(text, "\nx hot            filter  another\n"
                     "syscall:time       1.25     4.00\n"
                     "syscall:getppid    1.08        -\n"
                     "vdso:time         ~1.00        -\n");
    free(text);
    text = printed(&report_markdown, 100);
    assert_has(text, "| x hot | filter | another |\n|:---|---:|---:|\n"
                     "| `syscall:time` | 1.25 | 4.00 |\n| `syscall:getppid` | 1.08 | - |\n");
    assert_has(text, "Kernel entries, counted: exactly as hot in 1 of 4, unknown in 2; changed in "
                     "syscall:getppid@filter 2 instead of 1.");
    free(text);
    forget();
}

/* Instructions are exact: what a context adds is a difference. */
static void counted_instructions_are_a_table_of_differences(void **state)
{
    (void)state;
    counts_instructions = true;
    summarise("");
    char *text = printed(&report_table, 100);
    assert_has(text, "\ninstructions more  filter  another\n"
                     "syscall:time          +25     +300\n"
                     "syscall:getppid       +25        -\n");
    assert_has(text, "instructions more: of one call than of the same cell hot, exact.");
    assert_null(strstr(text, "x hot"));
    free(text);
    text = printed(&report_markdown, 100);
    assert_has(text, "| instructions more | filter | another |\n");
    free(text);
    forget();
}

/* Contexts that a line has no room for stand below each other. */
static void no_context_is_left_out(void **state)
{
    (void)state;
    summarise("");
    char *text = printed(&report_table, 30);
    assert_has(text, "\nx hot            filter\n");
    assert_has(text, "\nx hot            another\nsyscall:time        4.00\n");
    free(text);
    forget();
}

/* Hot cells, places where all have one reason, one where they differ, and one of a single cell. */
static json_t *unmeasured(void)
{
    static const char *const rows[][2] = {
        {"vdso:a", "none"},           {"vdso:b", "none"},           {"vdso:a@ssbd", "no choice"},
        {"i386/vdso:a", "no 32-bit"}, {"vdso:b@ssbd", "no choice"}, {"i386/vdso:b", "no 32-bit"},
        {"vdso:a@sud", "too old"},    {"vdso:b@sud", "an alias"},   {"vdso:a@cold", "alone"}};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "cell", rows[i][0], "state",
                                              "skipped", "reason", rows[i][1]));
    return json_pack("{s:o}", "cells", list);
}

static void a_place_of_one_reason_has_one_line(void **state)
{
    (void)state;
    json_t *document = unmeasured();
    char *text = printed_of(document, &report_table, 100);
    assert_has(text, "\nvdso:b       skipped  none\n*@ssbd       skipped  no choice\n"
                     "i386/*       skipped  no 32-bit\nvdso:a@sud   skipped  too old\n"
                     "vdso:b@sud   skipped  an alias\nvdso:a@cold  skipped  alone\n");
    free(text);
    text = printed_of(document, &report_markdown, 100);
    assert_has(text, "\n- `vdso:b`: skipped: none\n- `*@ssbd`: skipped: no choice\n"
                     "- `i386/*`: skipped: no 32-bit\n- `vdso:a@sud`: skipped: too old\n");
    free(text);
    text = printed_of(document, &report_html, 100);
    assert_has(text, "*@ssbd");
    assert_null(strstr(text, "vdso:b@ssbd"));
    assert_has(text, "vdso:b@sud");
    free(text);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_see_a_table_of_them),
        cmocka_unit_test(counted_instructions_are_a_table_of_differences),
        cmocka_unit_test(no_context_is_left_out),
        cmocka_unit_test(a_place_of_one_reason_has_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
