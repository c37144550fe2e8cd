/* SPDX-License-Identifier: MIT */
#include "measure/rounds.h"

#include "fake_rounds.h"
#include "within.h"

static void every_round_has_every_cell_once(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c"), CELL("d"), CELL("empty")};
    struct plan plan = {0};
    (void)state;
    reset();
    assert_int_equal(run_cells(&plan, cells, 5, 1), 0);
    assert_int_equal(seen.rounds, LAUNCHES * ROUNDS);
    assert_whole_rounds(5);
    for (size_t r = 0; r < seen.rounds; r++) {
        assert_int_equal(seen.samples[r * 5].launch, r / ROUNDS);
        assert_int_equal(seen.samples[r * 5].round, r % ROUNDS);
    }
}

/* 0 to 20 %, spread over that range; the empty work is never repeated. */
static void blocks_are_stretched(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c"), CELL("d"), CELL("empty")};
    struct plan plan = {0};
    uint64_t least = UINT64_MAX, most = 0;
    (void)state;
    reset();
    assert_int_equal(run_cells(&plan, cells, 5, 1), 0);
    for (size_t i = 0; i < seen.size; i++) {
        uint64_t n = seen.samples[i].n;
        if (seen.samples[i].cell == 4) {
            assert_int_equal(n, 1);
            continue;
        }
        assert_within(n, N, N * 12 / 10);
        least = n < least ? n : least;
        most = n > most ? n : most;
    }
    assert_true(least < N * 103 / 100);
    assert_true(most > N * 117 / 100);
}

/* How many places differ between this run and the last. */
static size_t differences(uint64_t seed)
{
    static struct sample before[MOST];
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c"), CELL("d")};
    struct plan plan = {0};
    size_t different = 0;
    memcpy(before, seen.samples, sizeof before);
    reset();
    assert_int_equal(run_cells(&plan, cells, 4, seed), 0);
    for (size_t i = 0; i < seen.size; i++)
        different += before[i].cell != seen.samples[i].cell || before[i].n != seen.samples[i].n;
    return different;
}

static void the_seed_replays_order_and_lengths(void **state)
{
    (void)state;
    differences(42);
    assert_int_equal(differences(42), 0);
    assert_true(differences(43) > seen.size / 2);
}

/* Records say with which seed they were made: it has to mean the same in every version. */
static void a_seed_means_what_it_meant(void **state)
{
    static const struct {
        uint32_t cell;
        uint64_t n;
    } expected[] = {{2, 10793}, {1, 10827}, {0, 1147}, {4, 1},     {3, 1187},
                    {2, 10613}, {1, 10821}, {0, 1028}, {3, 1044},  {4, 1},
                    {4, 1},     {3, 1079},  {0, 1148}, {1, 11800}, {2, 11003}};
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c"), CELL("d"), CELL("empty")};
    struct plan plan = {0};
    (void)state;
    reset();
    cells[1].n = cells[2].n = PLAN_SHORT_CALLS;
    assert_int_equal(run_cells(&plan, cells, 5, 42), 0);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(seen.samples[i].cell, expected[i].cell);
        assert_int_equal(seen.samples[i].n, expected[i].n);
    }
}

static void orders_change_from_round_to_round(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c"), CELL("d")};
    struct plan plan = {0};
    size_t same = 0;
    (void)state;
    reset();
    assert_int_equal(run_cells(&plan, cells, 4, 7), 0);
    for (size_t i = 4; i < seen.size; i++)
        same += seen.samples[i].cell == seen.samples[i - 4].cell;
    assert_true(same < seen.size / 2);
}

/* One after the other in each round, now before and now after the rest. */
static void short_calls_come_together(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c"), CELL("d"), CELL("a")};
    struct plan plan = {0};
    size_t before = 0;
    (void)state;
    reset();
    for (size_t i = 0; i < 3; i++)
        cells[i].n = PLAN_SHORT_CALLS;
    assert_int_equal(run_cells(&plan, cells, 5, 11), 0);
    assert_whole_rounds(5);
    for (size_t i = 0; i < seen.size; i += 5) {
        size_t changes = 0;
        for (size_t k = 1; k < 5; k++)
            changes += (seen.samples[i + k].cell < 3) != (seen.samples[i + k - 1].cell < 3);
        assert_int_equal(changes, 1);
        before += seen.samples[i].cell < 3;
    }
    assert_within(before, 1, seen.rounds - 1);
}

