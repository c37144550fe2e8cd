/* SPDX-License-Identifier: MIT */
#include "page/track.h"

#include "text/show.h"

#include <math.h>

static bool has_place(double v)
{
    return isfinite(v) && v > 0;
}

struct track track_empty(void)
{
    return (struct track){INFINITY, 0};
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

/* In percent of the width. */
static double place(const struct track *t, double v)
{
    double share = log(v / t->least) / log(t->most / t->least);
    return 100 * fmin(fmax(share, 0), 1);
}

/* The decades that an axis of a figure of a thousand ones would still show: every step-th. */
static int decade_step(const struct track *t)
{
    return 1 + (int)(log10(t->most / t->least) / 6);
}

static void print_grid(const struct track *t, FILE *out)
{
    int step = decade_step(t);
    for (int d = (int)ceil(log10(t->least)); pow(10, d) <= t->most; d += step)
        fprintf(out, "<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"100%%\"/>",
                place(t, pow(10, d)), place(t, pow(10, d)));
}

void track_axis(const struct track *t, FILE *out)
{
    int step = decade_step(t);
    char text[SHOW_NUMBER];
    fputs("<svg class=\"track\" aria-hidden=\"true\">", out);
    for (int d = (int)ceil(log10(t->least)); pow(10, d) <= t->most; d += step)
        fprintf(out, "<text x=\"%.2f%%\" y=\"75%%\">%s</text>", place(t, pow(10, d)),
                show_short(pow(10, d), 4, text));
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

void track_end(FILE *out)
{
    fputs("</svg>", out);
}
