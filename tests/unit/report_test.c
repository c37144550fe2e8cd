/* SPDX-License-Identifier: MIT */
#include "report_fixture.h"

#include "report/formats.h"

static void has(const char *text, const char *wanted)
{
    if (!strstr(text, wanted))
        fail_msg("no '%s' in:\n%s", wanted, text);
}

static void formats(void **state)
{
    (void)state;
    assert_ptr_equal(report_format_by_name("csv"), &report_csv);
    assert_null(report_format_by_name("cs"));
    for (size_t i = 0; report_formats[i]; i++)
        assert_ptr_equal(report_format_by_name(report_formats[i]->name), report_formats[i]);
}

static void table(void **state)
{
    (void)state;
    char *text = printed(report, "table", false);
    has(text, "\ncell              ns      interval  ticks  x syscall   p50   p99  entries\n");
    has(text, "\nsyscall:time   100.0  100.0..100.0  100.0       1.00     -     -  1\n");
    has(text, "\nvsyscall:time  300.0  300.0..300.0  300.0       3.00   300   322  1 emulated\n");
    has(text, "\nvsyscall:time  page-faults 1, minor-faults 0.0005\n");
    has(text, "\nNot measured\nlibc:time    skipped  alias of vdso\n");
    has(text, "\nvdso:getcpu  failed   it gave CPU 9, not 0\n");
    has(text, "Warning  neighbours are busy\n");
    assert_null(strchr(text, '\033'));
    free(text);
    text = printed(report, "table", true);
    has(text, "\033[33mWarning\033[0m");
    free(text);
}

static void json(void **state)
{
    (void)state;
    char *text = printed(report, "json", true);
    json_t *again = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_true(json_equal(again, report)); /* unrounded */
    json_decref(again);
    free(text);
}

static size_t count(const char *text, char c)
{
    size_t found = 0;
    for (; *text; text++)
        found += *text == c;
    return found;
}

static void csv(void **state)
{
    (void)state;
    char *text = printed(report, "csv", true);
    has(text, "cell,abi,path,call,clock,context,state,reason,ns,ns_lo,");
    has(text, "\nlibc:time,x86_64,libc,time,,hot,skipped,alias of vdso,,");
    has(text, "\nvdso:getcpu,x86_64,vdso,getcpu,,hot,failed,\"it gave CPU 9, not 0\",,");
    assert_int_equal(count(text, '\n'), 8);
    has(text, ",page_faults,interrupted,samples,page-faults,minor-faults\n");
    assert_int_equal(count(text, ','), 8 * 38 + 1);
    free(text);
}

/* What a PMU counted of one cell, by hand, and an event beside it. */
static json_t *with_counters(void)
{
    json_t *copy = json_deep_copy(report);
    json_t *cell = json_array_get(json_object_get(copy, "cells"), 0);
    json_object_set_new(cell, "pmu",
                        json_pack("{s:f, s:f, s:i, s:i, s:f, s:f, s:n}", "cycles_user", 41.5,
                                  "cycles_kernel", 271.375, "instructions_user", 12,
                                  "instructions_kernel", 253, "ipc", 0.875, "ghz", 3.75,
                                  "cycles_per_tick"));
    json_object_set_new(cell, "events",
                        json_pack("{s:f, s:f, s:i, s:i, s:i}", "cycles:u", 41.5, "cycles:k",
                                  271.375, "instructions:u", 12, "instructions:k", 253, "a,b", 7));
    return copy;
}

static void counters_have_a_table_of_their_own(void **state)
{
    (void)state;
    json_t *document = with_counters();
    char *text = printed(document, "table", false);
    has(text, "instr:u  instr:k  cycles:u  cycles:k    IPC   GHz\n");
    has(text, "12      253     41.50     271.4  0.875  3.75\n");
    has(text, "  a,b 7\n");
    has(text, "GHz: those cycles by ns.");
    assert_null(strstr(text, "cycles:u 41.5"));
    assert_null(strstr(text, "cycles/tick"));
    free(text);
    text = printed(document, "markdown", false);
    has(text, "| cell | instr:u | instr:k | cycles:u | cycles:k | IPC | GHz |");
    has(text, "| 12 | 253 | 41.50 | 271.4 | 0.875 | 3.75 |");
    free(text);
    text = printed(document, "csv", false);
    has(text, ",page_faults,interrupted,samples,cycles_user,cycles_kernel,instructions_user,"
              "instructions_kernel,ipc,ghz,"
              "cycles_per_tick,\"a,b\"");
    has(text, ",41.5,271.375,12,253,0.875,3.75,,7");
    free(text);
    json_decref(document);
}

/* No column, no table and no word of a PMU where none counted. */
static void without_counters_there_is_no_hole(void **state)
{
    (void)state;
    static const char *const names[] = {"table", "markdown", "csv"};
    for (size_t i = 0; i < 3; i++) {
        char *text = printed(report, names[i], false);
        assert_null(strstr(text, "instr:u"));
        assert_null(strstr(text, "PMU"));
        assert_null(strstr(text, "cycles_per_tick"));
        free(text);
    }
}

static void markdown(void **state)
{
    (void)state;
    char *text = printed(report, "markdown", true);
    has(text, "| cell | ns | interval |");
    has(text, "|:---|---:|---:|");
    has(text, "\n| `vsyscall:time` | 300.0 |");
    has(text, "\n- `libc:time`: skipped: alias of vdso\n");
    free(text);
}

