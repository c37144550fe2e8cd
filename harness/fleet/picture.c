/* SPDX-License-Identifier: MIT */
#include "fleet/picture.h"

#include "fleet/say.h"
#include "fleet/strips.h"
#include "plot/caption.h"
#include "plot/svg.h"
#include "text/json.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 60, MOST_LABELS = 4, MOST_LINES = 8, HOSTS = 40 };

static const char description[] =
    "A dot for each host that was not busy, at its ratio to the median of its group. Larger and "
    "named: outside the fence. Of hosts that are alike only as many dots as there is room for.";

/* The mean ratio of a finding's hosts in that cell; NAN where they are not outside there. */
static double ratio_of(const json_t *finding, const char *cell)
{
    const json_t *time, *ratio;
    size_t i, k;
    json_array_foreach(json_object_get(finding, "times"), i, time) {
        const json_t *ratios = json_object_get(time, "ratios");
        double sum = 0;
        if (!json_is(time, "cell", cell))
            continue;
        json_array_foreach(ratios, k, ratio)
            sum += log(json_number_value(ratio)) / (double)json_array_size(ratios);
        return exp(sum);
    }
    return NAN;
}

/* A row's labels: those that would be printed over each other are one. */
static void put_labels(const json_t *document, const char *cell, size_t row, FILE *out)
{
    double at[MOST_LABELS];
    char text[MOST_LABELS][2 * HOSTS];
    size_t size = 0, i, k;
    const json_t *finding;
    json_array_foreach(json_object_get(document, "findings"), i, finding) {
        double ratio = ratio_of(finding, cell);
        char hosts[HOSTS], more[2 * HOSTS];
        text_fit(hosts, sizeof hosts, json_text_of(finding, "hosts"));
        for (k = 0; k < size && !(fabs(log(ratio / at[k])) < 0.3); k++)
            ;
        if (!isfinite(ratio) || k == MOST_LABELS)
            continue;
        snprintf(more, sizeof more, "%s", k < size ? text[k] : "");
        text_say(text[k], sizeof text[k], "%s%s%s", more, *more ? ", " : "", hosts);
        at[k] = ratio;
        size = k < size ? size : k + 1;
    }
    for (k = 0; k < size; k++) {
        fprintf(out, "%zu\t%.17g\t", row, at[k]);
        plot_put(out, text[k]);
        fputc('\n', out);
    }
}

static void put_rows(const struct fleet_drawn *d, const struct strips *s, FILE *rows, FILE *labels)
{
    for (size_t i = 0; i < s->size; i++) {
        const char *cell = words_text(&d->fleet->words, s->cells[i]);
        fprintf(rows, "%zu\t", i);
        plot_put(rows, cell);
        fputc('\n', rows);
        put_labels(d->document, cell, i, labels);
    }
    if (!s->size)
        return;
    fputs("-1\t1\t\n", labels); /* gnuplot takes no empty file */
}

/* A line: row, ratio, level, and whether the host lies outside. */
static void put_dot(void *to, size_t row, const struct strip_dot *dot)
{
    FILE *out = to;
    fprintf(out, "%zu\t%.17g\t%.3f\t%d\n", row, dot->ratio, dot->level, dot->outside);
}

static int write_strips(const struct drawing *drawing, int dir)
{
    enum { DOTS, ROWS, LABELS, VARS, FILES };
    static const char *const suffixes[] = {".tsv", "-rows.tsv", "-labels.tsv", ".gpvars"};
    const struct fleet_drawn *d = drawing->of;
    FILE *files[FILES];
    struct strips s;
    if (!strips_list(&s, d->groups, MOST_ROWS))
        return -ENOMEM;
    int rc = s.size ? plot_files(files, FILES, dir, drawing->name, suffixes) : -ENODATA;
    if (rc == 0) {
        bool good = strips_put(&s, d->fleet, d->groups, put_dot, files[DOTS]);
        put_rows(d, &s, files[ROWS], files[LABELS]);
        fprintf(files[VARS], "ROWS = %zu\nXMIN = %.17g\nXMAX = %.17g\n", s.size, exp(s.least),
                exp(s.most));
        rc = plot_end_all(files, FILES);
        rc = good ? rc : -ENOMEM;
    }
    free(s.cells);
    return rc;
}

/* Takes the text. */
static void put_line(FILE *out, const char *label, char *text)
{
    char *line = NULL;
    if (text && asprintf(&line, "%s%s%s", label, *label ? ": " : "", text) > 0)
        plot_line(out, PLOT_BELOW, line);
    free(line);
    free(text);
}

static int write_text(const struct drawing *drawing, int dir)
{
    const struct fleet_drawn *d = drawing->of;
    const json_t *one;
    size_t i;
    FILE *out = plot_file(dir, drawing->name, "-text.tsv");
    if (!out)
        return -errno;
    plot_wrapped(out, PLOT_TITLE, drawing->title);
    plot_wrapped(out, PLOT_BELOW, description);
    put_line(out, "", fleet_say_counts(d->document));
    json_array_foreach(json_object_get(d->document, "groups"), i, one) {
        char label[32];
        snprintf(label, sizeof label, "Group %zu", i + 1);
        if (i < MOST_LINES)
            put_line(out, label, fleet_say_group(one));
    }
    return plot_end(out);
}

static int write_picture(const struct drawing *d, int dir)
{
    int rc = write_strips(d, dir);
    return rc ? rc : write_text(d, dir);
}

/* What is found, for those who can't see it. */
static char *describe_picture(const struct drawing *drawing)
{
    const struct fleet_drawn *d = drawing->of;
    char *made = NULL;
    size_t size, i;
    const json_t *finding;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        return NULL;
    fputs(description, out);
    json_array_foreach(json_object_get(d->document, "findings"), i, finding) {
        char *text = fleet_say_finding(finding);
        fprintf(out, " %s ", fleet_say_verdict(finding));
        plot_put(out, text ? text : "");
        fputc(';', out);
        free(text);
    }
    return fclose(out) == 0 ? made : NULL;
}

struct drawing fleet_drawing(const struct fleet_drawn *d)
{
    return (struct drawing){.name = "fleet",
                            .title = "Hosts against the median of their group",
                            .of = d,
                            .write = write_picture,
                            .describe = describe_picture};
}
