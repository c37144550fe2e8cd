/* SPDX-License-Identifier: MIT */
/* What each candidate for the headline estimator makes of a record: for scripts/trials/steadiness.
 * estimators RECORD... prints "RECORD CELL ESTIMATOR VALUE" lines, in ticks a call and in core
 * cycles (each block by the canary of its round): a centre for each launch, and one of those. */
#include "record/record.h"

#include "record/open.h"
#include "stats/estimate.h"
#include "summary/parts.h"
#include "text/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double at(double *v, size_t n, double q, double unused)
{
    (void)unused;
    return quantile(v, n, q);
}

/* The mean of what lies between two quantiles. */
static double between(double *v, size_t n, double from, double to)
{
    quantile(v, n, 0.5); /* sorts */
    size_t a = (size_t)(from * (double)n), b = (size_t)ceil(to * (double)n);
    return mean(v + a, b > a ? b - a : 0);
}

/* Bickel and Fruehwirth 2006: the half with the smallest width, again and again. */
static double half_sample_mode(double *v, size_t n, double a, double b)
{
    (void)a;
    (void)b;
    quantile(v, n, 0.5); /* sorts */
    while (n > 3) {
        size_t half = (n + 1) / 2, best = 0;
        for (size_t i = 0; i + half <= n; i++)
            if (v[i + half - 1] - v[i] < v[best + half - 1] - v[best])
                best = i;
        v += best;
        n = half;
    }
    return mean(v, n);
}

/* The lower of two normal components of the logarithms, by expectation and maximisation. */
static double lower_component(double *v, size_t n, double a, double b)
{
    (void)a;
    (void)b;
    quantile(v, n, 0.5); /* sorts */
    double m[2] = {log(v[n / 10]), log(v[n - 1 - n / 10])}, s[2] = {0.01, 0.02}, w = 0.5;
    for (int round = 0; round < 30; round++) {
        double sum[2] = {0}, first[2] = {0}, second[2] = {0};
        for (size_t i = 0; i < n; i++) {
            double x = log(v[i]), d[2];
            for (int k = 0; k < 2; k++)
                d[k] = (k ? 1 - w : w) / s[k] * exp(-0.5 * pow((x - m[k]) / s[k], 2)) + 1e-300;
            for (int k = 0; k < 2; k++) {
                double r = d[k] / (d[0] + d[1]);
                sum[k] += r;
                first[k] += r * x;
                second[k] += r * x * x;
            }
        }
        for (int k = 0; k < 2; k++)
            if (sum[k] > 1) {
                m[k] = first[k] / sum[k];
                s[k] = sqrt(fmax(second[k] / sum[k] - m[k] * m[k], 1e-8));
            }
        w = fmin(fmax(sum[0] / (double)n, 0.02), 0.98);
    }
    return exp(fmin(m[0], m[1]));
}

static const struct {
    const char *name;
    double (*centre)(double *v, size_t n, double a, double b);
    double a, b;
} estimators[] = {{"minimum", at, 0, 0},
                  {"p1", at, 0.01, 0},
                  {"p5", at, 0.05, 0},
                  {"p10", at, 0.10, 0},
                  {"p25", at, 0.25, 0},
                  {"p40", at, 0.40, 0},
                  {"median", at, 0.50, 0},
                  {"trimmed mean", between, 0.1, 0.9},
                  {"mean p5-p50", between, 0.05, 0.5},
                  {"half-sample mode", half_sample_mode, 0, 0},
                  {"lower component", lower_component, 0, 0}};

static const struct {
    const char *name;
    double quantile;
} over[] = {{"minimum", 0},       {"p10", 0.10},    {"p25", 0.25},
            {"tercile", 1.0 / 3}, {"median", 0.50}, {"geometric mean", NAN}};

static double over_launches(const double *launches, size_t count, double q)
{
    double v[1000];
    memcpy(v, launches, count * sizeof *v);
    return isnan(q) ? estimate_mean(v, count).value : quantile(v, count, q);
}

/* The blocks of the launch that begins at i, each by the clock of its round where cycles are asked
 * for; where the next launch begins. */
static size_t take_launch(const struct parts *p, size_t i, size_t to, bool cycles, double *values,
                          size_t *size)
{
    uint32_t launch = p->costs[i].launch;
    for (*size = 0; i < to && p->costs[i].launch == launch; i++) {
        const struct cost *c = &p->costs[i];
        double value = c->value / (cycles ? parts_clock(p, launch, c->round) : 1);
        if (isfinite(value))
            values[(*size)++] = value;
    }
    return i;
}

static void print_cell(const char *file, const char *cell, const struct parts *p, struct range all,
                       bool cycles)
{
    double *values = calloc(all.to - all.from + 1, sizeof *values), launches[1000];
    for (size_t e = 0; values && e < sizeof estimators / sizeof *estimators; e++) {
        size_t count = 0, size;
        for (size_t i = all.from; i < all.to && count < 1000;) {
            i = take_launch(p, i, all.to, cycles, values, &size);
            if (size)
                launches[count++] =
                    estimators[e].centre(values, size, estimators[e].a, estimators[e].b);
        }
        for (size_t o = 0; count && o < sizeof over / sizeof *over; o++)
            printf("%s\t%s\t%s%s, then %s\t%.17g\n", file, cell, cycles ? "cycles: " : "",
                   estimators[e].name, over[o].name,
                   over_launches(launches, count, over[o].quantile));
    }
    free(values);
}

static int print_record(const char *file)
{
    struct record r;
    struct parts p;
    char error[512];
    if (record_read(file, RECORD_SAMPLES, &r, error, sizeof error) || parts_make(&r, &p)) {
        fprintf(stderr, "estimators: %s\n", error);
        return 2;
    }
    size_t i;
    json_t *cell;
    json_array_foreach(json_object_get(r.manifest, "cells"), i, cell) {
        struct range all = parts_costs(&p, i);
        if (all.to > all.from && json_is(cell, "role", "cell"))
            for (int cycles = 0; cycles < 2; cycles++)
                print_cell(file, json_string_value(json_object_get(cell, "cell")), &p, all, cycles);
    }
    parts_free(&p);
    record_free(&r);
    return 0;
}

int main(int argc, char **argv)
{
    int code = argc < 2 ? 2 : 0;
    for (int i = 1; i < argc && !code; i++)
        code = print_record(argv[i]);
    return code;
}