static void batches_come_for_counted_cells(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c")};
    struct plan plan = {0};
    (void)state;
    reset();
    cells[0].counted = cells[2].counted = true;
    assert_int_equal(run_cells(&plan, cells, 3, 3), 0);
    assert_int_equal(seen.batches, 2 * LAUNCHES);
    assert_int_equal(seen.launches, LAUNCHES);
    assert_within(seen.batch_sum, 90 * seen.batches, 100 * seen.batches);
}

static void one_stop_ends_at_the_rounds_end(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b"), CELL("c")};
    struct plan plan = {0};
    (void)state;
    reset();
    seen.stop_after = 4;
    assert_int_equal(run_cells(&plan, cells, 3, 3), -EINTR);
    assert_int_equal(seen.rounds, 4);
    assert_whole_rounds(3);
}

/* A record that goes into a pipe may end with the error that a dead worker has, too. */
static void the_sinks_error_ends_the_run(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b")};
    struct plan plan = {0};
    (void)state;
    reset();
    seen.fail_after = ROUNDS + 2;
    assert_int_equal(run_cells(&plan, cells, 2, 3), -EPIPE);
    assert_int_equal(seen.rounds, ROUNDS + 2);
}

/* Its first allowed CPU; -1 where there is but one. */
static int one_of_several_cpus(void)
{
    cpu_set_t all;
    assert_int_equal(sched_getaffinity(0, sizeof all, &all), 0);
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&all) > 1; cpu++)
        if (CPU_ISSET((unsigned)cpu, &all))
            return cpu;
    return -1;
}

/* What was timed elsewhere is flagged; and where no worker may come back, the run ends with what it
 * has, and no cell is blamed. */
static void a_cpu_that_is_taken_ends_the_run(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("wander"), CELL("b")};
    struct plan plan = {0};
    (void)state;
    reset();
    seen.cpu = one_of_several_cpus();
    if (seen.cpu < 0)
        skip();
    seen.mark_after = 5;
    assert_int_equal(run_cells(&plan, cells, 3, 3), -ENODEV);
    assert_string_equal(plan.why, "that CPU was taken");
    assert_int_equal(plan.moved, 1);
    assert_int_equal(seen.rounds, 6);
    assert_whole_rounds(3);
    assert_true(cells[0].live && cells[1].live && cells[2].live);
    for (size_t i = 0; i < seen.size; i++) {
        const struct sample *s = &seen.samples[i];
        assert_int_equal((s->flags & SAMPLE_MIGRATED) != 0, (int)s->cpu != seen.cpu);
        assert_true(i >= 5 * 3 || (int)s->cpu == seen.cpu);
        assert_true(s->round < 5 || s->cell != 1 || (int)s->cpu != seen.cpu);
    }
}

static void a_worker_that_never_worked_is_no_cells_fault(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("b")};
    struct plan plan = {0};
    (void)state;
    reset();
    seen.cpu = CPU_SETSIZE - 1;
    assert_int_equal(run_cells(&plan, cells, 2, 3), -ENODEV);
    assert_true(cells[0].live && cells[1].live);
    assert_int_equal(seen.rounds, 0);
}

/* What is timed for the sake of cells alone makes no round, or it would fill the record. */
static void no_round_without_a_cell(void **state)
{
    struct plan_cell cells[] = {CELL("segv"), CELL("a"), CELL("nope")};
    struct plan plan = {0};
    (void)state;
    reset();
    cells[1].aid = true;
    assert_int_equal(run_cells(&plan, cells, 3, 3), -ECHILD);
    assert_int_equal(seen.rounds, 0);
    assert_true(cells[1].live);
    assert_false(cells[0].live || cells[2].live);
    assert_non_null(strstr(plan.why, "no cell is left"));
}

int main(int argc, char **argv)
{
    int code;
    if (!fake_rounds_begin(argc, argv, &code))
        return code;
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_round_has_every_cell_once),
        cmocka_unit_test(blocks_are_stretched),
        cmocka_unit_test(the_seed_replays_order_and_lengths),
        cmocka_unit_test(a_seed_means_what_it_meant),
        cmocka_unit_test(orders_change_from_round_to_round),
        cmocka_unit_test(short_calls_come_together),
        cmocka_unit_test(batches_come_for_counted_cells),
        cmocka_unit_test(one_stop_ends_at_the_rounds_end),
        cmocka_unit_test(the_sinks_error_ends_the_run),
        cmocka_unit_test(a_cpu_that_is_taken_ends_the_run),
        cmocka_unit_test(a_worker_that_never_worked_is_no_cells_fault),
        cmocka_unit_test(no_round_without_a_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
