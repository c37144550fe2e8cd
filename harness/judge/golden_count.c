/* SPDX-License-Identifier: MIT */
#include "judge/golden_count.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 4 };

/* The values, ascending; how many. */
static size_t values_of(const json_t *count, double values[MOST])
{
    size_t size = 0;
    if (json_is_number(count))
        values[size++] = json_number_value(count);
    for (; size < json_array_size(count) && size < MOST; size++)
        values[size] = json_number_value(json_array_get(count, size));
    return size;
}

bool count_good(const json_t *count)
{
    size_t i;
    const json_t *v;
    json_array_foreach(count, i, v)
        if (!json_is_number(v))
            return false;
    bool list = json_array_size(count) > 0 && json_array_size(count) <= MOST;
    return json_is_number(count) || json_is_null(count) || list;
}

double count_least(const json_t *count)
{
    double values[MOST], least = NAN;
    size_t size = values_of(count, values);
    for (size_t i = 0; i < size; i++)
        least = fmin(least, values[i]);
    return least;
}

static bool has_count(const double *values, size_t size, double v)
{
    for (size_t i = 0; i < size; i++)
        if (values[i] == v)
            return true;
    return false;
}

bool count_agrees(const json_t *a, const json_t *b)
{
    double x[MOST], y[MOST];
    size_t n = values_of(a, x), m = values_of(b, y);
    if (n > 1 && m > 1)
        return count_least(a) == count_least(b);
    for (size_t i = 0; i < n; i++)
        if (has_count(y, m, x[i]))
            return true;
    return false;
}

/* Whole as a whole number, so that a golden file has no ".0". */
static json_t *number_json(double v)
{
    return v == rint(v) && fabs(v) < 1e15 ? json_integer((json_int_t)v) : json_real(v);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static json_t *count_json(double *values, size_t size)
{
    qsort(values, size, sizeof *values, by_value);
    if (size == 0)
        return json_null();
    if (size == 1)
        return number_json(values[0]);
    json_t *list = json_array();
    for (size_t i = 0; i < size; i++)
        json_array_append_new(list, number_json(values[i]));
    return list;
}

json_t *count_union(const json_t *a, const json_t *b)
{
    double all[MOST], others[MOST];
    size_t size = values_of(a, all), more = values_of(b, others);
    for (size_t i = 0; i < more && size < MOST; i++)
        if (!has_count(all, size, others[i]))
            all[size++] = others[i];
    return count_json(all, size);
}

json_t *count_from(const json_t *values)
{
    double own[MOST];
    size_t size = values_of(values, own);
    return count_json(own, size);
}
