/* SPDX-License-Identifier: MIT */
#include "judge/noise.h"

#include "machine/sysfile.h"
#include "record/fields.h"
#include "stats/estimate.h"
#include "stats/student.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int make_room(struct noise *n, size_t cells)
{
    if (n->effects)
        return n->cells == cells ? 0 : -EINVAL;
    n->effects = calloc(cells + 1, NOISE_JOBS_MOST * sizeof *n->effects);
    n->widths = calloc(cells + 1, NOISE_JOBS_MOST * sizeof *n->widths);
    n->timed = calloc(cells + 1, sizeof *n->timed);
    n->cells = cells;
    return n->effects && n->widths && n->timed ? 0 : -ENOMEM;
}

int noise_add(struct noise *n, const struct ab_trial *t)
{
    int error = n->jobs < NOISE_JOBS_MOST ? make_room(n, t->size) : -ENOSPC;
    for (size_t i = 0; i < t->size && !error; i++) {
        struct estimate e = t->cells[i].pairs.judgement.effect;
        bool timed = t->cells[i].pairs.rounds_used > 0;
        size_t at = i * NOISE_JOBS_MOST + n->jobs;
        n->timed[i] |= timed;
        n->effects[at] = timed ? log1p(e.value) : NAN;
        n->widths[at] = timed ? log1p(e.value) - log1p(e.lo) : NAN;
    }
    n->jobs += !error;
    return error;
}

void noise_free(struct noise *n)
{
    free(n->effects);
    free(n->widths);
    free(n->timed);
    *n = (struct noise){0};
}

static size_t keep(const double *from, size_t size, double *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < size; i++)
        if (isfinite(from[i]))
            to[kept++] = from[i];
    return kept;
}

/* Where the next job lies in 19 of 20 cases: a prediction interval, its farther end. */
static double bound_of(const double *values, size_t size)
{
    double centre = mean(values, size), squares = 0, n = (double)size;
    for (size_t i = 0; i < size; i++)
        squares += pow(values[i] - centre, 2);
    double sd = sqrt(squares / (n - 1));
    return expm1(fabs(centre) + student_t95(size - 1) * sd * sqrt(1 + 1 / n));
}

static json_t *describe_noise(const struct noise *n, size_t cell)
{
    double kept[NOISE_JOBS_MOST], bound = 1, sees = 1;
    const double *effects = n->effects + cell * NOISE_JOBS_MOST;
    size_t size = keep(effects, n->jobs, kept);
    if (size >= NOISE_JOBS_LEAST && 2 * size >= n->jobs) {
        bound = bound_of(kept, size);
        size = keep(n->widths + cell * NOISE_JOBS_MOST, n->jobs, kept);
        sees = (1 + bound) * exp(quantile(kept, size, 0.5)) - 1;
    }
    return json_pack("{s:f, s:f, s:i}", "bound", bound, "sees", sees, "jobs", (int)size);
}

json_t *noise_make(const struct noise *n, const json_t *manifest, double seconds)
{
    const json_t *names = json_object_get(manifest, "cells");
    json_t *cells = json_object();
    for (size_t i = 0; i < n->cells; i++) {
        const json_t *name = json_object_get(json_array_get(names, i), "cell");
        if (n->timed[i])
            json_object_set_new(cells, json_string_value(name), describe_noise(n, i));
    }
    json_t *machine = json_object_get(manifest, "machine");
    return json_pack("{s:s, s:s, s:O, s:i, s:f, s:o}", "schema", NOISE_SCHEMA, "systoll",
                     SYSTOLL_VERSION, "platform", json_object_get(machine, "platform"), "jobs",
                     (int)n->jobs, "seconds", seconds, "cells", cells);
}

static bool check_cells(const json_t *cells, struct complaint *what)
{
    static const struct field fields[] = {
        {"bound", NUMBER, REQUIRED}, {"sees", NUMBER, REQUIRED}, {NULL, TEXT, REQUIRED}};
    const char *name;
    json_t *cell;
    json_object_foreach((json_t *)(uintptr_t)cells, name, cell) {
        if (!check_fields(cell, fields, what))
            return false;
        if (!(json_number_value(json_object_get(cell, "bound")) >= 0))
            return check_failed(what, "bound", "is below 0");
    }
    return true;
}

static bool check_noise(const json_t *noise, struct complaint *what)
{
    static const struct field fields[] = {{"schema", TEXT, REQUIRED},
                                          {"platform", OBJECT, REQUIRED},
                                          {"seconds", NUMBER, REQUIRED},
                                          {"cells", OBJECT, REQUIRED},
                                          {NULL, TEXT, REQUIRED}};
    static const char *const schemas[] = {NOISE_SCHEMA, NULL};
    if (!check_fields(noise, fields, what))
        return false;
    if (!check_one_of(noise, "schema", schemas))
        return check_failed(what, "schema", "is not " NOISE_SCHEMA);
    return check_cells(json_object_get(noise, "cells"), what);
}

json_t *noise_read(const char *path, char *error, size_t size)
{
    struct complaint what;
    json_error_t why;
    size_t length;
    errno = 0;
    char *text = sysfile_bytes("", path, &length);
    json_t *noise = text ? json_loadb(text, length, JSON_REJECT_DUPLICATES, &why) : NULL;
    if (!text)
        text_say(error, size, "%s can't be read: %s", path,
                 errno ? strerror(errno) : "it is no regular file");
    else if (!noise)
        text_say(error, size, "%s is no noise file: it is not JSON (%s)", path, why.text);
    else if (!check_noise(noise, &what))
        text_say(error, size, "%s is no noise file: %s", path, what.text);
    else {
        free(text);
        return noise;
    }
    text_printable(error);
    json_decref(noise);
    free(text);
    return NULL;
}

bool noise_fits(const json_t *noise, const json_t *manifest)
{
    const json_t *machine = json_object_get(manifest, "machine");
    return json_equal(json_object_get(noise, "platform"), json_object_get(machine, "platform"));
}

json_t *noise_bounds(const json_t *noise)
{
    json_t *bounds = json_object(), *cell;
    const char *name;
    json_object_foreach(json_object_get(noise, "cells"), name, cell)
        json_object_set(bounds, name, json_object_get(cell, "bound"));
    return bounds;
}
