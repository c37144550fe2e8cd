/* SPDX-License-Identifier: MIT */
#include "check/stops.h"

#include "matrix/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>

#include <cmocka.h>

/* As the vDSO's retry loop, when each step takes so long that the clock has moved on. */
__attribute__((noinline)) static void never_return(void)
{
    for (;;)
        __asm__ volatile("nop; nop");
}

static struct traced traced_loop(void)
{
    struct traced t = {.attempt.path = path_named("control"), .request = (int)PTRACE_SINGLESTEP};
    t.attempt.target.entry = (uint64_t)(uintptr_t)never_return;
    t.from = t.attempt.target.entry;
    t.to = t.from + 16;
    return t;
}

/* Inconclusive, whichever of the two limits comes first. */
static void an_endless_call_is_bounded(void **state)
{
    struct traced t = traced_loop();
    struct stops stops;
    (void)state;
    const char *why = stops_count(&t, &stops);
    assert_non_null(why);
    assert_true(strstr(why, "did not end within") || strstr(why, "more than a second") ||
                strstr(why, "can't be traced"));
}

static void enough_steps_end_the_trace(void **state)
{
    struct traced t = traced_loop();
    struct stops stops;
    (void)state;
    t.enough = 2;
    const char *why = stops_count(&t, &stops);
    if (why) /* tracing is refused here */
        skip();
    assert_int_equal(stops.signal, 0);
    assert_int_equal(stops.seen, 2);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_endless_call_is_bounded),
        cmocka_unit_test(enough_steps_end_the_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
