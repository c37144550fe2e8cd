/* SPDX-License-Identifier: MIT */
#include "measure/plan.h"

#include "measure/plan_calibrate.h"
#include "measure/plan_count.h"

#include "fake_rounds.h"

#include <math.h>
#include <sys/wait.h>

static void a_dead_cell_is_left_out(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("segv"), CELL("b")};
    struct plan plan = {0};
    (void)state;
    reset();
    assert_int_equal(run_cells(&plan, cells, 3, 3), 0);
    assert_false(cells[1].live);
    assert_string_equal(cells[1].reason, "its worker was killed by SIGSEGV");
    assert_true(cells[0].live && cells[2].live);
    assert_int_equal(seen.rounds, LAUNCHES * ROUNDS - 1);
    assert_whole_rounds(2);
}

static int run_until_marked(struct plan_cell *cells, size_t size)
{
    struct plan plan = {0};
    reset();
    seen.mark_after = 5;
    return run_cells(&plan, cells, size, 3);
}

static void assert_lost_on_the_way(const struct plan_cell *cells)
{
    assert_false(cells[1].live);
    assert_true(cells[0].live && cells[2].live);
    assert_int_equal(seen.rounds, LAUNCHES * ROUNDS - 1);
    assert_int_equal(seen.size, 5 * 3 + (seen.rounds - 5) * 2);
    for (size_t i = 5 * 3; i < seen.size; i++)
        assert_true(seen.samples[i].cell != 1);
}

static void a_cell_that_dies_on_the_way_is_left_out(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("late"), CELL("b")};
    (void)state;
    assert_int_equal(run_until_marked(cells, 3), 0);
    assert_lost_on_the_way(cells);
    assert_string_equal(cells[1].reason, "its worker was killed by SIGSEGV");
}

/* The worker remembers a work that it found once, so the fake is asked each time. */
static void a_cell_refused_on_the_way_is_left_out(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("shy"), CELL("b")};
    (void)state;
    assert_int_equal(run_until_marked(cells, 3), 0);
    assert_lost_on_the_way(cells);
    assert_string_equal(cells[1].reason, "shy: it does not want to");
}

/* Every worker has been waited for: none is left behind, dead or alive. */
static void no_worker_is_left(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("shy"), CELL("late"), CELL("segv")};
    (void)state;
    assert_int_equal(run_until_marked(cells, 4), 0);
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void calibration_buries_the_dead(void **state)
{
    struct plan_cell cells[] = {{.name = "a", .live = true},
                                {.name = "segv", .live = true},
                                {.name = "nope", .live = true},
                                {.name = "b", .live = true},
                                {.name = "c"},
                                {.name = "empty", .live = true}};
    struct plan plan = {.cells = cells, .size = 6, .empty = "empty", .hz = 1e9};
    (void)state;
    assert_true(timebase_by_name("tsc", &plan.timebase));
    plan.worker =
        (struct worker_options){.program = self, .cpu = WORKER_ANY_CPU, .timebase = "tsc"};
    assert_int_equal(plan_calibrate(&plan), 0);
    assert_true(cells[0].live && cells[0].n > 0 && cells[0].batch_n > 0);
    assert_true(cells[0].n > cells[0].batch_n);
    assert_string_equal(cells[1].reason, "its worker was killed by SIGSEGV");
    assert_string_equal(cells[2].reason, "nope: there is no such fake");
    assert_true(cells[3].live && cells[3].n > 0);
    assert_int_equal(cells[4].n, 0);
    assert_int_equal(cells[5].n, 1);
    assert_false(cells[1].live || cells[2].live || cells[4].live);
}

/* Perf counts in a worker of its own; blocks run where no event is open. */
static void blocks_run_without_counters(void **state)
{
    static const char *const names[] = {"page_faults", "sys_enter"};
    double per_call[4];
    bool done[PLAN_WORKERS] = {false};
    struct plan_cell cells[] = {CELL("a"), CELL("alone")};
    struct plan plan = {0};
    (void)state;
    reset();
    assert_int_equal(run_cells(&plan, cells, 1, 3), 0);
    cells[0].counted = true;
    const char *reason = plan_count(&plan, "perf", names, 2, 10, per_call, done);
    if (reason)
        print_message("perf does not count here: %s\n", reason);
    reset();
    assert_int_equal(run_cells(&plan, cells, 2, 3), 0);
    assert_true(cells[1].live);
    assert_int_equal(seen.rounds, LAUNCHES * ROUNDS);
}

