/* SPDX-License-Identifier: MIT */
#include "count/event_sets.h"
#include "count/events_plan.h"
#include "count/perf_set.h"
#include "matrix/loops.h"
#include "matrix/work_names.h"
#include "run/counter_check.h"
#include "stepped.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Against the PMU of this machine. Without one all of it is skipped, and says why. */

enum { N = 20000, TRIES = 15 };

static const char *const names[] = {"cycles:u", "cycles:k", "instructions:u", "instructions:k"};

static struct perf_set open_set(void)
{
    struct perf_set set = {.pmu = &pmu_kernel};
    for (size_t i = 0; i < 4; i++) {
        struct event e;
        event_make(&e, names[i]);
        assert_int_equal(perf_set_add(&set, &e.attr), 0);
    }
    return set;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The median over n against 2n, per call. */
static void count(const struct perf_set *set, const struct work *w, double *per_call)
{
    double seen[4][TRIES];
    for (size_t t = 0; t < TRIES; t++) {
        int64_t one[4], two[4];
        assert_int_equal(perf_set_count(set, w, N, one), 0);
        assert_int_equal(perf_set_count(set, w, 2 * N, two), 0);
        for (size_t i = 0; i < 4; i++)
            seen[i][t] = (double)(two[i] - one[i]) / (double)N;
    }
    for (size_t i = 0; i < 4; i++) {
        qsort(seen[i], TRIES, sizeof seen[i][0], by_value);
        per_call[i] = seen[i][TRIES / 2];
    }
}

static void both_ways_of_reading_agree(void **state)
{
    const char *reason;
    const struct work *call = work_find("syscall:getppid", &reason);
    struct perf_set set = open_set();
    double by_read[4], by_rdpmc[4];
    (void)state;
    assert_non_null(call);
    count(&set, call, by_read);
    if (!perf_set_use_rdpmc(&set)) {
        print_message("skip: the kernel does not let RDPMC read these counters\n");
        perf_set_close(&set);
        skip();
    }
    count(&set, call, by_rdpmc);
    perf_set_close(&set);
    assert_true(by_read[2] == by_rdpmc[2]);
    assert_true(fabs(by_read[3] / by_rdpmc[3] - 1) < 0.02);
    assert_true(fabs(by_read[0] + by_read[1] - by_rdpmc[0] - by_rdpmc[1]) < 0.05 * by_read[1]);
}

/* Five of control:ret's instructions are the call's, two the loop's (docs/reading-the-numbers.md).
 */
static void the_controls_instructions_are_known(void **state)
{
    const char *reason;
    const struct work *control = work_find(WORK_CONTROL, &reason);
    struct perf_set set = open_set();
    double got[4];
    (void)state;
    perf_set_use_rdpmc(&set);
    count(&set, control, got);
    perf_set_close(&set);
    assert_true(got[2] == 5 + LOOP_TURN);
    assert_true(fabs(got[3]) < 0.01);
}

/* Two instructions may be off by an event's skid. In a guest the same steps agree with what icount
 * says of the same image (tests/guest/gate.sh). */
static void instructions_of_the_vdso_are_those_stepped_through(void **state)
{
    static const char *const cells[] = {"vdso:time", "vdso:getcpu", "vdso:gettimeofday",
                                        "vdso:clock_gettime:monotonic",
                                        "vdso:clock_gettime:realtime_coarse"};
    struct perf_set set = open_set();
    (void)state;
    perf_set_use_rdpmc(&set);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const char *reason;
        const struct work *call = work_find(cells[i], &reason);
        double got[4];
        if (!call) {
            print_message("skip: %s: %s\n", cells[i], reason);
            continue;
        }
        count(&set, call, got);
        long stepped = stepped_call(call);
        assert_true(stepped > 0);
        double counted = got[2] - (double)LOOP_TURN;
        if (fabs(counted - (double)stepped) > 2)
            fail_msg("%s: %g counted, %ld stepped through", cells[i], counted, stepped);
    }
    perf_set_close(&set);
}

static void the_default_events_pass_their_own_test(void **state)
{
    struct event events[SET_EVENTS];
    struct counter_found found[SET_EVENTS];
    size_t size = event_set_make(&pmu_kernel, event_set_by_name("default"), events);
    (void)state;
    counters_settle(events, size, found);
    for (size_t i = 0; i < size; i++)
        if (*events[i].why)
            fail_msg("%s", events[i].why);
}

/* More events than any hardware counts at once still come out, in more passes. */
static void too_many_events_take_more_passes(void **state)
{
    struct event events[24];
    int last = 0;
    (void)state;
    for (size_t i = 0; i < 24; i++)
        event_make(&events[i], i % 2 ? "branch-misses:u" : "branch-instructions:u");
    events_plan(&pmu_kernel, events, 24);
    for (size_t i = 0; i < 24; i++) {
        assert_string_equal(events[i].why, "");
        last = events[i].pass > last ? events[i].pass : last;
    }
    assert_true(last > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_of_reading_agree),
        cmocka_unit_test(the_controls_instructions_are_known),
        cmocka_unit_test(instructions_of_the_vdso_are_those_stepped_through),
        cmocka_unit_test(the_default_events_pass_their_own_test),
        cmocka_unit_test(too_many_events_take_more_passes),
    };
    for (size_t i = 0; i < 4; i++) {
        struct event e;
        event_open(&pmu_kernel, &e, names[i]);
        if (!*e.why)
            continue;
        printf("skip: %s\n", e.why);
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
