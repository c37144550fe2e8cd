/* SPDX-License-Identifier: MIT */
#include "kernel/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_root.h"

#define LINE "7ffff7fc1000-7ffff7fc3000 r-xp 00000000 00:00 0                  [vdso]\n"

static void elf_of(int class)
{
    const unsigned char ident[64] = {0x7f, 'E', 'L', 'F', (unsigned char)class, 1, 1};
    fake_bytes("/proc/7/exe", ident, sizeof ident);
}

static int look(struct process *p)
{
    char error[256] = "";
    fake_file("/proc/7/stat", "7 (it) R");
    fake_file("/proc/7/comm", "it\n");
    bool seen = process_look(fake_root, 7, p, error, sizeof error);
    assert_int_equal(!seen, *error != '\0');
    return seen;
}

static void the_class_is_the_program_s(void **state)
{
    static const int elf[] = {0, CLASS_32, CLASS_64};
    struct process p;
    (void)state;
    fake_file("/proc/7/maps", LINE);
    for (int class = 0; class < 3; class ++) {
        elf_of(class);
        assert_true(look(&p));
        assert_int_equal(p.elf, class ? elf[class] : CLASS_UNKNOWN);
        process_free(&p);
    }
    fake_file("/proc/7/exe", "#!");
    assert_true(look(&p));
    assert_int_equal(p.elf, CLASS_UNKNOWN);
    process_free(&p);
}

/* A first thread that has ended has no memory; the process is where its others are. */
static void a_process_lives_in_any_thread(void **state)
{
    struct process p;
    (void)state;
    fake_file("/proc/7/maps", "");
    fake_file("/proc/7/task/7/maps", "");
    assert_false(look(&p));
    fake_file("/proc/7/task/9/maps", LINE);
    assert_true(look(&p));
    assert_int_equal(p.pid, 7);
    assert_int_equal(p.size, 1);
    assert_int_equal(p.base, 0x7ffff7fc1000);
    process_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_class_is_the_program_s, fake_make, fake_remove),
        cmocka_unit_test_setup_teardown(a_process_lives_in_any_thread, fake_make, fake_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
