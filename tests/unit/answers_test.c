/* SPDX-License-Identifier: MIT */
#include "matrix/cell.h"

#include "matrix/insn.h"
#include "matrix/work_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "proved_cell.h"

/* What needs no call, or says why this machine has it not. */
static void short_cuts_are_right(void **state)
{
    (void)state;
    static const char *const names[] = {"rseq:getcpu",      "libc:sched_getcpu", "insn:rdpid",
                                        "insn:rdtscp",      "insn:lsl",          "insn:rdtsc",
                                        "insn:lfence_rdtsc"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct cell cell = prove(names[i]);
        if (cell.state == CELL_FAILED)
            fail_msg("%s: %s", names[i], cell.reason);
        assert_int_equal(cell.state == CELL_SKIPPED, *cell.reason != '\0');
    }
}

static uint64_t is_elsewhere(void *target, uint64_t n)
{
    (void)target;
    (void)n;
    return 0xffe;
}

static uint64_t is_old(void *target, uint64_t n)
{
    (void)target;
    (void)n;
    return 1;
}

static const char *is_there(void)
{
    return NULL;
}

/* Another CPU's number, and a time before the one that was read first. */
static void wrong_short_cuts_fail(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint64_t (*loop)(void *, uint64_t);
    } rows[] = {{"insn:rdpid", is_elsewhere},
                {"insn:lsl", is_elsewhere},
                {"insn:rdtsc", is_old},
                {"insn:lfence_rdtsc", is_old},
                {"rseq:getcpu", is_elsewhere}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cell cell;
        assert_true(cell_by_name(rows[i].name, &cell));
        struct path path = *cell.path;
        struct call call = *cell.call;
        const struct insn insn = {rows[i].loop, is_there};
        call.insn = call.insn ? &insn : NULL;
        path.loop = path.loop ? rows[i].loop : NULL;
        cell.path = &path;
        cell.call = &call;
        cell_prove(&cell, &vs);
        if (cell.state == CELL_SKIPPED && !call.insn)
            continue; /* no rseq area */
        assert_int_equal(cell.state, CELL_FAILED);
        assert_non_null(strstr(cell.reason, "not between"));
    }
}

/* Random bytes: the same ones twice, too few, and some left out. */
static uint64_t is_not_random(void *target, uint64_t n)
{
    struct target *t = target;
    (void)n;
    memset((void *)(uintptr_t)t->arg[0], 1, t->arg[1]);
    return t->arg[1];
}

static uint64_t is_short(void *target, uint64_t n)
{
    struct target *t = target;
    struct target shorter = *t;
    shorter.arg[1] -= 4;
    return loop_syscall(&shorter, n);
}

static uint64_t leaves_some(void *target, uint64_t n)
{
    return is_short(target, n) + 4;
}

static void random_bytes_are_checked(void **state)
{
    (void)state;
    static const struct wrong_loop rows[] = {{is_not_random, "the same bytes"},
                                             {is_short, "returned 1020 instead of 1024"},
                                             {leaves_some, "no valid result"}};
    expect_failures("syscall:getrandom:1024", rows, sizeof rows / sizeof *rows);
}

static void every_size_is_right(void **state)
{
    (void)state;
    static const char *const names[] = {"vdso:getrandom:4", "vdso:getrandom:1024",
                                        "libc:getrandom:256", "syscall:getrandom:4",
                                        "int80:getrandom:1024"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct cell cell = prove(names[i]);
        if (cell.state == CELL_FAILED)
            fail_msg("%s: %s", names[i], cell.reason);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_cuts_are_right),
        cmocka_unit_test(wrong_short_cuts_fail),
        cmocka_unit_test(random_bytes_are_checked),
        cmocka_unit_test(every_size_is_right),
    };
    return cmocka_run_group_tests(tests, find_vsyscall, NULL);
}
