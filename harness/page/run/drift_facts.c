/* SPDX-License-Identifier: MIT */
#include "page/run/drift_facts.h"

#include "plot/traces.h"
#include "text/json.h"

#include <stdlib.h>

static json_t *line_of(const struct trace *t, size_t pools)
{
    json_t *line = json_array();
    for (size_t i = 0; i < pools; i++)
        json_array_append_new(line, json_real_or_null(t->pool[i]));
    return line;
}

static void add_path(json_t *paths, const char *path, int style, json_t *lines)
{
    json_array_append_new(
        paths, json_pack("{s:s, s:i, s:o}", "path", path, "style", style, "lines", lines));
}

/* The path's cells, and their median. */
static int add_panel(json_t *paths, const struct plot *p, const struct timeline *t, size_t panel)
{
    struct trace *traces = calloc(p->size + 1, sizeof *traces);
    const struct plot_cell *cell = NULL;
    json_t *lines = json_array();
    size_t size = 0;
    int rc = traces ? 0 : -1;
    for (size_t i = 0; i < p->size && rc == 0; i++) {
        if (p->cells[i].path != panel)
            continue;
        cell = &p->cells[i];
        rc = trace_cell(&traces[size], p, t, cell->index);
        trace_relative(&traces[size]);
        json_array_append_new(lines, line_of(&traces[size++], timeline_pools(t)));
    }
    if (rc == 0 && cell) {
        trace_middle(&traces[size], traces, size);
        json_array_append_new(lines, line_of(&traces[size], timeline_pools(t)));
        add_path(paths, cell->path_name, cell->style, lines);
    } else {
        json_decref(lines);
    }
    free(traces);
    return rc;
}

static void add_canary(json_t *paths, const struct plot *p, const struct timeline *t)
{
    const json_t *canary = json_object_get(json_object_get(p->report, "run"), "canary");
    double expected = json_number_of(canary, "expected");
    struct trace ratio;
    if (!(expected > 0) || trace_canary(&ratio, p, t) != 0)
        return;
    for (size_t i = 0; i < TRACE_POOLS; i++)
        ratio.pool[i] /= expected;
    json_t *lines = json_array();
    json_array_append_new(lines, line_of(&ratio, timeline_pools(t)));
    add_path(paths, "canary", 6, lines);
}

static json_t *facts_of(const struct plot *p)
{
    struct timeline t;
    if (!p->record->samples.size || timeline_make(&t, &p->record->samples) != 0)
        return NULL;
    json_t *paths = json_array();
    int rc = 0;
    for (size_t panel = 0; panel < p->paths && rc == 0; panel++)
        rc = add_panel(paths, p, &t, panel);
    if (rc == 0)
        add_canary(paths, p, &t);
    free(t.round);
    return json_pack("{s:o}", "traces", paths);
}

json_t *drift_facts(const struct record *r)
{
    struct plot p;
    if (plot_open(&p, r) != 0)
        return NULL;
    json_t *facts = facts_of(&p);
    plot_close(&p);
    return facts;
}
