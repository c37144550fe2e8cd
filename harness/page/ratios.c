/* SPDX-License-Identifier: MIT */
#include "page/ratios.h"

#include "page/html.h"
#include "page/track.h"

#include <math.h>

/* The palette's numbers of what costs more, less, or neither for sure. */
enum { MORE = 5, LESS = 1, NEITHER = 6 };

static struct track axis_of(const struct ratio_figure *r, const json_t *of)
{
    struct track t = track_empty();
    for (size_t i = 0; i < r->size; i++) {
        char name[RATIOS_TEXT], text[RATIOS_TEXT];
        struct estimate ratio;
        if (!r->row(of, i, &ratio, name, text))
            continue;
        track_hold(&t, ratio.value);
        track_hold(&t, ratio.lo);
        track_hold(&t, ratio.hi);
    }
    return t;
}

static int style_of(struct estimate ratio)
{
    return ratio.lo > 1 ? MORE : ratio.hi < 1 ? LESS : NEITHER;
}

static void print_row(const struct track *t, struct estimate ratio, const char *name,
                      const char *text, FILE *out)
{
    fputs("<tr><th scope=\"row\">", out);
    html_text(name, out);
    fputs("</th><td>", out);
    track_begin(t, style_of(ratio), out);
    track_span(t, ratio.lo, ratio.hi, "span", out);
    track_dot(t, ratio.value, out);
    track_end(out);
    fputs("</td>", out);
    html_cell(text, false, out);
    fputs("</tr>\n", out);
}

void ratios_print(const struct ratio_figure *r, const json_t *of, FILE *out)
{
    struct track t = axis_of(r, of);
    if (!track_close_ratio(&t))
        return;
    fputs("<table class=\"figure wide\">\n<caption>", out);
    html_text(r->caption, out);
    fprintf(out, "</caption>\n<thead><tr><th scope=\"col\">%s</th><td>", r->what);
    track_axis(&t, out);
    fprintf(out, "</td><th scope=\"col\" class=\"n\">%s</th></tr></thead>\n<tbody>\n", r->title);
    for (size_t i = 0; i < r->size; i++) {
        char name[RATIOS_TEXT], text[RATIOS_TEXT];
        struct estimate ratio;
        if (r->row(of, i, &ratio, name, text))
            print_row(&t, ratio, name, text, out);
    }
    fputs("</tbody>\n</table>\n", out);
}
