/* SPDX-License-Identifier: MIT */
#include "contexts_fixture.h"

#include "report/report.h"

static char *printed(const struct report_format *format, int width)
{
    char *text = NULL;
    size_t size;
    json_t *report = summary_report(&record);
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(format->print(report, out, (struct report_style){false, width}), 0);
    fclose(out);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_see_a_table_of_them),
        cmocka_unit_test(no_context_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
