/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/html.h"
#include "text/json.h"
#include "text/show.h"

#include <math.h>
#include <stdio.h>

/* A trace's own coordinates, which a browser stretches. */
enum { WIDE = 1000, HIGH = 100 };

struct extent {
    double least, most;
};

static const json_t *traces_of(const json_t *report)
{
    const json_t *drift = json_object_get(json_object_get(report, "page"), "drift");
    return json_object_get(drift, "traces");
}

static bool has_traces(const json_t *report)
{
    return json_array_size(traces_of(report)) > 0;
}

/* Of a path's lines. */
static void widen_extent(struct extent *y, const json_t *path)
{
    size_t i, k;
    const json_t *line, *v;
    json_array_foreach(json_object_get(path, "lines"), i, line)
        json_array_foreach(line, k, v)
            if (json_is_number(v)) {
                y->least = fmin(y->least, json_number_value(v));
                y->most = fmax(y->most, json_number_value(v));
            }
}

static double height_of(const struct extent *y, double v)
{
    return (double)HIGH * (y->most - v) / (y->most - y->least);
}

static void print_line(const json_t *line, const struct extent *y, bool middle, FILE *out)
{
    size_t i, size = json_array_size(line);
    const json_t *v;
    fprintf(out, "<polyline%s points=\"", middle ? " class=\"middle\"" : "");
    json_array_foreach(line, i, v)
        if (json_is_number(v))
            fprintf(out, "%.0f,%.1f ", (double)WIDE * ((double)i + 0.5) / (double)size,
                    height_of(y, json_number_value(v)));
    fputs("\"/>", out);
}

static void print_path(const json_t *path, const struct extent *y, FILE *out)
{
    struct extent own = {INFINITY, -INFINITY};
    const json_t *lines = json_object_get(path, "lines"), *line;
    size_t i;
    char text[64], least[SHOW_NUMBER], most[SHOW_NUMBER];
    widen_extent(&own, path);
    fputs("<tr><th scope=\"row\">", out);
    html_text(json_text_of(path, "path"), out);
    fprintf(out,
            "</th><td><svg class=\"trace p%d\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
            "aria-hidden=\"true\"><line class=\"one\" x1=\"0\" x2=\"%d\" y1=\"%.1f\" "
            "y2=\"%.1f\"/>",
            (int)json_number_of(path, "style"), WIDE, HIGH, WIDE, height_of(y, 1), height_of(y, 1));
    json_array_foreach(lines, i, line)
        print_line(line, y, i + 1 == json_array_size(lines), out);
    fputs("</svg></td>", out);
    snprintf(text, sizeof text, "%s..%s", show_fixed(own.least, 2, least),
             show_fixed(own.most, 2, most));
    html_cell(own.least <= own.most ? text : "-", false, out);
    fputs("</tr>\n", out);
}

static void print_drift(const json_t *report, FILE *out)
{
    const json_t *paths = traces_of(report), *path;
    struct extent y = {0.99, 1.01};
    size_t i;
    json_array_foreach(paths, i, path)
        widen_extent(&y, path);
    fputs("<table class=\"figure drift\">\n<caption>Cost over the run, from its first round to its "
          "last, "
          "relative to each cell's own median: thin lines are cells, the thick line is the path's "
          "median. Canary: the ratio of the reference loops relative to what is expected, which "
          "holds at any frequency.</caption>\n<thead><tr><th scope=\"col\">path</th><td></td>"
          "<th scope=\"col\" class=\"n\">from..to</th></tr></thead>\n<tbody>\n",
          out);
    json_array_foreach(paths, i, path)
        print_path(path, &y, out);
    fputs("</tbody>\n</table>\n", out);
}

const struct page_part part_drift = {"drift", "Did the machine drift?", has_traces, print_drift};
