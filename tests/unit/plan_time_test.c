/* SPDX-License-Identifier: MIT */
#include "measure/plan_time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CELLS = 4, LAUNCHES = 10, MS = 1000000 };

/* Blocks of 1 ms by a clock of nanoseconds, of calls of 1 us; the shortest batch is one of 500 ns.
 */
static struct plan calibrated(struct plan_cell *cells)
{
    static const char *const names[CELLS] = {"a", "b", "c", "empty"};
    memset(cells, 0, CELLS * sizeof *cells);
    for (int i = 0; i < CELLS; i++)
        cells[i] = (struct plan_cell){
            .name = names[i], .live = true, .counted = true, .n = 1000, .batch_n = 1, .ticks = MS};
    cells[CELLS - 1] = (struct plan_cell){.name = "empty", .live = true, .n = 1, .batch_n = 1};
    return (struct plan){.cells = cells,
                         .size = CELLS,
                         .empty = "empty",
                         .launches = LAUNCHES,
                         .timebase = {.kind = TIMEBASE_TSC, .quantum = 1},
                         .hz = 1e9,
                         .batch_seconds = PLAN_BATCH_NS / 1e9};
}

static void assert_about(double v, double expected)
{
    if (!(fabs(v - expected) <= 0.01 * expected))
        fail_msg("%g is not %g", v, expected);
}

/* 0.15 of a second, of three batches of 1 us; and of one call that takes 100 us besides. */
static void batches_fill_their_share_of_a_launch(void **state)
{
    struct plan_cell cells[CELLS];
    struct plan plan = calibrated(cells);
    (void)state;
    assert_about(plan_batch_seconds(&plan), 3e-6);
    assert_about(plan_batches(&plan, 0.02), 0.15 * 0.02 / 3e-6);
    cells[1].ticks *= 100;
    assert_about(plan_batch_seconds(&plan), 102e-6);
    assert_about(plan_batches(&plan, 1), 0.15 / 102e-6);
    cells[1].live = false;
    assert_about(plan_batch_seconds(&plan), 2e-6);
}

/* No fewer than the least where no time is left, nor more than the most; none where the least take
 * more than a second. */
static void batches_have_bounds(void **state)
{
    struct plan_cell cells[CELLS];
    struct plan plan = calibrated(cells);
    (void)state;
    assert_about(plan_batches(&plan, 0), 100);
    assert_about(plan_batches(&plan, 100), 4000);
    cells[0].ticks *= 20000;
    assert_true(plan_batches(&plan, 0) == 0);
    assert_about(plan_batches(&plan, 2), 100);
    for (int i = 0; i < CELLS; i++)
        cells[i].batch_n = 0;
    assert_true(plan_batches(&plan, 1) == 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_fill_their_share_of_a_launch),
        cmocka_unit_test(batches_have_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
