/* SPDX-License-Identifier: MIT */
#include "measure/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CELLS = 4, LAUNCHES = 10 };

/* As of a clock in steps of so many ns, for a run of so many seconds. */
static void fit(struct plan *plan, struct plan_cell *cells, uint64_t quantum, double seconds)
{
    static const char *const names[CELLS] = {"a", "b", "c", "empty"};
    for (int i = 0; i < CELLS; i++) {
        cells[i].name = names[i];
        cells[i].live = true;
    }
    *plan = (struct plan){.cells = cells,
                          .size = CELLS,
                          .empty = "empty",
                          .seconds = seconds,
                          .least_blocks = LAUNCHES * PLAN_LEAST_ROUNDS,
                          .timebase = {.kind = TIMEBASE_RAW, .quantum = quantum},
                          .hz = 1e9};
    plan_fit(plan);
}

static void a_fine_clock_keeps_all(void **state)
{
    struct plan_cell cells[CELLS] = {{0}};
    struct plan plan;
    (void)state;
    fit(&plan, cells, 26, 0.1);
    for (int i = 0; i < CELLS; i++)
        assert_true(cells[i].live && !cells[i].unfit);
}

/* 200 steps of 4 ms are 0.8 s: 34 such blocks of three works don't go into two seconds. */
static void a_coarse_clock_leaves_no_time(void **state)
{
    struct plan_cell cells[CELLS] = {{0}};
    struct plan plan;
    (void)state;
    fit(&plan, cells, 4000000, 2);
    for (int i = 0; i < CELLS - 1; i++) {
        assert_true(!cells[i].live && cells[i].unfit);
        assert_non_null(strstr(cells[i].reason, "in steps of 4 ms: a block would take 0.8 s"));
    }
    assert_true(cells[CELLS - 1].live);
    memset(cells, 0, sizeof cells);
    fit(&plan, cells, 4000000, 100);
    for (int i = 0; i < CELLS; i++)
        assert_true(cells[i].live);
}

/* Only that which takes more than its share, of whatever length a block came to be. */
static void a_slow_cell_is_left_out_alone(void **state)
{
    struct plan_cell cells[CELLS] = {[1] = {.n = 1, .ticks = 2e9}};
    struct plan plan;
    (void)state;
    fit(&plan, cells, 1, 9);
    assert_true(cells[0].live && cells[2].live);
    assert_true(!cells[1].live && cells[1].unfit);
    assert_null(strstr(cells[1].reason, "in steps"));
    assert_non_null(strstr(cells[1].reason, "a block would take 2 s"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fine_clock_keeps_all),
        cmocka_unit_test(a_coarse_clock_leaves_no_time),
        cmocka_unit_test(a_slow_cell_is_left_out_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
