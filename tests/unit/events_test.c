/* SPDX-License-Identifier: MIT */
#include "count/events.h"

#include "count/events_plan.h"
#include "fake_pmu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { MOST = 12 };

static struct event events[MOST];

/* A letter for each event: h hardware, s software, r refused before. */
static size_t make_events(const char *kinds)
{
    size_t size = strlen(kinds);
    for (size_t i = 0; i < size; i++) {
        events[i] = (struct event){.name = "some-event", .pass = -1};
        events[i].attr.type = kinds[i] == 's' ? PERF_TYPE_SOFTWARE : PERF_TYPE_RAW;
        events[i].attr.config = i + 1;
        if (kinds[i] == 'r')
            strcpy(events[i].why, "unknown");
    }
    return size;
}

/* The passes as digits, - where an event is refused; nothing may stay open. */
static const char *passes_of(const char *kinds)
{
    static char text[MOST + 1];
    size_t size = make_events(kinds);
    events_plan(&pmu_fake, events, size);
    for (size_t i = 0; i < size; i++)
        text[i] = *events[i].why ? '-' : (char)('0' + events[i].pass);
    text[size] = '\0';
    assert_int_equal(fake.opened, 0);
    assert_int_equal(fake.maps, 0);
    return text;
}

static void as_many_as_fit_count_together(void **state)
{
    (void)state;
    fake_reset();
    assert_string_equal(passes_of(""), "");
    assert_string_equal(passes_of("h"), "0");
    assert_string_equal(passes_of("hhhh"), "0000");
    assert_string_equal(passes_of("hhhhh"), "00001");
    fake_reset();
    assert_string_equal(passes_of("hhhhhhhhh"), "000011112");
}

/* The watchdog's counter is none of the group's: known when it runs, not when it is opened. */
static void counters_held_by_others_make_passes_smaller(void **state)
{
    (void)state;
    fake_reset();
    fake.held = 1;
    assert_string_equal(passes_of("hhhh"), "0001");
    fake_reset();
    fake.held = 4;
    assert_string_equal(passes_of("hsh"), "-0-");
    assert_non_null(strstr(events[0].why, "no hardware counter is free"));
}

static void software_events_have_passes_of_their_own(void **state)
{
    (void)state;
    fake_reset();
    fake.allows_rdpmc = true;
    assert_string_equal(passes_of("hhsshh"), "001122");
    assert_true(events[0].rdpmc && events[1].rdpmc && events[4].rdpmc);
    assert_false(events[2].rdpmc || events[3].rdpmc);
    fake_reset();
    assert_string_equal(passes_of("hh"), "00");
    assert_false(events[0].rdpmc || events[1].rdpmc);
}

static void what_can_not_be_opened_is_refused_and_the_rest_goes_on(void **state)
{
    (void)state;
    fake_reset();
    assert_string_equal(passes_of("hrh"), "0-0");
    assert_string_equal(events[1].why, "unknown");
    fake_reset();
    fake.open_error = -ENOENT;
    assert_string_equal(passes_of("hh"), "--");
    assert_non_null(strstr(events[1].why, "'some-event'"));
    fake_reset();
    fake.open_error = -EMFILE;
    assert_string_equal(passes_of("s"), "-");
    assert_non_null(strstr(events[0].why, strerror(EMFILE)));
}

static void permission_lost_on_the_way_is_said(void **state)
{
    (void)state;
    fake_reset();
    fake.fault = FAKE_FORBIDDEN;
    fake.whole_reads = 3; /* the first event's two, the second's first */
    assert_string_equal(passes_of("hh"), "0-");
}

static void modes_are_chosen_on_purpose(void **state)
{
    static const struct {
        const char *name;
        bool no_user, no_kernel;
    } cases[] = {{"instructions:u", false, true},
                 {"instructions:k", true, false},
                 {"instructions", false, false},
                 {"page-faults:u", false, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct event e;
        event_make(&e, cases[i].name);
        assert_string_equal(e.why, "");
        assert_true(e.attr.exclude_user == cases[i].no_user);
        assert_true(e.attr.exclude_kernel == cases[i].no_kernel);
        assert_true(e.attr.exclude_hv && e.attr.exclude_guest && !e.attr.exclude_host);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_as_fit_count_together),
        cmocka_unit_test(counters_held_by_others_make_passes_smaller),
        cmocka_unit_test(software_events_have_passes_of_their_own),
        cmocka_unit_test(what_can_not_be_opened_is_refused_and_the_rest_goes_on),
        cmocka_unit_test(permission_lost_on_the_way_is_said),
        cmocka_unit_test(modes_are_chosen_on_purpose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
