/* SPDX-License-Identifier: MIT */
#include "measure/single.h"

#include "measure/timebase.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { SPINS = 100000 };

static struct {
    unsigned cleared, calls, empties;
    int clean; /* cleared, and not called since */
    int read;  /* the kernel's clock was read while it was */
} seen;

static void clear(void *arg)
{
    (void)arg;
    seen.cleared++;
    seen.clean = 1;
}

static uint64_t call(void *arg, uint64_t n)
{
    (void)arg;
    assert_true(seen.clean && n <= 1);
    seen.clean = 0;
    seen.calls += n == 1;
    seen.empties += n == 0;
    for (uint64_t i = 0; i < n * SPINS; i++)
        __asm__ volatile("");
    return n;
}

static const struct work work = {.loop = call, .clear = clear};

static uint64_t take(uint64_t n)
{
    struct timebase tb;
    seen.cleared = seen.calls = seen.empties = 0;
    assert_true(timebase_by_name("tsc", &tb));
    return single_ticks(&tb, &work, n);
}

static void each_call_is_cleared_for(void **state)
{
    (void)state;
    assert_true(take(5) > 0);
    assert_int_equal(seen.calls, 5);
    assert_int_equal(seen.empties, 5);
    assert_int_equal(seen.cleared, 10);
}

/* A kernel's clock that goes a thousand times slower than the TSC. */
static int read_slow_clock(int id, struct timespec *t)
{
    struct timebase tsc;
    assert_true(timebase_by_name("tsc", &tsc));
    uint64_t ns = timebase_stop(&tsc).ticks / 1000;
    (void)id;
    seen.read |= seen.clean;
    *t = (struct timespec){(time_t)(ns / 1000000000u), (long)(ns % 1000000000u)};
    return 0;
}

static void the_kernels_clock_is_not_read_before_a_cold_call(void **state)
{
    (void)state;
    struct timebase raw;
    uint64_t tsc = take(5);
    assert_true(timebase_by_name("raw", &raw));
    raw.vdso = read_slow_clock;
    seen.clean = seen.read = 0;
    uint64_t slow = single_ticks(&raw, &work, 5);
    assert_false(seen.read);
    assert_in_range(slow, 1, tsc / 100);
}

/* What is not made is taken as what was. */
static void no_more_than_there_is_room_for(void **state)
{
    (void)state;
    uint64_t most = take(SINGLE_MOST), more = take(4 * SINGLE_MOST);
    assert_int_equal(seen.calls, SINGLE_MOST);
    assert_true(more > 2 * most);
    assert_int_equal(take(0), 0);
    assert_int_equal(seen.cleared, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_call_is_cleared_for),
        cmocka_unit_test(the_kernels_clock_is_not_read_before_a_cold_call),
        cmocka_unit_test(no_more_than_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
