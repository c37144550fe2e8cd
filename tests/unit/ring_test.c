/* SPDX-License-Identifier: MIT */
#include "watch/ring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { SIZE = 256, SAMPLE = 64, PAGE_TIME = 1 };

/* A buffer by hand, and what was taken out of it. */
static struct {
    struct perf_event_mmap_page page;
    unsigned char bytes[SIZE];
    struct page_call seen[16];
    size_t size;
    uint64_t lost;
} here;

static struct ring fresh(uint64_t at)
{
    memset(&here, 0, sizeof here);
    here.page.data_head = here.page.data_tail = at;
    return (struct ring){.page = &here.page, .bytes = here.bytes, .size = SIZE};
}

static void write_out(const void *record, size_t size)
{
    size_t at = here.page.data_head % SIZE, first = size < SIZE - at ? size : SIZE - at;
    memcpy(here.bytes + at, record, first);
    memcpy(here.bytes, (const unsigned char *)record + first, size - first);
    here.page.data_head += size;
}

static void write_sample(uint64_t ip, uint64_t top, uint64_t got)
{
    const uint64_t record[] = {PERF_RECORD_SAMPLE | (uint64_t)SAMPLE << 48, /* header */
                               42 | (uint64_t)43 << 32,                     /* pid, tid */
                               2,                                           /* 64-bit registers */
                               0x7ffc00001000,
                               ip,
                               8,
                               top,
                               got};
    assert_int_equal(sizeof record, SAMPLE);
    write_out(record, sizeof record);
}

static void see(const struct page_call *call, void *arg)
{
    assert_null(arg);
    assert_true(here.size < 16);
    here.seen[here.size++] = *call;
}

static void drain(struct ring *r)
{
    ring_drain(r, see, NULL, &here.lost);
    assert_int_equal(here.page.data_tail, here.page.data_head);
}

static void a_sample_says_who_calls_what_from_where(void **state)
{
    struct ring r = fresh(0);
    (void)state;
    write_sample(0xffffffffff600400, 0x401234, 8);
    write_sample(0xffffffffff600800, 0x401234, 0);
    write_sample(0xffffffffff600c00, 0x401234, 8); /* no entry */
    drain(&r);
    assert_int_equal(here.size, 2);
    assert_int_equal(here.seen[0].pid, 42);
    assert_int_equal(here.seen[0].call, PAGE_TIME);
    assert_int_equal(here.seen[0].address, 0x401234);
    assert_int_equal(here.seen[1].call, 2);
    assert_int_equal(here.seen[1].address, 0); /* its stack could not be read */
}

static void records_may_go_around_the_end(void **state)
{
    (void)state;
    for (uint64_t at = 0; at < SIZE; at += 8) {
        struct ring r = fresh(3 * SIZE + at);
        write_sample(0xffffffffff600000, at, 8);
        write_sample(0xffffffffff600400, at + 1, 8);
        drain(&r);
        assert_int_equal(here.size, 2);
        assert_int_equal(here.seen[0].address, at);
        assert_int_equal(here.seen[1].address, at + 1);
    }
}

static void lost_samples_are_added(void **state)
{
    const uint64_t lost[] = {PERF_RECORD_LOST | (uint64_t)24 << 48, 7, 1000};
    struct ring r = fresh(0);
    (void)state;
    write_out(lost, sizeof lost);
    write_sample(0xffffffffff600000, 1, 8);
    write_out(lost, sizeof lost);
    drain(&r);
    assert_int_equal(here.lost, 2000);
    assert_int_equal(here.size, 1);
}

static void what_no_kernel_writes_ends_it(void **state)
{
    uint64_t longer[] = {PERF_RECORD_SAMPLE | (uint64_t)4096 << 48, 0};
    uint64_t empty[] = {PERF_RECORD_SAMPLE, 0};
    struct ring r = fresh(0);
    (void)state;
    write_out(longer, sizeof longer);
    drain(&r);
    r = fresh(0);
    write_out(empty, sizeof empty);
    drain(&r);
    assert_int_equal(here.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sample_says_who_calls_what_from_where),
        cmocka_unit_test(records_may_go_around_the_end),
        cmocka_unit_test(lost_samples_are_added),
        cmocka_unit_test(what_no_kernel_writes_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
