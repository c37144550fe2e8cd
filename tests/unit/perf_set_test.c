/* SPDX-License-Identifier: MIT */
#include "perf_set.h"

#include "works.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* A set of one descriptor that reads what a perf event could read. */
static int count_of(const uint64_t *answer, size_t size, int64_t *value, size_t *bad)
{
    struct perf_set set = {.fd = {memfd_create("event", MFD_CLOEXEC)}, .size = 1};
    assert_true(set.fd[0] >= 0);
    assert_int_equal(write(set.fd[0], answer, size), size);
    lseek(set.fd[0], 0, SEEK_SET);
    int error = perf_set_count(&set, &work_empty, 1, value, bad);
    perf_set_close(&set);
    assert_int_equal(set.size, 0);
    return error;
}

static void a_count_is_taken_as_it_is(void **state)
{
    const uint64_t answer[] = {42, 1000, 1000};
    int64_t value;
    size_t bad;
    (void)state;
    assert_int_equal(count_of(answer, sizeof answer, &value, &bad), 0);
    assert_int_equal(value, 42);
}

static void a_shared_counter_is_refused_not_scaled(void **state)
{
    const uint64_t answer[] = {42, 1000, 999};
    int64_t value;
    size_t bad = 7;
    (void)state;
    assert_int_equal(count_of(answer, sizeof answer, &value, &bad), -EBUSY);
    assert_int_equal(bad, 0);
}

static void an_event_without_a_counter_reads_nothing(void **state)
{
    int64_t value;
    size_t bad = 7;
    (void)state;
    assert_int_equal(count_of(NULL, 0, &value, &bad), -EBUSY);
    assert_int_equal(bad, 0);
}

static void a_full_set_takes_no_more(void **state)
{
    struct perf_set set = {.size = COUNT_NAMES_MAX};
    struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE};
    (void)state;
    assert_int_equal(perf_set_add(&set, &attr), -E2BIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_count_is_taken_as_it_is),
        cmocka_unit_test(a_shared_counter_is_refused_not_scaled),
        cmocka_unit_test(an_event_without_a_counter_reads_nothing),
        cmocka_unit_test(a_full_set_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