static void counts_belong_to_their_cells(void **state)
{
    static const char *const names[] = {"x", "y"};
    double per_call[8] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    bool done[PLAN_WORKERS] = {false};
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c"), CELL("nope")};
    struct plan plan = {0};
    (void)state;
    reset();
    assert_int_equal(run_cells(&plan, cells, 3, 3), 0);
    plan.size = 4;
    cells[0].counted = cells[2].counted = cells[3].counted = true;
    cells[2].live = false;
    assert_string_equal(plan_count(&plan, "nil", names, 2, 10, per_call, done),
                        "nope: there is no such fake");
    assert_true(plan_count_left(&plan, done));
    assert_null(plan_count(&plan, "null", names, 2, 10, per_call, done));
    assert_false(plan_count_left(&plan, done));
    assert_true(per_call[0] == 0 && per_call[1] == 0);
    for (size_t i = 2; i < 8; i++)
        assert_true(isnan(per_call[i]));
}

/* What the first way counted is not counted by the second. */
static void workers_that_counted_are_done(void **state)
{
    static const char *const names[] = {"x"};
    double per_call[2] = {NAN, NAN};
    bool done[PLAN_WORKERS] = {false, true};
    struct plan_cell cells[] = {CELL("a"), CELL("b")};
    struct plan plan = {0};
    (void)state;
    reset();
    assert_int_equal(run_cells(&plan, cells, 2, 3), 0);
    plan.workers = 1;
    cells[0].counted = cells[1].counted = true;
    cells[1].worker = 1;
    assert_null(plan_count(&plan, "null", names, 1, 10, per_call, done));
    assert_true(per_call[0] == 0 && isnan(per_call[1]));
    done[1] = false;
    assert_true(plan_count_left(&plan, done));
    per_call[0] = 7;
    assert_null(plan_count(&plan, "null", names, 1, 10, per_call, done));
    assert_true(per_call[0] == 7 && per_call[1] == 0);
    assert_false(plan_count_left(&plan, done));
}

static void cells_settle_where_they_must(void **state)
{
    struct plan_cell longer = CELL("a"), brief = CELL("b"), brief_too = CELL("c"), slow = CELL("d");
    (void)state;
    brief.n = brief_too.n = PLAN_SHORT_CALLS;
    slow.slow = true;
    assert_int_equal(plan_settling(&brief, NULL), PLAN_SETTLING);
    assert_int_equal(plan_settling(&brief, &longer), PLAN_SETTLING);
    assert_int_equal(plan_settling(&brief, &slow), PLAN_SETTLING);
    assert_int_equal(plan_settling(&brief, &brief_too), 0);
    assert_int_equal(plan_settling(&longer, NULL), 0);
    assert_int_equal(plan_settling(&longer, &brief), 0);
    assert_int_equal(plan_settling(&slow, NULL), PLAN_SETTLING);
    assert_int_equal(plan_settling(&slow, &slow), PLAN_SETTLING);
}

int main(int argc, char **argv)
{
    int code;
    if (!fake_rounds_begin(argc, argv, &code))
        return code;
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dead_cell_is_left_out),
        cmocka_unit_test(a_cell_that_dies_on_the_way_is_left_out),
        cmocka_unit_test(a_cell_refused_on_the_way_is_left_out),
        cmocka_unit_test(no_worker_is_left),
        cmocka_unit_test(calibration_buries_the_dead),
        cmocka_unit_test(blocks_run_without_counters),
        cmocka_unit_test(cells_settle_where_they_must),
        cmocka_unit_test(counts_belong_to_their_cells),
        cmocka_unit_test(workers_that_counted_are_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
