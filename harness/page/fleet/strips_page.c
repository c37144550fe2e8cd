/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/html.h"
#include "page/track.h"
#include "text/json.h"
#include "text/made.h"
#include "text/show.h"

#include <stdlib.h>

enum { MOST_NAMED = 4, DIGITS = 3, STYLE = 6 };

static const json_t *strips_of(const json_t *document)
{
    return json_object_get(json_object_get(document, "page"), "strips");
}

static double ratio_of(const json_t *dot)
{
    return json_number_value(json_array_get(dot, 0));
}

static struct track axis_of(const json_t *document)
{
    struct track t = track_empty();
    size_t i, k;
    const json_t *strip, *dot;
    json_array_foreach(strips_of(document), i, strip)
        json_array_foreach(json_object_get(strip, "dots"), k, dot)
            track_hold(&t, ratio_of(dot));
    return t;
}

static bool has_strips(const json_t *document)
{
    struct track t = axis_of(document);
    return track_close_ratio(&t);
}

/* "node017 1.43, node021 0.71": of a finding's hosts that lie outside in a cell. */
static size_t put_hosts(const json_t *finding, const json_t *time, size_t said, FILE *out)
{
    const json_t *names = json_object_get(finding, "names"), *ratio;
    char number[SHOW_NUMBER];
    size_t i;
    json_array_foreach(json_object_get(time, "ratios"), i, ratio) {
        const char *name = json_string_value(json_array_get(names, i));
        if (said++ < MOST_NAMED)
            fprintf(out, "%s%s %s", said > 1 ? ", " : "", name ? name : "",
                    show_number(json_number_value(ratio), DIGITS, number));
    }
    return said;
}

/* Which hosts lie outside in that cell; to be freed, NULL without memory. */
static char *say_outside(const json_t *document, const char *cell)
{
    const json_t *finding, *time;
    struct made_text t;
    size_t i, k, said = 0;
    if (!made_begin(&t))
        return NULL;
    json_array_foreach(json_object_get(document, "findings"), i, finding)
        json_array_foreach(json_object_get(finding, "times"), k, time)
            if (json_is(time, "cell", cell))
                said = put_hosts(finding, time, said, t.out);
    if (said > MOST_NAMED)
        fprintf(t.out, " and %zu more", said - MOST_NAMED);
    return made_end(&t);
}

static void print_strip(const struct track *t, const json_t *document, const json_t *strip,
                        FILE *out)
{
    size_t i;
    const json_t *dot;
    const char *cell = json_text_of(strip, "cell");
    fputs("<tr><th scope=\"row\">", out);
    html_text(cell, out);
    fputs("</th><td>", out);
    track_begin(t, STYLE, out);
    json_array_foreach(json_object_get(strip, "dots"), i, dot)
        track_point(t, ratio_of(dot), json_number_value(json_array_get(dot, 1)),
                    json_is_true(json_array_get(dot, 2)), out);
    track_end(out);
    fputs("</td><td>", out);
    html_own(say_outside(document, cell), out);
    fputs("</td></tr>\n", out);
}

static void print_strips(const json_t *document, FILE *out)
{
    struct track t = axis_of(document);
    size_t i;
    const json_t *strip;
    track_close_ratio(&t);
    fputs("<table class=\"figure strips\">\n<caption>A dot for each host that was not busy, at its "
          "ratio to the median of its group, on a logarithmic axis. Large and orange, and named at "
          "the right: outside the fence. Of hosts that are alike only as many dots as there is "
          "room for.</caption>\n<thead><tr><th scope=\"col\">cell</th><td>",
          out);
    track_axis(&t, out);
    fputs("</td><th scope=\"col\">outside</th></tr></thead>\n<tbody>\n", out);
    json_array_foreach(strips_of(document), i, strip)
        print_strip(&t, document, strip, out);
    fputs("</tbody>\n</table>\n", out);
}

const struct page_part part_strips = {"strips", "Hosts against the median of their group",
                                      has_strips, print_strips};
