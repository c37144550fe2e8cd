/* SPDX-License-Identifier: MIT */
/* Rounds of several workers, each in a place of its own. */
#include "fake_rounds.h"

/* The cells of several workers stand in the same rounds, and one that ends its own is found. */
static void workers_share_the_rounds(void **state)
{
    struct plan_cell cells[] = {CELL("empty"), CELL("a"), CELL("late"), CELL("b")};
    struct plan plan = {.workers = 1};
    size_t had[4] = {0};
    (void)state;
    reset();
    cells[0].n = 1;
    cells[2].worker = cells[3].worker = 1;
    seen.mark_after = 3;
    assert_int_equal(run_cells(&plan, cells, 4, 5), 0);
    assert_int_equal(seen.launches, LAUNCHES);
    for (size_t i = 0; i < seen.size; i++)
        had[seen.samples[i].cell]++;
    assert_false(cells[2].live);
    assert_true(cells[1].live && cells[3].live);
    assert_int_equal(had[1], seen.rounds);
    assert_int_equal(had[3], seen.rounds);
    assert_int_equal(had[2], 3);
}

/* A place in which workers end from some time on goes with its cells, and the rest goes on. */
static void a_place_that_ends_its_workers_is_left(void **state)
{
    struct plan_cell cells[] = {CELL("a"), CELL("late"), CELL("b")};
    struct plan plan = {.workers = 1, .places = {NULL, "deadly"}};
    size_t had[3] = {0};
    (void)state;
    reset();
    cells[1].worker = cells[2].worker = 1;
    seen.mark_after = 3;
    assert_int_equal(run_cells(&plan, cells, 3, 5), 0);
    assert_int_equal(seen.launches, LAUNCHES);
    for (size_t i = 0; i < seen.size; i++)
        had[seen.samples[i].cell]++;
    assert_true(cells[0].live && !cells[1].live && !cells[2].live);
    assert_non_null(strstr(cells[2].reason, "SIGKILL"));
    assert_int_equal(had[0], seen.rounds);
    assert_int_equal(had[2], 3);
    assert_string_equal(plan.why, "");
}

int main(int argc, char **argv)
{
    int code;
    if (!fake_rounds_begin(argc, argv, &code))
        return code;
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(workers_share_the_rounds),
        cmocka_unit_test(a_place_that_ends_its_workers_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
