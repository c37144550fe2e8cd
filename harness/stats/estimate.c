/* SPDX-License-Identifier: MIT */
#include "stats/estimate.h"

#include "stats/student.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where no canary holds. The centre of a launch: a low quantile stays in the lower of two modes
 * that a loaded machine shows, where a median flips between them and a minimum has no bounded
 * variance. */
static const double launch_quantile = 0.10;

/* Over launches the lower decile as well: a load may last longer than a launch, and a cell that has
 * two costs may show mostly one of them in a launch. */
static const double launches_quantile = 0.10;

/* The standard error of a sample's lower decile is 1.71 / sqrt(n) standard deviations where values
 * are normal (Kenney and Keeping 1962, 11.10), and their faster quarter lies 0.773 standard
 * deviations about the lower quartile. */
static const double decile_error = 1.71, quarter_spread = 0.773;

/* Launches of one run lie within seconds of each other and share what disturbs them: found by
 * trial, as the coverage of intervals over 40 runs. */
static const double shared_disturbance = 3;

/* Two-sided 95 % quantile of the normal distribution. */
static const double normal_95 = 1.959963985;

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double quantile(double *values, size_t size, double q)
{
    if (size == 0)
        return NAN;
    qsort(values, size, sizeof *values, compare_doubles);
    double at = q * (double)(size - 1);
    size_t below = (size_t)at;
    if (below + 1 >= size)
        return values[size - 1];
    return values[below] + (at - (double)below) * (values[below + 1] - values[below]);
}

double mean(const double *values, size_t size)
{
    double sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += values[i];
    return size ? sum / (double)size : NAN;
}

double estimate_launch(double *costs, size_t size)
{
    return quantile(costs, size, launch_quantile);
}

/* The logarithms of the positive ones, in place, first; how many there are. */
static size_t take_logarithms(double *values, size_t size)
{
    size_t kept = 0;
    for (size_t i = 0; i < size; i++)
        if (values[i] > 0 && isfinite(values[i]))
            values[kept++] = log(values[i]);
    return kept;
}

/* The standard deviation as the faster quarter shows it: what lengthens some launches says nothing
 * about the others. */
static double lower_spread(const double *sorted, size_t size, double quartile)
{
    double squares = 0;
    size_t below = 0;
    for (; below < size && sorted[below] <= quartile; below++)
        squares += (sorted[below] - quartile) * (sorted[below] - quartile);
    return below ? sqrt(squares / (double)below) / quarter_spread : 0;
}

struct estimate estimate_launches(double *launches, size_t size)
{
    struct estimate e = {.value = NAN, .lo = NAN, .hi = NAN};
    e.kept = take_logarithms(launches, size);
    e.dropped = size - e.kept;
    if (e.kept == 0)
        return e;
    double quartile = quantile(launches, e.kept, 0.25); /* sorts */
    double centre = quantile(launches, e.kept, launches_quantile);
    e.value = exp(centre);
    if (e.kept == 1)
        return e;
    double error = shared_disturbance * decile_error * lower_spread(launches, e.kept, quartile) /
                   sqrt((double)e.kept);
    e.lo = exp(centre - student_t95(e.kept - 1) * error);
    e.hi = exp(centre + student_t95(e.kept - 1) * error);
    return e;
}

/* Interruptions are gone from a block's ratio to the canary's block of the same round, so what is
 * left are a cell's own costs: a low quantile would fall between two of them (docs/method.md). */
static const double drifting_quantile = 1.0 / 3;

/* How many standard deviations lie between the second and the fifth of six normal values
 * (Teichroew 1956), and how many of them the drift is given, by trial; fewer where both costs of a
 * ratio drift together. */
static const double sixths_spread = 1.2836, drift_sigmas = 2, ratio_sigmas = 1;

enum { SIXTHS = 6 };

/* The spread, on logarithms, of what each sixth of the run would have said by itself. */
static double sixths_drift(const double *logs, size_t size, double q, double *scratch)
{
    double of[SIXTHS];
    if (size < SIXTHS)
        return 0;
    for (size_t i = 0; i < SIXTHS; i++) {
        size_t from = i * size / SIXTHS, to = (i + 1) * size / SIXTHS;
        memcpy(scratch, logs + from, (to - from) * sizeof *scratch);
        of[i] = quantile(scratch, to - from, q);
    }
    qsort(of, SIXTHS, sizeof *of, compare_doubles);
    return (of[4] - of[1]) / sixths_spread;
}

/* A quantile of launches in the order in which they ran, on logarithms. */
static struct estimate estimate_quantile(const double *launches, size_t size, double q,
                                         double sigmas, double *scratch)
{
    struct estimate e = {.value = NAN, .lo = NAN, .hi = NAN};
    double *logs = scratch, *sorted = scratch + size;
    memcpy(logs, launches, size * sizeof *logs);
    e.kept = take_logarithms(logs, size);
    e.dropped = size - e.kept;
    if (e.kept == 0)
        return e;
    double drift = sigmas * sixths_drift(logs, e.kept, q, sorted);
    memcpy(sorted, logs, e.kept * sizeof *sorted);
    double centre = quantile(sorted, e.kept, q);
    double error = normal_95 * sqrt(q * (1 - q) / (double)e.kept); /* of the share below */
    double below = centre - quantile(sorted, e.kept, fmax(q - error, 0));
    double above = quantile(sorted, e.kept, fmin(q + error, 1)) - centre;
    e.value = exp(centre);
    if (e.kept == 1)
        return e;
    e.lo = exp(centre - hypot(below, drift));
    e.hi = exp(centre + hypot(above, drift));
    return e;
}

struct estimate estimate_drifting(const double *launches, size_t size, double *scratch)
{
    return estimate_quantile(launches, size, drifting_quantile, drift_sigmas, scratch);
}

struct estimate estimate_ratios(const double *launches, size_t size, double *scratch)
{
    return estimate_quantile(launches, size, 0.5, ratio_sigmas, scratch);
}

struct estimate estimate_product(struct estimate a, struct estimate b)
{
    struct estimate e = {.value = a.value * b.value, .kept = a.kept, .dropped = a.dropped};
    e.lo = e.value * exp(-hypot(log(a.value / a.lo), log(b.value / b.lo)));
    e.hi = e.value * exp(hypot(log(a.hi / a.value), log(b.hi / b.value)));
    return e;
}

struct estimate estimate_widened(struct estimate e, double share)
{
    e.lo = fmin(e.lo, e.value / (1 + share));
    e.hi = fmax(e.hi, e.value * (1 + share));
    return e;
}

struct estimate estimate_mean(double *values, size_t size)
{
    struct estimate e = {.value = NAN, .lo = NAN, .hi = NAN};
    e.kept = take_logarithms(values, size);
    e.dropped = size - e.kept;
    if (e.kept == 0)
        return e;
    double n = (double)e.kept, centre = mean(values, e.kept), squares = 0;
    e.value = exp(centre);
    if (e.kept == 1)
        return e;
    for (size_t i = 0; i < e.kept; i++)
        squares += (values[i] - centre) * (values[i] - centre);
    double half = student_t95(e.kept - 1) * sqrt(squares / (n - 1) / n);
    e.lo = exp(centre - half);
    e.hi = exp(centre + half);
    return e;
}
