/* SPDX-License-Identifier: MIT */
#include "summary/summary.h"

#include "record/open.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One cell of 100 ticks, 50 ns, a call, by hand; what was counted goes between the lines. */
static const char manifest[] =
    "{'type':'manifest','schema':'systoll.record/1','machine':{'platform':{},'subject':{}},"
    "'run':{'timebase':'tsc','hz':2e9,'events':[{'event':'cycles:u','pass':0,'by':'rdpmc',"
    "'type':0,'config':'0x0','exclude_user':false,'exclude_kernel':true,'exclude_hv':true,"
    "'exclude_guest':true,'reason':null}]},'cells':[{'cell':'syscall:time','role':'cell',"
    "'abi':'x86_64','path':'syscall','call':'time','context':'hot','state':'measured'}]}\n";
static const char round_line[] = "{'type':'round','launch':0,'round':0,'cells':[0],'cpu':[1],"
                                 "'start':[5],'n':[10],'ticks':[1000],'flags':[0]}\n";

#define COUNTS(names, values)                                                                      \
    "{'type':'counts','kind':'events','by':'rdpmc','cell':0,'n':10,'names':[" names                \
    "],'per_call':[" values "]}\n"

static struct record record;

static json_t *summary_with(const char *counts)
{
    char text[4096], error[600];
    snprintf(text, sizeof text, "%s%s%s", manifest, counts, round_line);
    for (char *c = text; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    FILE *in = fmemopen(text, strlen(text), "r");
    assert_non_null(in);
    if (record_read_stream(in, "text", RECORD_SAMPLES, &record, error, sizeof error))
        fail_msg("%s", error);
    fclose(in);
    return summary_make(&record);
}

static const json_t *cell_of(const json_t *summary)
{
    return json_array_get(json_object_get(summary, "cells"), 0);
}

static void assert_number(const json_t *object, const char *key, double expected)
{
    const json_t *v = json_object_get(object, key);
    if (isnan(expected))
        assert_true(json_is_null(v));
    else if (!json_is_number(v) || fabs(json_number_value(v) - expected) > 1e-9)
        fail_msg("%s is %g, not %g", key, json_number_value(v), expected);
}

static void counters_of_several_passes_are_put_together(void **state)
{
    (void)state;
    json_t *summary = summary_with(COUNTS("'cycles:u','cycles:k'", "30,170")
                                       COUNTS("'instructions:u','instructions:k'", "9,231"));
    const json_t *pmu = json_object_get(cell_of(summary), "pmu");
    assert_number(pmu, "cycles_user", 30);
    assert_number(pmu, "cycles_kernel", 170);
    assert_number(pmu, "instructions_user", 9);
    assert_number(pmu, "instructions_kernel", 231);
    assert_number(pmu, "ipc", 1.2);
    assert_number(pmu, "ghz", 4);
    assert_number(pmu, "cycles_per_tick", 2);
    assert_int_equal(json_object_size(json_object_get(cell_of(summary), "events")), 4);
    const json_t *run = json_object_get(summary, "run");
    assert_int_equal(json_array_size(json_object_get(run, "events")), 1);
    json_decref(summary);
    record_free(&record);
}

static void what_was_not_counted_is_null(void **state)
{
    (void)state;
    json_t *summary = summary_with(COUNTS("'instructions:u','instructions:k'", "9,null"));
    const json_t *pmu = json_object_get(cell_of(summary), "pmu");
    assert_number(pmu, "instructions_user", 9);
    assert_number(pmu, "instructions_kernel", NAN);
    assert_number(pmu, "cycles_user", NAN);
    assert_number(pmu, "ipc", NAN);
    assert_number(pmu, "ghz", NAN);
    json_decref(summary);
    record_free(&record);
}

static void without_a_pmu_there_is_no_member(void **state)
{
    (void)state;
    json_t *summary = summary_with(COUNTS("'page-faults'", "1"));
    assert_null(json_object_get(cell_of(summary), "pmu"));
    json_decref(summary);
    record_free(&record);
}

#define LAUNCH(switches, smis, mperf)                                                              \
    "{'type':'launch','launch':0,'context_switches':" switches ",'migrations':0,"                  \
    "'minor_faults':100,'major_faults':0,'smis':" smis                                             \
    ",'throttles':null,'aperf':300,'mperf':" mperf "}\n"

/* Sums over launches; what one launch does not know is unknown of all. */
static void launches_are_summed(void **state)
{
    (void)state;
    json_t *summary = summary_with(LAUNCH("3", "1", "200") LAUNCH("4", "null", "100"));
    const json_t *all = json_object_get(json_object_get(summary, "run"), "interference");
    assert_number(all, "context_switches", 7);
    assert_number(all, "minor_faults", 200);
    assert_number(all, "smis", NAN);
    assert_number(all, "throttles", NAN);
    assert_number(all, "aperf_mperf", 2);
    json_decref(summary);
    record_free(&record);
    summary = summary_with("");
    assert_null(json_object_get(json_object_get(summary, "run"), "interference"));
    json_decref(summary);
    record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counters_of_several_passes_are_put_together),
        cmocka_unit_test(what_was_not_counted_is_null),
        cmocka_unit_test(without_a_pmu_there_is_no_member),
        cmocka_unit_test(launches_are_summed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
