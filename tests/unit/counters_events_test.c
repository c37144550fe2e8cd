/* SPDX-License-Identifier: MIT */
#include "count/counters.h"

#include "count/events_counter.h"
#include "count/pfm_names.h"
#include "works.h"

#include <math.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { PAGES = 64, ALL_PAGES = 2 * PAGES }; /* n against 2n */

/* Touches n pages that nobody has touched before; no shadow of a sanitizer's, which would be new
 * too.
 */
__attribute__((no_sanitize_address)) static uint64_t loop_touch(void *arg, uint64_t n)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    volatile char *memory = *(char **)arg;
    for (uint64_t i = 0; i < n; i++)
        memory[i * page] = 1;
    return n;
}

static void prepare_pages(void *arg)
{
    size_t size = ALL_PAGES * (size_t)sysconf(_SC_PAGESIZE);
    void **memory = arg;
    if (*memory)
        munmap(*memory, size);
    *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    madvise(*memory, size, MADV_NOHUGEPAGE);
}

static uint64_t loop_sleep(void *arg, uint64_t n)
{
    (void)arg;
    for (uint64_t i = 0; i < n; i++)
        usleep(1000);
    return n;
}

static void *memory;
static const struct work work_touch = {
    .loop = loop_touch, .prepare = prepare_pages, .arg = &memory};
static const struct work work_sleep = {.loop = loop_sleep};

static void skip_without(const char *event)
{
    const char *reason = counter_event_check(event);
    if (!reason)
        return;
    print_message("skipped: %s\n", reason);
    skip();
}

static void fresh_pages_fault_once_each(void **state)
{
    const char *const names[] = {"page-faults:u", "perf::PAGE-FAULTS:u", "minor-faults:u"};
    double got[3];
    (void)state;
    skip_without(names[0]);
    assert_null(count_per_call(&counter_events, &work_touch, PAGES, names, 3, got));
    for (size_t i = 0; i < 3; i++)
        assert_true(got[i] == 1);
}

/* The kernel's half of a user's page faults is none. */
static void modifiers_are_obeyed(void **state)
{
    const char *const names[] = {"page-faults:k", "page-faults:u:k", "page-faults"};
    double got[3];
    (void)state;
    skip_without(names[0]);
    assert_null(count_per_call(&counter_events, &work_touch, PAGES, names, 3, got));
    assert_true(got[0] == 0);
    assert_true(got[1] == 1);
    assert_true(got[2] == 1);
}

static void a_sleep_is_a_context_switch(void **state)
{
    const char *const names[] = {"context-switches", "task-clock"};
    int64_t sleeping[2], awake[2];
    (void)state;
    skip_without(names[0]);
    assert_null(counter_events.count(&work_sleep, 20, names, 2, sleeping));
    assert_null(counter_events.count(&work_empty, 20, names, 2, awake));
    assert_true(sleeping[0] >= 20);
    assert_true(awake[0] < 20);
    assert_true(sleeping[1] > awake[1] && awake[1] > 0);
}

static void assert_says(const char *event, const char *words)
{
    const char *reason = counter_event_check(event);
    assert_non_null(reason);
    if (!strstr(reason, words))
        fail_msg("'%s' lacks '%s'", reason, words);
}

static void a_wrong_name_gets_the_nearest(void **state)
{
    (void)state;
    assert_says("page-fautls", "did you mean page-faults?");
    assert_says("perf::context-switch:u", "did you mean context-switches?");
    assert_says("zzzzzzzzzzzzzzzzzzzzzzzzzzzz", "there is no event");
    assert_says("", "there is no event");
    assert_says("page-faults:z", "invalid event attribute");
    assert_says("page-faults:period=3", "only counts");
}

/* With debugfs mounted libpfm4 knows it, without it tracefs has its number, for root at least. */
static void a_tracepoint_is_counted_exactly(void **state)
{
    const char *const names[] = {"raw_syscalls:sys_enter", "raw_syscalls:sys_enter:k"};
    double got[2];
    (void)state;
    if (geteuid() != 0)
        skip();
    skip_without(names[0]);
    assert_null(count_per_call(&counter_events, &work_syscall, 1000, names, 2, got));
    assert_true(got[0] == 1 && got[1] == 1);
    assert_null(count_per_call(&counter_events, &work_empty, 1000, names, 2, got));
    assert_true(got[0] == 0);
    counters_release();
}

/* exclude_kernel makes a tracepoint count 0 without a word. */
static void a_tracepoint_that_would_count_nothing_is_refused(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_says("raw_syscalls:sys_enter:u", "is in the kernel");
    assert_says("sched:../sched/sched_switch", "there is no event");
    assert_says("sched:sched_swich", "there is no event");
}

static void a_wrong_name_fails_the_count(void **state)
{
    const char *const names[] = {"page-faults:u", "page-fautls"};
    int64_t values[2];
    (void)state;
    const char *reason = counter_events.count(&work_empty, 1, names, 2, values);
    assert_non_null(reason);
}

/* More counters than any hardware has: refused, never scaled. Without a PMU the reason says so. */
static void hardware_that_is_not_there_is_a_reason(void **state)
{
    const char *names[COUNT_NAMES_MAX];
    int64_t values[COUNT_NAMES_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT_NAMES_MAX; i++)
        names[i] = "branch-misses:u";
    const char *reason = counter_events.count(&work_empty, 1000, names, COUNT_NAMES_MAX, values);
    assert_non_null(reason);
    assert_non_null(strstr(reason, "branch-misses"));
    assert_true(strstr(reason, "PMU") || strstr(reason, "fewer") || strstr(reason, "permitted"));
}

struct seen {
    size_t size;
    bool page_faults;
};

static void see(const char *name, const char *description, void *arg)
{
    struct seen *seen = arg;
    seen->size++;
    assert_non_null(strstr(name, "::"));
    assert_true(*description);
    seen->page_faults = seen->page_faults || strcmp(name, "perf::PAGE-FAULTS") == 0;
}

static struct seen list(const char *pattern)
{
    struct seen seen = {0};
    counter_event_list(pattern, see, &seen);
    return seen;
}

static void events_are_listed_by_pattern(void **state)
{
    (void)state;
    assert_true(list("perf::PAGE-FAULTS").size == 1);
    assert_true(list("page-f*").page_faults);
    assert_true(list("perf::*").page_faults);
    assert_true(list("*").size >= list("perf::*").size);
    assert_true(list("perf::*").size > list("*fault*").size);
    assert_false(list("context*").page_faults);
    assert_int_equal(list("").size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fresh_pages_fault_once_each),
        cmocka_unit_test(modifiers_are_obeyed),
        cmocka_unit_test(a_sleep_is_a_context_switch),
        cmocka_unit_test(a_wrong_name_gets_the_nearest),
        cmocka_unit_test(a_tracepoint_is_counted_exactly),
        cmocka_unit_test(a_tracepoint_that_would_count_nothing_is_refused),
        cmocka_unit_test(a_wrong_name_fails_the_count),
        cmocka_unit_test(hardware_that_is_not_there_is_a_reason),
        cmocka_unit_test(events_are_listed_by_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
