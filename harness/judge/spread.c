/* SPDX-License-Identifier: MIT */
#include "judge/spread.h"

#include <math.h>

/* From here on the series below are exact to 1e-8. */
static const double far = 6;

static double digamma(double x)
{
    double sum = 0;
    while (x < far) {
        sum -= 1 / x;
        x += 1;
    }
    double s = 1 / (x * x);
    return sum + log(x) - 0.5 / x - s * (1. / 12 - s * (1. / 120 - s / 252));
}

static double trigamma(double x)
{
    double sum = 0;
    while (x < far) {
        sum += 1 / (x * x);
        x += 1;
    }
    double s = 1 / (x * x);
    return sum + 1 / x + s / 2 + s / x * (1. / 6 - s * (1. / 30 - s / 42));
}

/* Where the trigamma function, which falls, has that value: by halves, on a scale of logarithms. */
static double inverse_trigamma(double value)
{
    double lo = 1e-3, hi = 1e6;
    for (int i = 0; i < 60; i++) {
        double middle = sqrt(lo * hi);
        if (trigamma(middle) > value)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

/* The logarithm of a variance, less what is to be expected of it by chance. */
static double level(const struct spread *s)
{
    double half = s->degrees / 2;
    return log(s->variance) - digamma(half) + log(half);
}

/* What the variances have in common, by how much their logarithms differ beyond chance. */
static struct spread common(const struct spread *cells, size_t size)
{
    double sum = 0, chance = 0, squares = 0, n = 0;
    for (size_t i = 0; i < size; i++)
        if (cells[i].degrees > 0) {
            sum += level(&cells[i]);
            chance += trigamma(cells[i].degrees / 2);
            n++;
        }
    for (size_t i = 0; i < size; i++)
        if (cells[i].degrees > 0)
            squares += pow(level(&cells[i]) - sum / n, 2);
    if (n < 2)
        return (struct spread){0, 0};
    double beyond = squares / (n - 1) - chance / n;
    if (beyond <= 0)
        return (struct spread){exp(sum / n), 1e6};
    double half = inverse_trigamma(beyond);
    return (struct spread){exp(sum / n + digamma(half) - log(half)), 2 * half};
}

void spread_share(struct spread *cells, size_t size)
{
    struct spread all = common(cells, size);
    for (size_t i = 0; i < size; i++) {
        struct spread *s = &cells[i];
        double degrees = s->degrees + all.degrees;
        if (s->degrees <= 0)
            continue;
        s->variance = (s->degrees * s->variance + all.degrees * all.variance) / degrees;
        s->degrees = degrees;
    }
}
