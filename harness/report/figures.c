/* SPDX-License-Identifier: MIT */
#include "report/figures.h"

#include "text/json_show.h"

#include <math.h>
#include <stdlib.h>

/* From here on a double may not be the only whole number that it stands for. */
static const double whole_most = 9007199254740992;

json_t *figures_cells(const json_t *report)
{
    json_t *cells = json_object(), *cell;
    size_t i;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        char *name = json_show_whole(json_object_get(cell, "cell"));
        if (name && !json_object_get(cells, name))
            json_object_set(cells, name, cell);
        free(name);
    }
    return cells;
}

bool figures_number(const json_t *object, const char *key, double *v)
{
    const json_t *found = json_object_get(object, key);
    *v = json_number_value(found);
    return json_is_number(found) && isfinite(*v);
}

bool figures_ns(const json_t *cell, double *v)
{
    return figures_number(json_object_get(cell, "ns"), "estimate", v);
}

bool figures_ns_half(const json_t *cell, double *v)
{
    const json_t *ns = json_object_get(cell, "ns");
    double value, lo, hi;
    if (!figures_ns(cell, &value) || !figures_number(ns, "lo", &lo) ||
        !figures_number(ns, "hi", &hi))
        return false;
    *v = fmax(hi - value, value - lo);
    return isfinite(*v);
}

bool figures_entries(const json_t *cell, double *v)
{
    const json_t *counters = json_object_get(cell, "counters");
    double own, emulated;
    bool some = figures_number(counters, "sys_enter", &own);
    some |= figures_number(counters, "emulate_vsyscall", &emulated);
    *v = own + emulated;
    return some && isfinite(*v);
}

bool figures_instructions(const json_t *cell, double *v)
{
    const json_t *pmu = json_object_get(cell, "pmu");
    double user, kernel;
    if (figures_number(cell, "instructions", v))
        return true;
    if (!figures_number(pmu, "instructions_user", &user) ||
        !figures_number(pmu, "instructions_kernel", &kernel))
        return false;
    *v = user + kernel;
    return isfinite(*v);
}

bool figures_injected(const json_t *cell, double *v)
{
    return figures_number(cell, "injected_ns", v);
}

bool figures_interrupted(const json_t *report)
{
    return json_is_true(json_object_get(json_object_get(report, "run"), "interrupted"));
}

bool figures_samples(const json_t *report)
{
    return !json_is_false(json_object_get(json_object_get(report, "run"), "samples"));
}

double figures_launches(const json_t *report)
{
    double launches;
    return figures_number(json_object_get(report, "run"), "launches", &launches) ? launches : 0;
}

json_t *figures_json(double v)
{
    return v == rint(v) && fabs(v) < whole_most ? json_integer((json_int_t)v) : json_real(v);
}
