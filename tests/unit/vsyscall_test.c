/* SPDX-License-Identifier: MIT */
#include "kernel/vsyscall.h"

#include "kernel/maps.h"
#include "within.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Page-fault error codes (Intel SDM vol. 3A, 4.7). */
enum { PF_READ = 0x5, PF_WRITE = 0x7, PF_FETCH = 0x15 };

static struct vsyscall found;

static int find(void **state)
{
    (void)state;
    const char *why;
    return vsyscall_find(&found, &why);
}

static uint64_t call_at(void *arg)
{
    long (*entry)(void *, void *) = (long (*)(void *, void *))(VSYSCALL_PAGE + (uintptr_t)arg);
    return (uint64_t)entry(NULL, NULL);
}

static uint64_t time_into(void *arg)
{
    return (uint64_t)((long (*)(void *))(VSYSCALL_PAGE + VSYSCALL_TIME))(arg);
}

static uint64_t write_byte(void *arg)
{
    (void)arg;
    __asm__ volatile("movb $0, (%0)" : : "r"(VSYSCALL_PAGE) : "memory");
    return 0;
}

static void mode_is_what_maps_says(void **state)
{
    struct maps_line line;
    (void)state;
    int lines = maps_own("[vsyscall]", &line);
    assert_within(lines, 0, 1);
    if (lines == 0) {
        assert_string_equal(vsyscall_mode_name(found.mode), "none");
        assert_string_equal(found.maps, "");
        return;
    }
    assert_int_equal(line.from, VSYSCALL_PAGE);
    assert_int_equal(line.to, VSYSCALL_PAGE + 4096);
    assert_string_equal(line.perms, found.mode == VSYSCALL_EMULATE ? "r-xp" : "--xp");
    assert_string_equal(line.perms, found.maps);
}

static void maps_and_probes_agree(void **state)
{
    (void)state;
    assert_true(found.agree);
    assert_int_equal(found.call.signal, found.mode == VSYSCALL_NONE ? SIGSEGV : 0);
    assert_int_equal(found.read.signal, found.mode == VSYSCALL_EMULATE ? 0 : SIGSEGV);
}

static void the_entry_tells_the_time(void **state)
{
    (void)state;
    if (found.mode == VSYSCALL_NONE)
        skip();
    assert_within(found.call.result, (uint64_t)time(NULL) - 60, (uint64_t)time(NULL) + 1);
}

/* mov $96, %rax is what the page holds at +0x000; nothing but emulate lets one see it. */
static void only_emulate_can_be_read(void **state)
{
    (void)state;
    if (found.mode == VSYSCALL_EMULATE)
        assert_int_equal(found.read.result, 0x48);
    else if (found.read.code == SEGV_MAPERR) /* LASS processors: a general protection fault */
        assert_int_equal(found.read.error, PF_READ);
    else
        assert_int_equal(found.read.code, SI_KERNEL);
}

static void cannot_be_written(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(write_byte, NULL, &p), 0);
    assert_int_equal(p.signal, SIGSEGV);
    if (p.code == SEGV_MAPERR)
        assert_int_equal(p.error, PF_WRITE);
}

static void assert_unmapped(const struct probe *p, uint64_t address)
{
    assert_int_equal(p->signal, SIGSEGV);
    if (p->code != SEGV_MAPERR) /* LASS */
        return;
    assert_int_equal(p->address, address);
    assert_int_equal(p->error, PF_FETCH);
}

static void has_three_entries(void **state)
{
    static const uint64_t entries[] = {VSYSCALL_GETTIMEOFDAY, VSYSCALL_TIME, VSYSCALL_GETCPU};
    struct probe p;
    (void)state;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        assert_int_equal(probe_run(call_at, (void *)entries[i], &p), 0);
        if (found.mode == VSYSCALL_NONE)
            assert_unmapped(&p, VSYSCALL_PAGE + entries[i]);
        else
            assert_int_equal(p.signal, 0);
    }
}

/* +0x7 and +0x9 are the syscall and the ret instruction that an attacker would like to borrow. */
static void nothing_else_is_an_entry(void **state)
{
    static const uint64_t offsets[] = {0xc00, 0x1, 0x7, 0x9, 0x10, 0x401, 0xfff};
    struct probe p;
    (void)state;
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        assert_int_equal(probe_run(call_at, (void *)offsets[i], &p), 0);
        if (found.mode == VSYSCALL_NONE) {
            assert_unmapped(&p, VSYSCALL_PAGE + offsets[i]);
            continue;
        }
        assert_int_equal(p.signal, SIGSEGV);
        assert_int_equal(p.code, SI_KERNEL);
        assert_int_equal(p.address, 0);
        assert_int_equal(p.ip, VSYSCALL_PAGE + offsets[i]);
    }
}

static void a_bad_pointer_is_a_fault_at_the_entry(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(time_into, (void *)8, &p), 0);
    assert_int_equal(p.signal, SIGSEGV);
    assert_int_equal(p.ip, VSYSCALL_PAGE + VSYSCALL_TIME);
    if (found.mode != VSYSCALL_NONE)
        assert_int_equal(p.code, SI_KERNEL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mode_is_what_maps_says),
        cmocka_unit_test(maps_and_probes_agree),
        cmocka_unit_test(the_entry_tells_the_time),
        cmocka_unit_test(only_emulate_can_be_read),
        cmocka_unit_test(cannot_be_written),
        cmocka_unit_test(has_three_entries),
        cmocka_unit_test(nothing_else_is_an_entry),
        cmocka_unit_test(a_bad_pointer_is_a_fault_at_the_entry),
    };
    return cmocka_run_group_tests(tests, find, NULL);
}
