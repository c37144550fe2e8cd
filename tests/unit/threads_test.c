/* SPDX-License-Identifier: MIT */
#include "context/context.h"
#include "machine/cpus.h"
#include "machine/pin.h"
#include "matrix/places.h"
#include "matrix/work_names.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SOME = 1000 };

/* How often it was called, and on which CPU last. */
struct seen {
    atomic_ulong calls;
    atomic_int cpu;
};

static uint64_t see_calls(void *arg, uint64_t n)
{
    struct seen *seen = arg;
    atomic_store(&seen->cpu, sched_getcpu());
    atomic_fetch_add(&seen->calls, n);
    return 0;
}

static void set_of(struct cpus *c, int size)
{
    cpus_clear(c);
    for (int cpu = 0; cpu < size; cpu++)
        cpus_add(c, cpu);
}

static void names_have_numbers(void **state)
{
    static const char *const wrong[] = {
        "threads:0",  "threads:1",  "threads:9999", "threads:-2", "threads:+2",
        "threads:02", "threads:2x", "threads:8193", "threads:2 ", "threads:99999999999999999999"};
    static const char *const others[] = {"threads:", "threads", "threads:x", "thread:2", "hot:2"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(place_named(wrong[i]));
        assert_string_equal(place_misnumbered(wrong[i]),
                            "the number of callers is one from 2 to 8192");
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_null(place_named(others[i]));
        assert_null(place_misnumbered(others[i]));
    }
    const struct place *two = place_named("threads:2"), *most = place_named("threads:8192");
    assert_int_equal(two->number, 2);
    assert_int_equal(most->number, 8192);
    assert_string_equal(most->name, "threads:8192");
    assert_ptr_equal(two, place_named("threads:2"));
    assert_int_equal(place_named("threads:all")->number, 0);
}

static void too_few_cpus(void **state)
{
    struct cpus one, two;
    (void)state;
    set_of(&one, 1);
    set_of(&two, 2);
    assert_string_equal(place_enter(place_named("threads:all"), 0, &one),
                        "it takes two CPUs, and this process may use only one");
    assert_string_equal(place_enter(place_named("threads:2"), 0, &one),
                        "it takes two CPUs, and this process may use only one");
    assert_string_equal(place_enter(place_named("threads:3"), 1, &two),
                        "it takes as many CPUs as callers, and this process may use fewer");
    assert_string_equal(place_enter(place_named("threads:2"), 0, NULL),
                        "the CPUs that this process may use are unknown");
    assert_int_equal(context_threads.count_others(), 0);
}

/* The others call between start and stop, each its own and on another CPU, and at no other time. */
static void others_call_meanwhile(void **state)
{
    struct cpus allowed;
    struct seen seen = {0};
    const struct work work = {.loop = see_calls, .arg = &seen};
    (void)state;
    if (pin_allowed(&allowed) || cpus_count(&allowed) < 2)
        skip();
    int cpu = 0;
    while (!cpus_has(&allowed, cpu))
        cpu++;
    assert_int_equal(pin_to(cpu), 0);
    assert_null(place_enter(place_named("threads:2"), cpu, &allowed));
    assert_int_equal(context_threads.count_others(), 1);
    for (int i = 0; i < 3; i++) {
        unsigned long before = atomic_load(&seen.calls);
        context_threads.start_others(&work);
        assert_true(atomic_load(&seen.calls) > before);
        while (atomic_load(&seen.calls) < before + SOME)
            sched_yield();
        context_threads.stop_others();
        unsigned long end = atomic_load(&seen.calls);
        for (int yields = 0; yields < SOME; yields++)
            sched_yield();
        assert_true(atomic_load(&seen.calls) == end);
        assert_int_not_equal(atomic_load(&seen.cpu), cpu);
    }
}

/* A cell's work there has the others begin and finish; what they write is their own. */
static void works_have_others(void **state)
{
    const char *reason;
    (void)state;
    if (!context_threads.count_others())
        skip();
    const struct work *w = work_find("syscall:clock_gettime:monotonic@threads:2", &reason);
    const struct work *hot = work_find("syscall:clock_gettime:monotonic", &reason);
    assert_non_null(w);
    assert_non_null(w->begin);
    assert_non_null(w->finish);
    assert_null(hot->begin);
    assert_null(hot->finish);
    w->begin(w->arg);
    assert_int_equal(w->loop(w->arg, SOME), 0);
    w->finish(w->arg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_numbers),
        cmocka_unit_test(too_few_cpus),
        cmocka_unit_test(others_call_meanwhile),
        cmocka_unit_test(works_have_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
