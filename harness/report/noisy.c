/* SPDX-License-Identifier: MIT */
#include "report/noisy.h"

#include "stats/estimate.h"
#include "text/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rule of docs/reading-the-numbers.md. */
static const double wide = 0.02, many_dropped = 0.05;

/* The median over the measured cells of the interval's half as a share of the estimate; 0 where no
 * cell has an interval. */
static double half_width(const json_t *report)
{
    const json_t *cells = json_object_get(report, "cells"), *cell;
    double *halves = calloc(json_array_size(cells) + 1, sizeof *halves), middle = 0;
    size_t i, size = 0;
    json_array_foreach(cells, i, cell) {
        const json_t *ns = json_object_get(cell, "ns"), *lo = json_object_get(ns, "lo");
        double estimate = json_number_value(json_object_get(ns, "estimate"));
        if (halves && json_is_number(lo) && estimate > 0)
            halves[size++] =
                (json_number_value(json_object_get(ns, "hi")) - json_number_value(lo)) / 2 /
                estimate;
    }
    if (size)
        middle = quantile(halves, size, 0.5);
    free(halves);
    return middle;
}

static bool warned_of(const json_t *run, const char *words)
{
    size_t i;
    const json_t *warning;
    json_array_foreach(json_object_get(run, "warnings"), i, warning)
        if (json_is_string(warning) && strstr(json_string_value(warning), words))
            return true;
    return false;
}

void report_causes(const json_t *run, double least_dropped, bool loops, char *text, size_t size)
{
    const json_t *canary = json_object_get(run, "canary");
    const json_t *throttles = json_object_get(json_object_get(run, "interference"), "throttles");
    double dropped = json_number_value(json_object_get(run, "discarded"));
    char percent[SHOW_NUMBER], share[64];
    snprintf(share, sizeof share, "%s %% of the blocks disturbed and dropped",
             show_short(100 * dropped, 2, percent));
    const struct {
        bool there;
        const char *words;
    } all[] = {{warned_of(run, "(steal)"), "the hypervisor gave its time to others (steal)"},
               {warned_of(run, "cpu.max"), "a CPU quota stopped it"},
               {warned_of(run, "other thread of CPU"), "the core's other thread was busy"},
               {json_number_value(throttles) > 0, "it was throttled for heat"},
               {dropped >= least_dropped, share},
               {loops && json_is_false(json_object_get(canary, "holds")),
                "its clock wavered (reference loops off)"}};
    *text = '\0';
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t used = strlen(text);
        if (all[i].there)
            snprintf(text + used, size - used, "%s%s", used ? ", " : "", all[i].words);
    }
}

void report_noisy(const json_t *report, char *text, size_t size)
{
    char why[400], percent[SHOW_NUMBER];
    double half = half_width(report);
    report_causes(json_object_get(report, "run"), many_dropped, true, why, sizeof why);
    *text = '\0';
    if (half > wide && *why)
        snprintf(text, size,
                 "the intervals are wide, half of them over +-%s %%, because of this machine: %s",
                 show_short(100 * half, 2, percent), why);
}
