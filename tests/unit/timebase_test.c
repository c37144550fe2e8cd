/* SPDX-License-Identifier: MIT */
#include "measure/timebase.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { STEPS = 2000 };

static void names_go_both_ways(void **state)
{
    (void)state;
    for (int kind = TIMEBASE_TSC; kind <= TIMEBASE_ICOUNT; kind++) {
        struct timebase tb = {.quantum = 7};
        assert_true(timebase_by_name(timebase_name((enum timebase_kind)kind), &tb));
        assert_int_equal(tb.kind, kind);
        assert_int_equal(tb.quantum, 1);
        assert_null(tb.reason);
    }
    struct timebase tb = {.quantum = 7};
    assert_false(timebase_by_name("ts", &tb));
    assert_false(timebase_by_name("", &tb));
    assert_int_equal(tb.quantum, 7);
}

/* The kernel drops a TSC that it found unstable from the list. */
static void the_kernel_is_asked(void **state)
{
    (void)state;
    bool invariant = timebase_choose(NULL).kind == TIMEBASE_TSC;
    static const char *const without[] = {"", "hpet acpi_pm", "tsc-early hpet", "xtsc", "tscx"};
    static const char *const with[] = {"tsc", "kvm-clock tsc acpi_pm", "tsc-early tsc\n"};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        struct timebase tb = timebase_choose(without[i]);
        assert_int_equal(tb.kind, TIMEBASE_RAW);
        assert_non_null(tb.reason);
    }
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        struct timebase tb = timebase_choose(with[i]);
        assert_int_equal(tb.kind, invariant ? TIMEBASE_TSC : TIMEBASE_RAW);
        assert_true(!tb.reason == invariant);
        assert_int_equal(tb.quantum, 1);
    }
}

static void check_stamps(struct timebase tb)
{
    for (int i = 0; i < STEPS; i++) {
        struct stamp a = timebase_start(&tb), b = timebase_stop(&tb);
        if (a.cpu == b.cpu)
            assert_true(a.ticks <= b.ticks);
        assert_true((a.cpu == STAMP_NO_CPU) == (tb.kind == TIMEBASE_RAW || !tb.rdtscp));
        assert_true((b.cpu == STAMP_NO_CPU) == (a.cpu == STAMP_NO_CPU));
    }
}

static void stamps_are_in_order(void **state)
{
    (void)state;
    struct timebase tb;
    timebase_by_name("tsc", &tb);
    check_stamps(tb);
    tb.rdtscp = false;
    check_stamps(tb);
    timebase_by_name("raw", &tb);
    check_stamps(tb);
}

static void the_quantum_divides_every_step(void **state)
{
    struct timebase tb;
    (void)state;
    timebase_by_name("tsc", &tb);
    timebase_measure_quantum(&tb);
    assert_true(tb.quantum >= 1);
    uint64_t last = timebase_stop(&tb).ticks;
    for (int i = 0; i < STEPS && tb.quantum; i++) {
        uint64_t now = timebase_stop(&tb).ticks;
        assert_int_equal((now - last) % tb.quantum, 0);
        last = now;
    }
}

static uint64_t quantum_of(const uint64_t *stamps, size_t size)
{
    struct timebase_steps s = {0};
    for (size_t i = 0; i < size; i++)
        timebase_steps_add(&s, stamps[i]);
    return timebase_steps_quantum(&s);
}

#define QUANTUM_OF(...)                                                                            \
    quantum_of((const uint64_t[]){__VA_ARGS__}, sizeof((uint64_t[]){__VA_ARGS__}) / 8)

/* A clock in steps of a tick: its steps differ by the rounding to nanoseconds. */
static void a_coarse_clock_is_seen(void **state)
{
    (void)state;
    assert_int_equal(QUANTUM_OF(5), 1);
    assert_int_equal(QUANTUM_OF(100, 126, 204, 230), 26);
    assert_int_equal(QUANTUM_OF(100, 170, 239, 309), 1);
    assert_int_equal(QUANTUM_OF(1, 1, 1, 4000001, 4000001, 8000000, 8000000), 3999999);
    assert_int_equal(QUANTUM_OF(7, 7, 7), 1);
}

static int stopped_clock(int id, struct timespec *t)
{
    (void)id;
    *t = (struct timespec){.tv_sec = 1};
    return 0;
}

static void a_clock_that_stands_still_is_not_waited_for(void **state)
{
    struct timebase tb;
    struct timebase_point begin, now;
    (void)state;
    assert_true(timebase_by_name("raw", &tb));
    begin = timebase_point(&tb);
    assert_int_equal(timebase_await(&tb, begin, 1000000, &now), 0);
    assert_true(now.raw_ns >= begin.raw_ns + 1000000);
    timebase_read_by(&tb, stopped_clock);
    timebase_measure_quantum(&tb);
    assert_int_equal(tb.quantum, 1);
    assert_int_equal(timebase_await(&tb, timebase_point(&tb), 1000000, &now), -ETIME);
    assert_non_null(strstr(timebase_error(-ETIME), "stands still"));
}

static void points_advance_on_both_clocks(void **state)
{
    static const char *const kinds[] = {"tsc", "raw"};
    struct timebase tb;
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        timebase_by_name(kinds[i], &tb);
        struct timebase_point a = timebase_point(&tb), b = timebase_point(&tb);
        assert_true(a.ticks < b.ticks);
        assert_true(a.raw_ns < b.raw_ns);
    }
}

static void frequency_is_ticks_over_time(void **state)
{
    struct timebase_point a = {.ticks = 1000, .raw_ns = 5000};
    struct timebase_point b = {.ticks = 1000 + 26, .raw_ns = 5000 + 1000000 - 1};
    (void)state;
    assert_true(timebase_hz(a, b) == 0);
    assert_true(timebase_hz(b, a) == 0);
    b = (struct timebase_point){.ticks = 1000 + 2596096, .raw_ns = 5000 + 1000000};
    assert_true(timebase_hz(a, b) == 2596096000.0);
}

static void blocks_are_long_enough_for_both(void **state)
{
    struct timebase tb = {.quantum = 1};
    (void)state;
    assert_int_equal(timebase_min_block(&tb, 1e9), 100000);
    tb.quantum = 500;
    assert_int_equal(timebase_min_block(&tb, 1e9), 100000);
    tb.quantum = 26000;
    assert_int_equal(timebase_min_block(&tb, 1e9), 200 * 26000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(the_kernel_is_asked),
        cmocka_unit_test(stamps_are_in_order),
        cmocka_unit_test(the_quantum_divides_every_step),
        cmocka_unit_test(a_coarse_clock_is_seen),
        cmocka_unit_test(a_clock_that_stands_still_is_not_waited_for),
        cmocka_unit_test(points_advance_on_both_clocks),
        cmocka_unit_test(frequency_is_ticks_over_time),
        cmocka_unit_test(blocks_are_long_enough_for_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
