/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_PAIRS_FIXTURE_H
#define SYSTOLL_TESTS_PAIRS_FIXTURE_H

/* What unit/pairs_test.c builds on: its helpers, and its first tests. */
#include "stats/pairs.h"

#include "measure/random.h"
#include "stats/student.h"
#include "within.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROUNDS = 208, JOBS = 150, MOST_CELLS = 10 };

static void quantiles_of_t(void **state)
{
    /* NIST/SEMATECH e-Handbook, 1.3.6.7.2 */
    static const struct {
        double tail, degrees, t;
    } known[] = {{0.025, 5, 2.571}, {0.001, 5, 5.893},  {0.05, 10, 1.812}, {0.025, 12, 2.179},
                 {0.01, 25, 2.485}, {0.001, 25, 3.450}, {0.1, 100, 1.290}, {0.025, 6, 2.447}};
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_float_equal(student_t(known[i].tail, known[i].degrees), known[i].t, 0.0006);
    assert_true(student_t(0.01, 5.5) < student_t(0.01, 5));
    assert_true(student_t(0.01, 5.5) > student_t(0.01, 6));
}

#endif
