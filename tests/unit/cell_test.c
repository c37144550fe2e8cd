/* SPDX-License-Identifier: MIT */
#include "matrix/cell.h"

#include "matrix/work_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "proved_cell.h"

static void system_calls_are_measured(void **state)
{
    (void)state;
    static const char *const names[] = {"syscall:gettimeofday", "syscall:time",
                                        "syscall:getppid",      "syscall:clock_gettime:monotonic",
                                        "syscall:getcpu",       "syscall:getrandom:16",
                                        "control:ret"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct cell cell = prove(names[i]);
        if (cell.state != CELL_MEASURED)
            fail_msg("%s: %s", names[i], cell.reason);
        assert_string_equal(cell.reason, "");
    }
}

static void missing_entry(void **state)
{
    (void)state;
    struct cell cell = prove("vsyscall:clock_gettime:monotonic");
    assert_int_equal(cell.state, CELL_SKIPPED);
    assert_non_null(strstr(cell.reason, "no entry"));
}

static void vsyscall_follows_the_mode(void **state)
{
    (void)state;
    struct cell cell = prove("vsyscall:time");
    assert_int_equal(cell.state, vs.mode == VSYSCALL_NONE ? CELL_SKIPPED : CELL_MEASURED);
    assert_int_equal(strstr(cell.reason, "vsyscall=none") != NULL, vs.mode == VSYSCALL_NONE);
}

/* What a path may do wrong, each seen by the check: the loop is replaced by one that does it. */
static uint64_t fails(void *target, uint64_t n)
{
    (void)target;
    (void)n;
    return (uint64_t)-14;
}

static uint64_t writes_nothing(void *target, uint64_t n)
{
    (void)target;
    (void)n;
    return 0;
}

static uint64_t writes_too_much(void *target, uint64_t n)
{
    struct target *t = target;
    uint64_t result = loop_syscall(&(struct target){.entry = 96, .arg = {t->arg[0]}}, n);
    ((unsigned char *)(uintptr_t)t->arg[0])[17] = 0;
    return result;
}

static uint64_t is_late(void *target, uint64_t n)
{
    struct target *t = target;
    uint64_t result = loop_syscall(&(struct target){.entry = 96, .arg = {t->arg[0]}}, n);
    ++*(int64_t *)(uintptr_t)t->arg[0];
    return result;
}

static void denormal(void *scratch)
{
    int64_t pair[2];
    memcpy(pair, scratch, sizeof pair);
    pair[1] = 1000000;
    memcpy(scratch, pair, sizeof pair);
}

static uint64_t is_not_normal(void *target, uint64_t n)
{
    struct target *t = target;
    uint64_t result = loop_syscall(&(struct target){.entry = 96, .arg = {t->arg[0]}}, n);
    denormal((void *)(uintptr_t)t->arg[0]);
    return result;
}

static void wrong_paths_fail(void **state)
{
    (void)state;
    static const struct wrong_loop rows[] = {{fails, "returned -14"},
                                             {writes_nothing, "no valid result"},
                                             {writes_too_much, "behind its result"},
                                             {is_late, "not between"},
                                             {is_not_normal, "no valid result"}};
    expect_failures("syscall:gettimeofday", rows, sizeof rows / sizeof *rows);
}

/* int 0x80 cuts pointers: the scratch lies where it reaches. */
static void scratch_is_low(void **state)
{
    (void)state;
    struct cell cell;
    assert_true(cell_by_name("int80:time", &cell));
    cell_ready(&cell);
    assert_true((uint64_t)(uintptr_t)cell.scratch + SCRATCH_SIZE <= UINT32_MAX);
}

static void unknown_names(void **state)
{
    (void)state;
    struct cell cell;
    const char *reason;
    assert_false(cell_by_name("vdso:tme", &cell));
    assert_null(work_find("vdso:tme", &reason));
    assert_null(work_find("syscall:time+4097", &reason));
    assert_non_null(work_find("syscall:time+4096", &reason));
    assert_non_null(work_find(WORK_EMPTY, &reason));
}

/* The lengthened loop still makes the call. */
static void injected_calls_work(void **state)
{
    (void)state;
    static const char *const names[] = {"syscall:time+9", "vdso:time+9", "int80:time+9"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct cell cell;
        char plain[CELL_NAME];
        const char *reason;
        snprintf(plain, sizeof plain, "%.*s", (int)strcspn(names[i], "+"), names[i]);
        if (prove(plain).state != CELL_MEASURED)
            continue;
        const struct work *w = work_find(names[i], &reason);
        assert_non_null(w);
        assert_true(cell_by_name(plain, &cell));
        assert_ptr_not_equal(w->loop, cell.path->loop);
        w->loop(w->arg, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(system_calls_are_measured),
        cmocka_unit_test(missing_entry),
        cmocka_unit_test(vsyscall_follows_the_mode),
        cmocka_unit_test(wrong_paths_fail),
        cmocka_unit_test(scratch_is_low),
        cmocka_unit_test(unknown_names),
        cmocka_unit_test(injected_calls_work),
    };
    return cmocka_run_group_tests(tests, find_vsyscall, NULL);
}
