/* SPDX-License-Identifier: MIT */
#include "page/track.h"

#include "text/show.h"

#include <math.h>

/* About 1 there is so much room at least; and so much beyond the last value. */
static const double ratio_room = 1.1, ratio_edge = 1.02;

static bool has_place(double v)
{
    return isfinite(v) && v > 0;
}

struct track track_empty(void)
{
    return (struct track){INFINITY, 0, false};
}

void track_hold(struct track *t, double v)
{
    if (!has_place(v))
        return;
    t->least = fmin(t->least, v);
    t->most = fmax(t->most, v);
}

bool track_close(struct track *t)
{
    if (!has_place(t->least) || !has_place(t->most))
        return false;
    if (t->most < t->least * 10)
        t->most = t->least * 10;
    double room = pow(t->most / t->least, 0.04);
    t->least /= room;
    t->most *= room;
    return isfinite(t->most) && t->least > 0;
}

bool track_close_ratio(struct track *t)
{
    if (!has_place(t->least) || !has_place(t->most))
        return false;
    t->ratio = true;
    t->least = fmin(t->least, 1 / ratio_room) / ratio_edge;
    t->most = fmax(t->most, ratio_room) * ratio_edge;
    return t->least > 0 && isfinite(t->most / t->least);
}

/* In percent of the width. */
static double place(const struct track *t, double v)
{
    double share = log(v / t->least) / log(t->most / t->least);
    return 100 * fmin(fmax(share, 0), 1);
}

/* Which values have a line: every step-th decade; of ratios what shares the room, where they are
 * all near 1, and what divides decades, where they are few. The i-th; false behind the last. */
static bool mark_at(const struct track *t, int i, double *v)
{
    static const double near[] = {0.5, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.5, 2};
    static const double parts[] = {1, 2, 5};
    enum { NEAR = sizeof near / sizeof *near, PARTS = sizeof parts / sizeof *parts };
    int step = 1 + (int)(log10(t->most / t->least) / 6);
    if (t->ratio && t->most / t->least < 5) {
        *v = i < NEAR ? near[i] : INFINITY;
        return i < NEAR;
    }
    if (t->ratio && t->most / t->least < 100) {
        int decade = i / PARTS;
        *v = pow(10, floor(log10(t->least)) + decade) * parts[i % PARTS];
        return *v <= t->most;
    }
    *v = pow(10, ceil(log10(t->least) / step) * step + i * step);
    return *v <= t->most;
}

static bool is_beyond(const struct track *t, double v)
{
    return v < t->least || v > t->most;
}

static void print_grid(const struct track *t, FILE *out)
{
    double v;
    for (int i = 0; mark_at(t, i, &v); i++)
        if (!is_beyond(t, v))
            fprintf(out, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"100%%\"/>",
                    t->ratio && v == 1 ? "one" : "grid", place(t, v), place(t, v));
}

/* A label that on a phone would touch the one before it, or that of 1, is left out. */
static bool has_label(const struct track *t, double v, double before)
{
    if (is_beyond(t, v))
        return false;
    if (!t->ratio)
        return place(t, v) - before > 11;
    return v == 1 || (place(t, v) - before > 25 && fabs(place(t, v) - place(t, 1)) > 25);
}

void track_axis(const struct track *t, FILE *out)
{
    char text[SHOW_NUMBER];
    double v, before = -INFINITY;
    fputs("<svg class=\"track\" aria-hidden=\"true\">", out);
    for (int i = 0; mark_at(t, i, &v); i++) {
        if (!has_label(t, v, before))
            continue;
        before = place(t, v);
        fprintf(out, "<text x=\"%.2f%%\" y=\"75%%\">%s</text>", before, show_short(v, 4, text));
    }
    fputs("</svg>", out);
}

void track_begin(const struct track *t, int style, FILE *out)
{
    fprintf(out, "<svg class=\"track p%d\" aria-hidden=\"true\">", style);
    print_grid(t, out);
}

void track_lead(const struct track *t, double v, FILE *out)
{
    if (has_place(v))
        fprintf(out, "<line class=\"lead\" x1=\"0\" x2=\"%.2f%%\" y1=\"50%%\" y2=\"50%%\"/>",
                place(t, v));
}

void track_span(const struct track *t, double from, double to, const char *class, FILE *out)
{
    if (has_place(from) && has_place(to))
        fprintf(out, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"50%%\" y2=\"50%%\"/>",
                class, place(t, from), place(t, to));
}

void track_dot(const struct track *t, double v, FILE *out)
{
    if (has_place(v))
        fprintf(out, "<circle cx=\"%.2f%%\" cy=\"50%%\" r=\"5\"/>", place(t, v));
}

void track_point(const struct track *t, double v, double level, bool outside, FILE *out)
{
    if (has_place(v))
        fprintf(out, "<circle%s cx=\"%.2f%%\" cy=\"%.0f%%\" r=\"%s\"/>",
                outside ? " class=\"p5\"" : "", place(t, v), 50 + 42 * level,
                outside ? "4" : "1.7");
}

void track_end(FILE *out)
{
    fputs("</svg>", out);
}