/* A document whose every string is the same hostile one. */
static json_t *hostile(const char *evil)
{
    json_t *bad = json_deep_copy(report), *c;
    size_t i;
    json_array_foreach(json_object_get(bad, "cells"), i, c) {
        static const char *const keys[] = {"cell", "reason", "call"};
        for (size_t k = 0; k < 3; k++)
            json_object_set_new(c, keys[k], json_string(evil));
        json_object_set_new(c, "events", json_object());
        json_object_set_new(json_object_get(c, "events"), evil, json_real(1e300));
    }
    static const char *const facts[] = {"cpu", "kernel", "hypervisor", "clocksource"};
    for (size_t k = 0; k < 4; k++)
        json_object_set_new(json_object_get(bad, "machine"), facts[k], json_string(evil));
    json_object_set_new(json_object_get(bad, "run"), "warnings", json_pack("[s]", evil));
    return bad;
}

static void no_control_reaches_the_terminal(void **state)
{
    (void)state;
    json_t *bad = hostile("\033]0;x\a\r\b\302\233\342\200\256\177\n`|<script>");
    for (size_t f = 0; report_formats[f]; f++) {
        char *text = printed(bad, report_formats[f]->name, false);
        for (const char *c = text; *c; c++)
            assert_true(*c == '\n' || (unsigned char)*c >= 0x20 ||
                        (*c == '\t' && report_formats[f] == &report_plain));
        assert_null(strstr(text, "\302\233"));
        assert_null(strstr(text, "\342\200\256"));
        free(text);
    }
    char *text = printed(bad, "markdown", false);
    has(text, "\n- **Warning**: ?");
    has(text, "?\\`\\|\\<script\\>\n");
    has(text, "'\\|<script>` |"); /* within code, and not able to end it */
    free(text);
    json_decref(bad);
}

/* Whatever the numbers are, a table's lines have an end, and no nan or inf. */
static void odd_numbers(void **state)
{
    (void)state;
    static const double odd[] = {0, -1, 1e-300, 1e300, 9.9999e6, 123456789};
    for (size_t o = 0; o < sizeof odd / sizeof *odd; o++) {
        json_t *bad = hostile("a_rather_long_name_of_a_cell_that_is_longer_than_most_of_them_are");
        json_t *c, *v;
        const char *key;
        size_t i;
        json_array_foreach(json_object_get(bad, "cells"), i, c) {
            json_object_set_new(c, "ratio_to_syscall", json_real(odd[o]));
            json_object_foreach(json_object_get(c, "ns"), key, v)
                json_real_set(v, odd[o]);
        }
        char *text = printed(bad, "table", false), *next = text;
        assert_null(strstr(text, "nan"));
        assert_null(strstr(text, "inf"));
        for (char *line; (line = strsep(&next, "\n"));)
            assert_true(strlen(line) <= 108);
        free(text);
        json_decref(bad);
    }
}

/* Nothing but the schema: what is absent is left out, not followed. */
static void bare_document(void **state)
{
    (void)state;
    json_t *bare = json_pack("{s:s}", "schema", "systoll.report/1");
    for (size_t f = 0; report_formats[f]; f++)
        free(printed(bare, report_formats[f]->name, true));
    json_decref(bare);
}

static void full_output(void **state)
{
    (void)state;
    for (size_t f = 0; report_formats[f]; f++) {
        FILE *full = fopen("/dev/full", "w");
        assert_non_null(full);
        assert_int_equal(report_formats[f]->print(report, full, (struct report_style){false, 100}),
                         -ENOSPC);
        fclose(full);
    }
}

/* The report with every interval that wide on either side and that share of blocks dropped. */
static char *noisy_table(double half, double dropped)
{
    json_t *copy = json_deep_copy(report), *cell;
    size_t i;
    json_array_foreach(json_object_get(copy, "cells"), i, cell) {
        json_t *ns = json_object_get(cell, "ns");
        double estimate = json_number_value(json_object_get(ns, "estimate"));
        if (json_is_object(ns)) {
            json_object_set_new(ns, "lo", json_real(estimate * (1 - half)));
            json_object_set_new(ns, "hi", json_real(estimate * (1 + half)));
        }
    }
    json_object_set_new(json_object_get(copy, "run"), "discarded", json_real(dropped));
    char *text = printed(copy, "table", false);
    json_decref(copy);
    return text;
}

static void a_noisy_run_says_so_above_its_table(void **state)
{
    (void)state;
    char *noisy = noisy_table(0.04, 0.12), *quiet = noisy_table(0.01, 0.12);
    has(noisy,
        "\nNoisy    the intervals are wide, half of them over +-4 %, because of this machine:");
    has(noisy, "12 % of the");
    assert_null(strstr(quiet, "Noisy"));
    free(noisy);
    free(quiet);
}

static void a_share_of_all_has_no_exponent(void **state)
{
    (void)state;
    char *text = noisy_table(0.01, 0.996);
    has(text, "100 % of blocks dropped");
    assert_null(strstr(text, "e+0"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_noisy_run_says_so_above_its_table),
        cmocka_unit_test(a_share_of_all_has_no_exponent),
        cmocka_unit_test(formats),
        cmocka_unit_test(table),
        cmocka_unit_test(json),
        cmocka_unit_test(csv),
        cmocka_unit_test(counters_have_a_table_of_their_own),
        cmocka_unit_test(without_counters_there_is_no_hole),
        cmocka_unit_test(markdown),
        cmocka_unit_test(no_control_reaches_the_terminal),
        cmocka_unit_test(odd_numbers),
        cmocka_unit_test(bare_document),
        cmocka_unit_test(full_output),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
