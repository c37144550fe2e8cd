/* SPDX-License-Identifier: MIT */
#include "measure/rounds.h"

#include "fake_rounds.h"
#include "within.h"

static bool frozen;
static double leap, leapt; /* seconds: of each reading, and of all so far */
double __real_clock_seconds(void);
double __wrap_clock_seconds(void);

double __wrap_clock_seconds(void)
{
    leapt += leap;
    return frozen ? 1000 : leapt + __real_clock_seconds();
}

/* Without a step of the clock no time would ever be up. */
static void a_clock_that_stands_still_ends_the_run(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("empty")};
    struct plan plan = {0};
    (void)state;
    reset();
    seen.by_time = frozen = true;
    int error = run_cells(&plan, cells, 2, 3);
    frozen = false;
    assert_int_equal(error, -ETIME);
    assert_within(seen.rounds, ROUNDS_STILL, ROUNDS_STILL + 2);
    assert_whole_rounds(2);
}

/* Launches that take longer than the time that is left: fake_rounds.h sees what is told of it never
 * fall, nor pass the end. */
static void progress_never_falls(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("empty")};
    struct plan plan = {0};
    (void)state;
    reset();
    seen.by_time = true;
    leap = 0.3;
    int error = run_cells(&plan, cells, 2, 3);
    leap = 0;
    assert_int_equal(error, 0);
    assert_int_equal(seen.rounds, LAUNCHES * PLAN_LEAST_ROUNDS);
    assert_true(seen.done > 0.9);
}

/* A run that took longer than its time, be it by a second and more in each launch, has the least
 * batches in the launches that are left. */
static void launches_beyond_the_time_have_batches(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("empty")};
    struct plan plan = {0};
    (void)state;
    reset();
    seen.by_time = cells[0].counted = cells[1].counted = true;
    leap = 4;
    int error = run_cells(&plan, cells, 3, 3);
    leap = 0;
    assert_int_equal(error, 0);
    assert_int_equal(seen.batches, 2 * LAUNCHES);
    assert_within(seen.batch_sum, 90 * seen.batches, 100 * seen.batches);
}

int main(int argc, char **argv)
{
    int code;
    if (!fake_rounds_begin(argc, argv, &code))
        return code;
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_stands_still_ends_the_run),
        cmocka_unit_test(progress_never_falls),
        cmocka_unit_test(launches_beyond_the_time_have_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
