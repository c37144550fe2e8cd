/* SPDX-License-Identifier: MIT */
#include "stats/holm.h"

#include "stats/student.h"

#include <math.h>
#include <stdlib.h>

struct estimate centre_interval(const struct centre *c, double lower, double upper)
{
    return (struct estimate){.value = exp(c->value),
                             .lo = exp(c->value - student_t(lower, c->degrees) * c->error),
                             .hi = exp(c->value + student_t(upper, c->degrees) * c->error),
                             .kept = c->kept};
}

/* How far beyond its margin, in standard errors; the least where that is unknown. */
static double evidence(const struct holm *h)
{
    double beyond = h->centre.value - log1p(h->margin);
    double e = h->centre.error > 0 ? beyond / h->centre.error : beyond * INFINITY;
    return isnan(e) ? -INFINITY : e;
}

static int by_evidence(const void *a, const void *b)
{
    double x = evidence(a), y = evidence(b);
    return (x < y) - (x > y);
}

void holm_step_down(struct holm *all, size_t size, size_t m, double error, holm_judge *judge,
                    void *arg)
{
    qsort(all, size, sizeof *all, by_evidence);
    for (size_t i = 0; i < size; i++)
        if (judge(&all[i], error / (double)m, arg) && m > 1)
            m--;
}
