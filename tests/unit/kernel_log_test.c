/* SPDX-License-Identifier: MIT */
#include "machine/kernel_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_last_reason_is_taken(void **state)
{
    char line[100];
    static const char log[] =
        "<6>[    0.000000] tsc: Detected 2445.404 MHz processor\n"
        "<5>[    1.234567] tsc: Marking TSC unstable due to TSCs unsynchronized\n"
        "<4>[   12.000001] clocksource: timekeeping watchdog on CPU1: Marking clocksource 'tsc' as "
        "unstable because the skew is too large:\n"
        "<6>[   13.000000] usb 1-1: unstable link\n";
    (void)state;
    assert_true(kernel_log_unstable(log, line, sizeof line));
    assert_string_equal(line, "clocksource: timekeeping watchdog on CPU1: Marking clocksource "
                              "'tsc' as unstable because the skew i");
}

static void a_log_without_a_reason_gives_none(void **state)
{
    char line[100] = "as it was";
    (void)state;
    assert_false(kernel_log_unstable("", line, sizeof line));
    assert_false(
        kernel_log_unstable("<6>[    0.1] clocksource: Switched to tsc\n[", line, sizeof line));
    assert_false(kernel_log_unstable("<", line, sizeof line));
    assert_string_equal(line, "as it was");
    assert_true(kernel_log_unstable("TSC unstable", line, sizeof line)); /* without a time */
    assert_string_equal(line, "TSC unstable");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_last_reason_is_taken),
                                       cmocka_unit_test(a_log_without_a_reason_gives_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
