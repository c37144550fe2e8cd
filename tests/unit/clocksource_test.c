/* SPDX-License-Identifier: MIT */
#include "machine/clocksource.h"

#include "fake_root.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* arch/x86/kernel/tsc.c gives tsc-early the vDSO mode of tsc; kvm-clock and xen have one only where
 * PVCLOCK_TSC_STABLE_BIT is set. */
static void names_have_one_answer(void **state)
{
    static const char *const user[] = {"tsc", "tsc-early", "hyperv_clocksource_tsc_page"};
    static const char *const kernel[] = {"hpet", "acpi_pm", "jiffies", "refined-jiffies",
                                         "hyperv_clocksource_msr"};
    static const char *const either[] = {"kvm-clock", "xen"};
    (void)state;
    for (size_t i = 0; i < sizeof user / sizeof *user; i++) {
        assert_false(clocksource_explains(user[i]));
        assert_string_equal(clocksource_words(user[i]), "can be read in user space");
    }
    for (size_t i = 0; i < sizeof kernel / sizeof *kernel; i++) {
        assert_true(clocksource_explains(kernel[i]));
        assert_string_equal(clocksource_words(kernel[i]), "has no vDSO mode");
    }
    for (size_t i = 0; i < sizeof either / sizeof *either; i++) {
        assert_true(clocksource_explains(either[i]));
        assert_non_null(
            strstr(clocksource_words(either[i]), "where the hypervisor calls it stable"));
    }
    assert_false(clocksource_explains("new-clock"));
    assert_false(clocksource_explains(""));
}

static void the_kernel_is_asked_for_its_name(void **state)
{
    (void)state;
    fake_file("/sys/devices/system/clocksource/clocksource0/current_clocksource", "xen\n");
    char *name = clocksource_current(fake_root), *none = clocksource_available(fake_root);
    assert_string_equal(name, "xen");
    assert_null(none);
    free(name);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_one_answer),
        cmocka_unit_test_setup_teardown(the_kernel_is_asked_for_its_name, fake_make, fake_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
