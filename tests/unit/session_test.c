/* SPDX-License-Identifier: MIT */
#include "run/choose_events.h"
#include "run/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { SECOND = 1000000000 };

static uint64_t added_ns;

/* The raw clock, set forward by so much. */
static int leaping(int id, struct timespec *t)
{
    int error = clock_gettime(id, t);
    t->tv_sec += (time_t)(added_ns / SECOND);
    return error;
}

static const char *warning(const struct session *s, size_t i)
{
    const char *text = json_string_value(json_array_get(s->log.warnings, i));
    return text ? text : "";
}

static struct session begin(void)
{
    struct session s = {.log = {.warnings = json_array()}, .plan = {.hz = SECOND}};
    added_ns = 0;
    assert_true(timebase_by_name("raw", &s.plan.timebase));
    timebase_read_by(&s.plan.timebase, leaping);
    s.readings.begin = timebase_point(&s.plan.timebase);
    s.readings.begin.ticks -= SECOND;
    s.readings.begin.raw_ns -= SECOND;
    s.readings.begin.monotonic_ns -= SECOND;
    return s;
}

static void clocks_that_agree_are_not_warned_about(void **state)
{
    struct session s = begin();
    (void)state;
    struct timebase_point end = timebase_point(&s.plan.timebase);
    readings_warn_of_clock(&s.readings, s.plan.hz, &end, &s.log);
    assert_int_equal(json_array_size(s.log.warnings), 0);
    json_decref(s.log.warnings);
}

static void a_leap_of_the_raw_clock_is_said(void **state)
{
    struct session s = begin();
    (void)state;
    added_ns = 10ull * SECOND;
    struct timebase_point end = timebase_point(&s.plan.timebase);
    readings_warn_of_clock(&s.readings, s.plan.hz, &end, &s.log);
    assert_int_equal(json_array_size(s.log.warnings), 1);
    assert_non_null(
        strstr(warning(&s, 0), "the clock leapt: CLOCK_MONOTONIC_RAW advanced by 11 s"));
    assert_non_null(strstr(warning(&s, 0), "CLOCK_MONOTONIC by 1 s"));
    json_decref(s.log.warnings);
}

static void another_frequency_than_at_first_is_said(void **state)
{
    struct session s = begin();
    (void)state;
    s.plan.hz = 1.05 * (double)SECOND;
    struct timebase_point end = timebase_point(&s.plan.timebase);
    readings_warn_of_clock(&s.readings, s.plan.hz, &end, &s.log);
    assert_int_equal(json_array_size(s.log.warnings), 1);
    assert_non_null(strstr(warning(&s, 0), "the clock leapt: the TSC ran at 1050.0 MHz at first"));
    json_decref(s.log.warnings);
}

static void no_bytes_lose_a_warning(void **state)
{
    struct session s = {.log = {.warnings = json_array()}};
    (void)state;
    log_warn(&s.log, "%s was replaced", "/tmp/own\xff\xc3");
    log_warn(&s.log, "%s", "gr\xc3\xbc\xc3\x9f");
    assert_int_equal(json_array_size(s.log.warnings), 2);
    assert_string_equal(warning(&s, 0), "/tmp/own?? was replaced");
    assert_string_equal(warning(&s, 1), "gr\xc3\xbc\xc3\x9f");
    json_decref(s.log.warnings);
}

/* An event of a set that finds no place is not dropped in silence. */
static void events_beyond_the_most_are_said(void **state)
{
    struct chosen_events e = {.size = RUN_EVENTS};
    struct session s = {.log = {.warnings = json_array()}};
    (void)state;
    for (size_t i = 0; i < RUN_EVENTS; i++) {
        snprintf(e.data[i].name, sizeof e.data[i].name, "no-such-%zu", i);
        snprintf(e.data[i].why, sizeof e.data[i].why, "there is none");
    }
    e.sets[e.sets_size++] = event_set_by_name("default");
    choose_events(&e, &s.log);
    assert_int_equal(e.size, RUN_EVENTS);
    assert_non_null(strstr(warning(&s, 0), "of event set default is not counted: at most 48"));
    json_decref(s.log.warnings);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_that_agree_are_not_warned_about),
        cmocka_unit_test(a_leap_of_the_raw_clock_is_said),
        cmocka_unit_test(another_frequency_than_at_first_is_said),
        cmocka_unit_test(no_bytes_lose_a_warning),
        cmocka_unit_test(events_beyond_the_most_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
