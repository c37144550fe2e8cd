/* SPDX-License-Identifier: MIT */
#include "count/rdpmc.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

enum { WIDTH = 48, COUNTERS = 8, CHANGES = 20000 };

static uint64_t counters[COUNTERS];

static uint64_t read_counter(uint32_t counter)
{
    assert_true(counter < COUNTERS);
    return __atomic_load_n(&counters[counter], __ATOMIC_RELAXED);
}

/* A page by hand: counter 2 holds 5, the kernel has 1000 from before. */
static struct perf_event_mmap_page page_by_hand(void)
{
    counters[2] = 5;
    return (struct perf_event_mmap_page){
        .cap_user_rdpmc = 1, .index = 3, .offset = 1000, .pmc_width = WIDTH};
}

static void offset_and_counter_are_added(void **state)
{
    struct perf_event_mmap_page page = page_by_hand();
    uint64_t value = 0;
    (void)state;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), 0);
    assert_int_equal(value, 1005);
}

/* The kernel starts a counter below 0, so that it overflows into an interrupt. */
static void the_counters_top_bit_is_its_sign(void **state)
{
    struct perf_event_mmap_page page = page_by_hand();
    uint64_t value = 0;
    (void)state;
    counters[2] = ((uint64_t)1 << WIDTH) - 600;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), 0);
    assert_int_equal(value, 400);
    counters[2] = ((uint64_t)1 << (WIDTH - 1)) - 1;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), 0);
    assert_int_equal(value, 1000 + ((uint64_t)1 << (WIDTH - 1)) - 1);
    counters[2] = 0xffff; /* bits above the width are not the counter's */
    page.pmc_width = 8;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), 0);
    assert_int_equal(value, 999);
    page.pmc_width = 64;
    counters[2] = UINT64_MAX;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), 0);
    assert_int_equal(value, 999);
}

static void what_may_not_be_read_is_not(void **state)
{
    struct perf_event_mmap_page page = page_by_hand();
    uint64_t value = 7;
    (void)state;
    page.cap_user_rdpmc = 0;
    page.index = COUNTERS + 1; /* reading would fail the test */
    assert_int_equal(rdpmc_read(&page, read_counter, &value), -EOPNOTSUPP);
    page = page_by_hand();
    page.index = 0;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), -EBUSY);
    page = page_by_hand();
    page.time_enabled = 10;
    page.time_running = 9;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), -EBUSY);
    page = page_by_hand();
    page.pmc_width = 0;
    assert_int_equal(rdpmc_read(&page, read_counter, &value), -EOPNOTSUPP);
    assert_int_equal(value, 7);
}

#define WRITE_ONCE(field, value) __atomic_store_n(&(field), (value), __ATOMIC_RELAXED)

static struct perf_event_mmap_page shared;
static bool begun, done;

/* As the kernel where an event moves to another counter (perf_event_update_userpage): what offset
 * and counter give together is always the number of the change, 0 or more. */
static void *change_page(void *unused)
{
    (void)unused;
    while (!__atomic_load_n(&begun, __ATOMIC_RELAXED))
        ;
    for (uint32_t i = 0; i < CHANGES; i++) {
        uint32_t counter = i % COUNTERS;
        uint64_t below = (uint64_t)i * 977;
        WRITE_ONCE(shared.lock, shared.lock + 1);
        __asm__ volatile("" ::: "memory");
        WRITE_ONCE(shared.index, counter + 1);
        WRITE_ONCE(counters[counter], (0 - below) & (((uint64_t)1 << WIDTH) - 1));
        WRITE_ONCE(shared.offset, (int64_t)(below + i));
        __asm__ volatile("" ::: "memory");
        WRITE_ONCE(shared.lock, shared.lock + 1);
        for (uint32_t rest = 0; rest < i % 64; rest++)
            __builtin_ia32_pause();
    }
    WRITE_ONCE(done, true);
    return NULL;
}

/* Gives the writer time in the midst of a look, on one CPU too. */
static uint64_t read_slowly(uint32_t counter)
{
    static unsigned reads;
    if (++reads % 4 == 0)
        sched_yield();
    return read_counter(counter);
}

/* A look that falls into a change gives nonsense, and is taken again. */
static void a_change_is_never_seen_half_way(void **state)
{
    pthread_t writer;
    uint64_t last = 0, value = 0;
    (void)state;
    shared = (struct perf_event_mmap_page){.cap_user_rdpmc = 1, .index = 1, .pmc_width = WIDTH};
    counters[0] = 0;
    begun = done = false;
    assert_int_equal(pthread_create(&writer, NULL, change_page, NULL), 0);
    WRITE_ONCE(begun, true);
    while (!__atomic_load_n(&done, __ATOMIC_RELAXED)) {
        assert_int_equal(rdpmc_read(&shared, read_slowly, &value), 0);
        assert_true(value >= last && value < CHANGES);
        last = value;
    }
    pthread_join(writer, NULL);
    assert_int_equal(rdpmc_read(&shared, read_counter, &value), 0);
    assert_int_equal(value, CHANGES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offset_and_counter_are_added),
        cmocka_unit_test(the_counters_top_bit_is_its_sign),
        cmocka_unit_test(what_may_not_be_read_is_not),
        cmocka_unit_test(a_change_is_never_seen_half_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
