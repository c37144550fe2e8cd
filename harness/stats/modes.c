/* SPDX-License-Identifier: MIT */
#include "stats/modes.h"

#include "stats/estimate.h"

#include <math.h>

static const double left_out = 0.05, least_share = 0.1, least_step = 1.02, least_distance = 4;

enum { LEAST_VALUES = 40 };

static double variance(const double *v, size_t size, double centre)
{
    double sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += (v[i] - centre) * (v[i] - centre);
    return sum / (double)size;
}

/* How many values of a sorted series belong to the lower group: the split with the largest variance
 * between the groups. */
static size_t split(const double *v, size_t size)
{
    double total = mean(v, size) * (double)size, below = 0, most = -1;
    size_t best = 0;
    for (size_t i = 1; i < size; i++) {
        below += v[i - 1];
        double low = below / (double)i, high = (total - below) / (double)(size - i);
        double between = (double)i * (double)(size - i) * (high - low) * (high - low);
        if (between > most) {
            most = between;
            best = i;
        }
    }
    return best;
}

bool modes_find(double *values, size_t size, struct modes *m)
{
    quantile(values, size, 0.5); /* sorts */
    size_t kept = size - (size_t)(left_out * (double)size);
    if (kept < LEAST_VALUES)
        return false;
    size_t low = split(values, kept), high = kept - low;
    double a = mean(values, low), b = mean(values + low, high);
    double width = sqrt(variance(values, low, a) + variance(values + low, high, b));
    *m = (struct modes){.low = values[low / 2],
                        .high = values[low + high / 2],
                        .low_share = (double)low / (double)kept};
    return m->low_share >= least_share && m->low_share <= 1 - least_share && a > 0 &&
           b / a >= least_step && (b - a) * sqrt(2) > least_distance * width;
}
