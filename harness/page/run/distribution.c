/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/columns.h"
#include "page/figure.h"
#include "page/html.h"
#include "text/json.h"
#include "text/json_show.h"

#include <math.h>

/* Of batches, so that none of these is of a single call. */
static const char *const points[] = {"min", "p50", "p90", "p99", "p999"};
enum { MIN, P50, P90, P99, P999, POINTS, DIGITS = 4 };

static double point_of(const json_t *cell, int point)
{
    return json_number_of(json_object_get(cell, "ns"), points[point]);
}

static void hold_points(struct track *t, const json_t *report, const json_t *cell)
{
    (void)report;
    for (int i = 0; i < POINTS; i++)
        track_hold(t, point_of(cell, i));
}

static bool has_points(const json_t *report)
{
    struct track t = figure_axis(report, hold_points);
    return track_close(&t);
}

static void mark_points(const struct track *t, const json_t *report, const json_t *cell, FILE *out)
{
    (void)report;
    for (int last = P999; last > P50; last--)
        if (isfinite(point_of(cell, last))) {
            track_span(t, point_of(cell, MIN), point_of(cell, last), "tail", out);
            break;
        }
    track_span(t, point_of(cell, MIN), point_of(cell, P90), "span", out);
    track_dot(t, point_of(cell, P50), out);
}

#define POINT(name, index)                                                                         \
    static void show_##name(const json_t *cell, char *text, size_t size)                           \
    {                                                                                              \
        json_show_value(json_object_get(json_object_get(cell, "ns"), points[index]), DIGITS, text, \
                        size);                                                                     \
    }
POINT(min, MIN)
POINT(p50, P50)
POINT(p90, P90)
POINT(p99, P99)
POINT(p999, P999)
#undef POINT

static void show_name(const json_t *cell, char *text, size_t size)
{
    json_show_string(cell, "cell", text, size);
}

static void show_batch(const json_t *cell, char *text, size_t size)
{
    json_show_value(json_object_get(json_object_get(cell, "ns"), "batch"), DIGITS, text, size);
}

static const struct report_column columns[] = {{"cell", true, 0, NULL, show_name},
                                               {"min", false, 0, NULL, show_min},
                                               {"p50", false, 0, NULL, show_p50},
                                               {"p90", false, 0, NULL, show_p90},
                                               {"p99", false, 0, NULL, show_p99},
                                               {"p99.9", false, 0, NULL, show_p999},
                                               {"calls in a batch", false, 0, NULL, show_batch},
                                               {NULL, false, 0, NULL, NULL}};

static void print_distribution(const json_t *report, FILE *out)
{
    const struct figure f = {
        "ns per call, of small batches of calls, on a logarithmic axis. Dots: half of the batches "
        "are below. Thick: from the least to 90 %. Thin: the tail, to 99.9 %, or 99 % where there "
        "are too few batches. At the right the cost from above.",
        hold_points, mark_points};
    figure_print(&f, report, out);
    columns_print("Percentiles of batches, ns per call", columns, report, out);
}

const struct page_part part_distribution = {"distribution", "Distribution and tail", has_points,
                                            print_distribution};
