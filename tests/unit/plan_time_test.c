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
                         .batch_seconds = (double)PLAN_BATCH_NS / 1e9};
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

/* Blocks of 1 ms, stretched and warmed up; slow ones settle besides. */
static void a_round_is_its_blocks(void **state)
{
    struct plan_cell cells[CELLS];
    struct plan plan = calibrated(cells);
    (void)state;
    assert_about(plan_round_seconds(&plan), 3 * 1.1 * 17 / 16 / 1e3);
    double before = plan_round_seconds(&plan);
    cells[0].slow = true;
    assert_true(plan_round_seconds(&plan) > 5 * before);
    cells[0].slow = false;
    cells[0].single = 4;
    assert_about(plan_round_seconds(&plan), before - 0.1 * 1.7 / 1e3);
}

/* One worker is asked for all its blocks at once; of two, half of the blocks come after one of the
 * other's. */
static void other_workers_are_asked_apart(void **state)
{
    struct plan_cell cells[CELLS];
    struct plan plan = calibrated(cells);
    (void)state;
    double before = plan_round_seconds(&plan);
    for (int i = 0; i < CELLS; i++)
        cells[i].asking = 10e-3;
    assert_about(plan_round_seconds(&plan), before);
    plan.workers = 1;
    cells[0].worker = cells[1].worker = 1;
    assert_about(plan_round_seconds(&plan), before + (double)CELLS * 10e-3 / 2);
}

static void a_run_takes_its_time(void **state)
{
    struct plan_cell cells[CELLS];
    struct plan plan = calibrated(cells);
    (void)state;
    plan.seconds = 9;
    plan.starting = 0.01;
    assert_about(plan_expect(&plan), 9);
    plan.rounds = 20;
    assert_true(plan_expect(&plan) < 3);
}

/* The least of every launch: its workers, the first blocks, a hundred batches, three rounds. */
static void or_longer_where_its_launches_do_not_fit(void **state)
{
    struct plan_cell cells[CELLS];
    struct plan plan = calibrated(cells);
    (void)state;
    plan.seconds = 0.01;
    plan.starting = 0.5;
    cells[0].readying = 0.25;
    double launch = 0.75 + 100 * plan_batch_seconds(&plan) + 3 * plan_round_seconds(&plan);
    assert_about(plan_expect(&plan), (double)LAUNCHES * launch);
    plan.rounds = 100;
    assert_about(plan_expect(&plan), (double)LAUNCHES * (launch + 97 * plan_round_seconds(&plan)));
    plan.launches = 1;
    assert_about(plan_expect(&plan), launch + 97 * plan_round_seconds(&plan));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_fill_their_share_of_a_launch),
        cmocka_unit_test(batches_have_bounds),
        cmocka_unit_test(a_round_is_its_blocks),
        cmocka_unit_test(other_workers_are_asked_apart),
        cmocka_unit_test(a_run_takes_its_time),
        cmocka_unit_test(or_longer_where_its_launches_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
