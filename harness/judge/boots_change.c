/* SPDX-License-Identifier: MIT */
#include "judge/boots_change.h"

#include <math.h>

/* The mean of a side's logarithms and the square of its standard error. */
struct side {
    double mean, squared_error;
};

static struct side side_of(const double *values, size_t size)
{
    struct side s = {0};
    double n = (double)size;
    for (size_t i = 0; i < size; i++)
        s.mean += log(values[i]) / n;
    for (size_t i = 0; i < size; i++)
        s.squared_error += pow(log(values[i]) - s.mean, 2) / (n - 1) / n;
    return s;
}

struct centre boots_change(const double *a, size_t a_size, const double *b, size_t b_size)
{
    struct centre c = {.value = NAN, .error = NAN, .degrees = NAN, .kept = a_size + b_size};
    if (a_size < 2 || b_size < 2)
        return c;
    struct side x = side_of(a, a_size), y = side_of(b, b_size);
    double sum = x.squared_error + y.squared_error;
    c.value = y.mean - x.mean;
    c.error = sqrt(sum);
    c.degrees = sum * sum /
                (x.squared_error * x.squared_error / (double)(a_size - 1) +
                 y.squared_error * y.squared_error / (double)(b_size - 1));
    return c;
}
