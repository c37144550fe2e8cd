/* SPDX-License-Identifier: MIT */
#include "count/perf_set.h"

#include "fake_pmu.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { N = 1000 };

/* A set of events that count 1, 2, ... a call. */
static struct perf_set make_set(size_t size)
{
    struct perf_set set = {.pmu = &pmu_fake};
    for (size_t i = 0; i < size; i++) {
        struct perf_event_attr attr = {.type = PERF_TYPE_RAW, .config = i + 1};
        assert_int_equal(perf_set_add(&set, &attr), 0);
    }
    return set;
}

static void close_set(struct perf_set *set)
{
    perf_set_close(set);
    assert_int_equal(set->size, 0);
    assert_int_equal(fake.opened, 0);
    assert_int_equal(fake.maps, 0);
}

/* What a set of two gives, in values, by one way or the other. */
static int count(bool rdpmc, int64_t *values)
{
    struct perf_set set = make_set(2);
    if (rdpmc)
        assert_true(perf_set_use_rdpmc(&set));
    int error = perf_set_count(&set, &fake_work, N, values);
    close_set(&set);
    return error;
}

static void a_group_counts_what_the_work_does(void **state)
{
    int64_t values[2];
    (void)state;
    fake_reset();
    assert_int_equal(count(false, values), 0);
    assert_int_equal(values[0], N + FAKE_SWITCH);
    assert_int_equal(values[1], 2 * N + FAKE_SWITCH);
    assert_int_equal(fake.reads, 2);
}

static void rdpmc_reads_without_the_kernel(void **state)
{
    int64_t values[2];
    (void)state;
    fake_reset();
    fake.allows_rdpmc = true;
    assert_int_equal(count(true, values), 0);
    assert_int_equal(values[0], N);
    assert_int_equal(values[1], 2 * N);
    assert_int_equal(fake.reads, 0);
    assert_int_equal(fake.rdpmcs, 6);
}

/* By read() the value has 64 bits; a counter is started below 0 and goes through it. */
static void a_count_may_wrap(void **state)
{
    int64_t values[2];
    (void)state;
    fake_reset();
    fake.start = UINT64_MAX - N;
    assert_int_equal(count(false, values), 0);
    assert_int_equal(values[1], 2 * N + FAKE_SWITCH);
    fake_reset();
    fake.allows_rdpmc = true;
    fake.start = ((uint64_t)1 << FAKE_WIDTH) - N;
    assert_int_equal(count(true, values), 0);
    assert_int_equal(values[1], 2 * N);
}

static void what_was_not_counted_all_along_is_refused(void **state)
{
    static const struct {
        enum fake_fault fault;
        int error;
    } cases[] = {{FAKE_MULTIPLEXED, -EBUSY},
                 {FAKE_READS_NOTHING, -EBUSY},
                 {FAKE_READS_HALF, -EIO},
                 {FAKE_FORBIDDEN, -EACCES}};
    int64_t values[2];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int whole = 0; whole < 2; whole++) {
            fake_reset();
            fake.fault = cases[i].fault;
            fake.whole_reads = whole;
            assert_int_equal(count(false, values), cases[i].error);
        }
}

/* Leads the page through a loop: another CPU's counter, or none. */
static void (*move)(struct perf_event_mmap_page *page);

static uint64_t loop_moved(void *arg, uint64_t n)
{
    struct perf_event_mmap_page *page = arg;
    fake_loop(NULL, n);
    if (n)
        move(page);
    return n;
}

static void to_another_counter(struct perf_event_mmap_page *page)
{
    struct fake_event *from = &fake.events[page->index - 1], *to = &fake.events[1];
    page->lock++;
    page->offset = (int64_t)(fake.calls * from->attr.config + from->count - to->count);
    to->mark = fake.calls;
    page->index = 2;
    page->lock++;
}

static void off_its_counter(struct perf_event_mmap_page *page)
{
    page->lock += 2;
    page->index = 0;
}

static void shared_for_a_moment(struct perf_event_mmap_page *page)
{
    page->lock += 2;
    page->time_enabled = 5;
}

static int count_moved(void (*how)(struct perf_event_mmap_page *), int64_t *value)
{
    struct perf_set set = make_set(2);
    assert_true(perf_set_use_rdpmc(&set));
    set.size = 1; /* the other stands for the counter of another CPU */
    const struct work w = {.loop = loop_moved, .arg = set.page[0]};
    move = how;
    int error = perf_set_count(&set, &w, N, value);
    perf_set_close(&set);
    return error;
}

static void a_counter_may_change_on_the_way(void **state)
{
    int64_t value;
    (void)state;
    fake_reset();
    fake.allows_rdpmc = true;
    assert_int_equal(count_moved(to_another_counter, &value), 0);
    assert_int_equal(value, N);
}

static void a_counter_lost_on_the_way_is_refused(void **state)
{
    int64_t value;
    (void)state;
    fake_reset();
    fake.allows_rdpmc = true;
    assert_int_equal(count_moved(off_its_counter, &value), -EBUSY);
    fake_reset();
    fake.allows_rdpmc = true;
    assert_int_equal(count_moved(shared_for_a_moment, &value), -EBUSY);
}

static void without_leave_rdpmc_is_not_used(void **state)
{
    struct perf_set set;
    int64_t values[2];
    (void)state;
    fake_reset();
    set = make_set(2);
    assert_false(perf_set_use_rdpmc(&set));
    assert_int_equal(fake.maps, 0);
    assert_int_equal(fake.rdpmcs, 0);
    assert_int_equal(perf_set_count(&set, &fake_work, N, values), 0);
    assert_int_equal(values[0], N + FAKE_SWITCH);
    close_set(&set);
}

static void a_group_too_large_is_refused_whole(void **state)
{
    struct perf_set set;
    struct perf_event_attr attr = {.type = PERF_TYPE_RAW, .config = 9};
    int64_t values[COUNT_NAMES_MAX];
    (void)state;
    fake_reset();
    set = make_set(4);
    assert_int_equal(perf_set_add(&set, &attr), -EINVAL);
    assert_int_equal(set.size, 4);
    fake.held = 1;
    assert_int_equal(perf_set_count(&set, &fake_work, N, values), -EBUSY);
    close_set(&set);
}

static void a_full_set_takes_no_more(void **state)
{
    struct perf_set set;
    struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE};
    (void)state;
    fake_reset();
    fake.counters = FAKE_EVENTS;
    set = make_set(COUNT_NAMES_MAX);
    assert_int_equal(perf_set_add(&set, &attr), -E2BIG);
    close_set(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_counts_what_the_work_does),
        cmocka_unit_test(rdpmc_reads_without_the_kernel),
        cmocka_unit_test(a_count_may_wrap),
        cmocka_unit_test(what_was_not_counted_all_along_is_refused),
        cmocka_unit_test(a_counter_may_change_on_the_way),
        cmocka_unit_test(a_counter_lost_on_the_way_is_refused),
        cmocka_unit_test(without_leave_rdpmc_is_not_used),
        cmocka_unit_test(a_group_too_large_is_refused_whole),
        cmocka_unit_test(a_full_set_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
