/* SPDX-License-Identifier: MIT */
#include "matrix/site.h"

#include "matrix/cell.h"
#include "matrix/work_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#endif

enum { MOST = 512 };

typedef uint64_t loop(void *target, uint64_t n);

/* The names of all cells that can be measured here, for the worker. */
struct names {
    char name[MOST][CELL_NAME + 8];
    size_t size;
};

static bool add_name(const struct cell *cell, void *arg)
{
    struct names *n = arg;
    if (cell->program != programs) /* its worker has call sites of its own */
        return true;
    assert_true(n->size < MOST);
    snprintf(n->name[n->size++], CELL_NAME, "%s", cell->name);
    return true;
}

static bool is_taken(loop *const *sites, size_t size, loop *l)
{
    for (size_t i = 0; i < size; i++)
        if (sites[i] == l)
            return true;
    return false;
}

/* Whether the loop calls nothing through a register, so that it needs no site of its own. */
static bool calls_nothing(loop *l)
{
    static loop *const all[] = {loop_syscall, loop_int80, loop_rseq,  loop_rdpid,
                                loop_rdtscp,  loop_lsl,   loop_rdtsc, loop_lfence_rdtsc};
    return is_taken(all, sizeof all / sizeof *all, l);
}

/* 0: every cell of a worker, which has those of one place, that is called has copies of its loop
 * that no other cell has, and its blocks go round them. */
static int share_none(void)
{
    static struct names names;
    static loop *sites[MOST * SITE_COPIES];
    size_t size = 0;
    cell_each(places, add_name, &names);
    for (size_t i = 0; i < names.size; i++) {
        const char *reason = "";
        const struct work *w = work_find(names.name[i], &reason);
        if (!w && strstr(reason, "call sites"))
            return 3;
        if (!w || calls_nothing(w->loop))
            continue;
        loop *first = w->loop;
        for (size_t k = 0; k < SITE_COPIES; k++, w->prepare(w->arg)) {
            if (is_taken(sites, size, w->loop) || (uintptr_t)w->loop % SITE_SIZE)
                return 4;
            sites[size++] = w->loop;
        }
        if (w->loop != first)
            return 6;
    }
    return size ? 0 : 5;
}

static void expect_in_child(int (*f)(void), int expected)
{
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(f());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, W_EXITCODE(expected, 0));
}

static void every_cell_has_sites_of_its_own(void **state)
{
    (void)state;
    expect_in_child(share_none, 0);
}

/* As systemd's MemoryDenyWriteExecute= has it; from Linux 6.3 on. */
static int share_none_without_executable_memory(void)
{
    prctl(PR_SET_MDWE, 1, 0, 0, 0);
    return share_none();
}

static void no_memory_has_to_be_made_executable(void **state)
{
    (void)state;
    expect_in_child(share_none_without_executable_memory, 0);
}

static void assert_copies(loop *own, const unsigned char *begin, const unsigned char *end)
{
    static const unsigned char last[] = {0x5b, 0xc3}; /* pop %rbx, ret */
    const unsigned char *code = (const unsigned char *)(uintptr_t)own;
    const unsigned char *ret = memmem(code, SITE_SIZE, last, sizeof last);
    assert_true(begin < end && ret);
    for (const unsigned char *copy = begin; copy < end; copy += SITE_SIZE)
        assert_memory_equal(copy, code, (size_t)(ret - code) + sizeof last);
}

static void sites_are_copies_of_their_loop(void **state)
{
    (void)state;
    assert_copies(loop_call, sites_call, sites_call_end);
    assert_copies(loop_call5, sites_call5, sites_call5_end);
    assert_copies(loop_call_inject, sites_call_inject, sites_call_inject_end);
}

/* Two cells on one site would each cost more: the second of them is refused. */
static void what_finds_no_site_is_not_measured(void **state)
{
    const char *reason = "";
    (void)state;
    while (site_own(loop_call))
        ;
    assert_null(work_find("control:ret", &reason));
    assert_non_null(strstr(reason, "call sites"));
    assert_ptr_equal(site_own(loop_syscall), loop_syscall);
    assert_ptr_equal(site_turn(loop_syscall), loop_syscall);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_has_sites_of_its_own),
        cmocka_unit_test(no_memory_has_to_be_made_executable),
        cmocka_unit_test(sites_are_copies_of_their_loop),
        cmocka_unit_test(what_finds_no_site_is_not_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
