/* SPDX-License-Identifier: MIT */
#include "plot/curves.h"
#include "plot/traces.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static void put_trace(struct curves *c, const struct timeline *t, const struct trace *trace,
                      size_t panel, int style)
{
    size_t pools = timeline_pools(t);
    curves_begin(c, panel, style);
    for (size_t pool = 0; pool < pools; pool++)
        if (isfinite(trace->pool[pool]))
            curves_point(c, ((double)pool + 0.5) * (double)t->rounds / (double)pools,
                         trace->pool[pool]);
    curves_end(c);
}

struct extent {
    double least, most;
};

static void widen_extent(struct extent *y, const struct trace *t)
{
    for (size_t pool = 0; pool < TRACE_POOLS; pool++) {
        y->least = fmin(y->least, t->pool[pool]);
        y->most = fmax(y->most, t->pool[pool]);
    }
}

/* A panel: a thin curve for each cell of the path, then, as its last, their median. */
static int put_panel(struct curves *c, const struct plot *p, const struct timeline *t, size_t panel,
                     struct extent *y)
{
    struct trace *traces = calloc(p->size + 1, sizeof *traces);
    const struct plot_cell *cell = NULL;
    size_t size = 0;
    int rc = traces ? 0 : -ENOMEM;
    for (size_t i = 0; i < p->size && rc == 0; i++) {
        if (p->cells[i].path != panel)
            continue;
        cell = &p->cells[i];
        rc = trace_cell(&traces[size], p, t, cell->index);
        trace_relative(&traces[size]);
        put_trace(c, t, &traces[size], panel, cell->style);
        widen_extent(y, &traces[size++]);
    }
    if (rc == 0 && cell) {
        trace_middle(&traces[size], traces, size);
        put_trace(c, t, &traces[size], panel, cell->style);
        fprintf(c->vars, "LAST_%zu = %zu\n", panel, c->curves - 1);
        curves_panel(c, panel, cell->path_name, "");
    }
    free(traces);
    return rc;
}

static int put_canary(struct curves *c, const struct plot *p, const struct timeline *t)
{
    struct trace ratio;
    int rc = trace_canary(&ratio, p, t);
    if (rc)
        return rc == -ENODATA ? 0 : rc;
    put_trace(c, t, &ratio, p->paths, 0);
    const json_t *canary = json_object_get(json_object_get(p->report, "run"), "canary");
    double expected = json_number_value(json_object_get(canary, "expected"));
    fprintf(c->vars, "CANARY = %zu\nEXPECTED = %.17g\n", c->curves - 1, expected);
    curves_panel(c, p->paths, "canary: multiply / add (band: within 0.5 % of what is expected)",
                 "");
    return 0;
}

static int put_all(struct curves *c, const struct plot *p, const struct timeline *t)
{
    struct extent y = {1, 1};
    int rc = 0;
    for (size_t panel = 0; panel < p->paths && rc == 0; panel++)
        rc = put_panel(c, p, t, panel, &y);
    fprintf(c->vars, "CANARY = -1\nPANELS = %zu\nROUNDS = %zu\nYMIN = %.17g\nYMAX = %.17g\n",
            p->paths, t->rounds, y.least, y.most);
    return rc ? rc : put_canary(c, p, t);
}

static int write_drift(const struct plot *p, int dir)
{
    struct timeline t;
    struct curves c;
    int rc = p->record->samples.size ? timeline_make(&t, &p->record->samples) : -ENODATA;
    if (rc < 0)
        return rc;
    rc = curves_open(&c, "drift", dir);
    if (rc == 0) {
        rc = put_all(&c, p, &t);
        int end = curves_close(&c, p);
        rc = rc ? rc : end;
    }
    free(t.round);
    return rc;
}

const struct picture picture_drift = {
    "drift", "Did the machine drift? Cost over the run",
    "Cost relative to each cell's own median, pooled over rounds: thin lines are cells, the thick "
    "line is the path's median.",
    write_drift, "the record holds no samples"};
