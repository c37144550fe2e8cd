/* SPDX-License-Identifier: MIT */
#include "plot/plot.h"

#include "plot/svg.h"
#include "text/json.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* What a context makes of a path: a row of the report's "contexts". */
struct effect {
    struct estimate_of {
        double value, lo, hi;
    } ns, ratio;
    bool known, same; /* it was measured; it can't be told from hot */
};

static struct estimate_of read_estimate(const json_t *row, const char *key)
{
    const json_t *of = json_object_get(row, key);
    struct estimate_of e = {json_number_of(of, "estimate"), json_number_of(of, "lo"),
                            json_number_of(of, "hi")};
    if (!isfinite(e.lo) || !isfinite(e.hi))
        e.lo = e.hi = e.value;
    return e;
}

static struct effect read_effect(const json_t *row)
{
    struct effect e = {.ns = read_estimate(row, "added_ns"), .ratio = read_estimate(row, "ratio")};
    e.known = isfinite(e.ns.value) && isfinite(e.ratio.value) && e.ratio.value > 0;
    e.same = json_is_false(json_object_get(row, "distinguishable"));
    return e;
}

/* It adds something, which a logarithmic axis can show. */
static bool adds(const struct effect *e)
{
    return !e->same && e->ns.value > 0;
}

/* Widens least..most by an estimate; what is not above 0 has no place on the axis. */
static void reach(const struct estimate_of *e, double *least, double *most)
{
    *least = fmin(*least, e->lo > 0 ? e->lo : e->value);
    *most = fmax(*most, e->hi);
}

static void put_vars(const struct plot *p, FILE *out, double rows)
{
    double ns_least = INFINITY, ns_most = 0, least = 1, most = 1;
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(p->report, "contexts"), i, row) {
        struct effect e = read_effect(row);
        if (e.known)
            reach(&e.ratio, &least, &most);
        if (e.known && adds(&e))
            reach(&e.ns, &ns_least, &ns_most);
    }
    bool none = !(ns_least < ns_most || ns_most > 0);
    fprintf(out, "ROWS = %.1f\nNMIN = %.17g\nNMAX = %.17g\nRMIN = %.17g\nRMAX = %.17g\n", rows,
            none ? 1 : ns_least, none ? 10 : ns_most, least, most);
}

/* kind: 0 adds, 1 not to be told from hot, 2 takes something off. */
static void put_effect(FILE *out, const struct effect *e, const struct plot_cell *c, double row)
{
    char ns[32], ratio[32];
    int kind = adds(e) ? 0 : e->same ? 1 : 2;
    plot_number(ns, sizeof ns, fabs(e->ns.value));
    snprintf(ratio, sizeof ratio, "%.*f", e->ratio.value < 10 ? 2 : 0, e->ratio.value);
    fprintf(out, "%.1f\t%d\t%d", row, c->style, kind);
    fprintf(out, "\t%.17g\t%.17g\t%.17g", e->ns.value, e->ns.lo, e->ns.hi);
    fprintf(out, "\t%.17g\t%.17g\t%.17g", e->ratio.value, e->ratio.lo, e->ratio.hi);
    fprintf(out, "\t%s%s\t%s\n", kind == 2 ? "-" : "", kind == 1 ? "not distinguishable" : ns,
            ratio);
}

/* The rows in the report's order, half a row between contexts; how high the picture is. */
static double put_rows(const struct plot *p, FILE *data, FILE *names)
{
    double at = 0;
    char context[PLOT_WORD] = "";
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(p->report, "contexts"), i, row) {
        struct effect e = read_effect(row);
        struct plot_cell c = {0};
        char own[PLOT_WORD];
        if (!e.known)
            continue;
        plot_texts(&c, row);
        plot_clean(own, sizeof own, json_text_of(row, "context"));
        if (strcmp(own, context) != 0) {
            at += *context ? 0.5 : 0;
            fprintf(names, "%.1f\t0\t%s\n", at, own);
            strcpy(context, own);
        }
        fprintf(names, "%.1f\t1\t%s\n", at, c.path_name);
        put_effect(data, &e, &c, at);
        at += 1;
    }
    return at;
}

static int write_tax(const struct plot *p, int dir)
{
    static const char *const suffixes[] = {".tsv", "-rows.tsv", ".gpvars"};
    FILE *files[3];
    int rc = plot_files(files, 3, dir, "tax", suffixes);
    if (rc)
        return rc;
    double rows = put_rows(p, files[0], files[1]);
    put_vars(p, files[2], rows);
    rc = plot_end_all(files, 3);
    return rc ? rc : rows > 0 ? 0 : -ENODATA;
}

const struct picture picture_tax = {
    "tax", "What a context adds to a call, by path",
    "Dots: nanoseconds more than hot, and the cost relative to hot, of a path's calls together, "
    "from "
    "the rounds that have both; bars: 95 % intervals. Logarithmic axes.",
    write_tax, NULL};
