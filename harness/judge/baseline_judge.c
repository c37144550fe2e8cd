/* SPDX-License-Identifier: MIT */
#include "judge/baseline_judge.h"

#include "compare/cells.h"
#include "gate/gate.h"
#include "judge/spread.h"
#include "stats/holm.h"
#include "stats/student.h"
#include "text/json.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Each end of what is judged is missed with that probability; in all cells together, where it would
 * be a regression. */
static const double error = 0.05;

/* No time is known better: also of runs that agree to the last digit. */
static const double finest = 1e-4;

/* Records of one thing don't differ by more: a margin that wide would let anything pass. */
static const double worst_spread = 0.5;

/* Where there are no two times to compare: what to say of it. What the record leaves out can't
 * pass: a run of fewer cells needs a baseline of those. */
static enum verdict without_time(const json_t *now, bool before, const char **reason)
{
    *reason = json_string_value(json_object_get(now, "reason"));
    if (!now)
        *reason = "the record has no such cell";
    else if (json_is(now, "state", "measured"))
        *reason = before ? "the record has no time for it" : "the baseline has no time for it";
    else if (!*reason || !**reason)
        *reason = "not measured";
    if (json_is(now, "state", "failed"))
        return VERDICT_REGRESSION;
    return before ? VERDICT_INCONCLUSIVE : VERDICT_SKIPPED;
}

static const char *why_inconclusive(const struct baseline *b, struct estimate now,
                                    struct estimate base, double spread)
{
    if (base.kept == 1 && !b->trust_margin)
        return "one baseline record doesn't show how much records of this machine differ; more of "
               "them do, or --margin";
    if (spread > worst_spread)
        return "the baseline's records differ by more than 50 %: too much to judge by";
    if (isnan(now.lo) || isnan(now.hi))
        return "one launch gives no interval";
    return NULL;
}

/* One cell, while the others are not known yet. */
struct one {
    const char *name;
    const char *why; /* inconclusive whatever the times say; NULL: not */
    struct estimate base, now, ratio;
    double spread, margin;
    enum verdict verdict; /* where there are no two times */
    const char *reason;
    struct judgement judgement;
};

struct family {
    const struct baseline *baseline;
    struct one *cells;
    struct spread *spreads; /* of the same indices */
    struct holm *holm;
    size_t size;
    bool instructions;
};

static struct estimate estimate_of(const json_t *base)
{
    return (struct estimate){.value = json_number_of(base, "estimate"),
                             .lo = json_number_of(base, "lo"),
                             .hi = json_number_of(base, "hi"),
                             .kept = (size_t)json_integer_value(json_object_get(base, "records"))};
}

static bool is_timed(const struct one *c)
{
    return c->now.value > 0 && c->base.value > 0;
}

/* The cell as the baseline has it and as the record has it; NULL where one has none. */
static void take_cell(struct family *f, const char *name, const json_t *before, const json_t *cell)
{
    struct one *c = &f->cells[f->size];
    c->name = name;
    c->base = estimate_of(before);
    c->now = compare_cost(cell, f->instructions);
    c->ratio = compare_ratio(c->now, c->base);
    c->spread = json_number_of(before, "spread");
    c->margin = fmax(f->baseline->margin, c->spread);
    if (c->base.kept > 1)
        f->spreads[f->size] = (struct spread){
            fmax(json_number_of(before, "variance"), finest * finest), (double)c->base.kept - 1};
    if (is_timed(c))
        c->why = why_inconclusive(f->baseline, c->now, c->base, c->spread);
    else
        c->verdict = without_time(cell, c->base.value > 0, &c->reason);
    f->size++;
}

/* How far the next record may lie from the baseline's centre without any change: by what records
 * differ among themselves, or by the record's own interval, where that says more. */
static struct centre change_of(const struct one *c, const struct spread *s)
{
    double records = (double)c->base.kept;
    double between = sqrt(s->variance * (1 + 1 / records));
    double within = fmax(log(c->ratio.value / c->ratio.lo) / student_t95(1000), finest);
    bool more = c->base.kept > 1 && between > within;
    return (struct centre){.value = log(c->ratio.value),
                           .error = more ? between : within,
                           .degrees = more ? s->degrees : 1000,
                           .kept = c->base.kept};
}

/* A pass ends below the margin by the interval of the two times alone; for an improvement, as for a
 * regression, the records' differences have to be exceeded too. */
static bool settle_verdict(const struct holm *h, double lower, void *arg)
{
    struct one *c = h->cell;
    (void)arg;
    struct estimate sure = centre_interval(&h->centre, lower, lower);
    struct estimate ratio = {c->ratio.value, sure.lo, fmax(c->ratio.hi, c->ratio.value), 1, 0};
    c->judgement = judge_ratio(ratio, h->margin);
    if (c->judgement.verdict == VERDICT_IMPROVEMENT && sure.hi >= 1 / (1 + h->margin))
        c->judgement.verdict = VERDICT_PASS;
    return c->judgement.verdict == VERDICT_REGRESSION;
}

/* Together, because they share the error and what they show of the machine. */
static void judge_family(struct family *f)
{
    size_t judged = 0;
    spread_share(f->spreads, f->size);
    for (size_t i = 0; i < f->size; i++) {
        struct one *c = &f->cells[i];
        if (is_timed(c) && !c->why)
            f->holm[judged++] = (struct holm){change_of(c, &f->spreads[i]), c->margin, c};
        c->judgement = judge_ratio(c->ratio, c->margin);
        if (c->why) {
            c->judgement.verdict = VERDICT_INCONCLUSIVE;
            c->judgement.smallest = NAN;
        }
    }
    holm_step_down(f->holm, judged, judged, error, settle_verdict, NULL);
}

static void add_rows(json_t *answer, const char *record, const struct family *f)
{
    for (size_t i = 0; i < f->size; i++) {
        const struct one *c = &f->cells[i];
        const struct gate_row row = {.record = record,
                                     .cell = c->name,
                                     .check = "time",
                                     .unit = "ns",
                                     .old = c->base.value,
                                     .now = c->now.value,
                                     .smallest = NAN,
                                     .verdict = c->verdict,
                                     .reason = is_timed(c) ? c->why : c->reason,
                                     .timing = is_timed(c) ? &c->judgement : NULL};
        gate_add(answer, &row);
    }
}

static void take_cells(struct family *f, json_t *own)
{
    json_t *cell;
    const char *name;
    json_object_foreach(f->baseline->cells, name, cell)
        take_cell(f, name, cell, json_object_get(own, name));
    json_object_foreach(own, name, cell)
        if (!json_object_get(f->baseline->cells, name))
            take_cell(f, name, NULL, cell);
}

int baseline_judge(json_t *answer, const struct baseline *b, const struct compare_record *record)
{
    json_t *own = compare_by_name(record->report);
    size_t most = json_object_size(b->cells) + json_object_size(own) + 1;
    struct family f = {.baseline = b,
                       .cells = calloc(most, sizeof *f.cells),
                       .spreads = calloc(most, sizeof *f.spreads),
                       .holm = calloc(most, sizeof *f.holm),
                       .instructions = *compare_unit(record->report) == 'i'};
    bool good = own && f.cells && f.spreads && f.holm;
    if (good) {
        take_cells(&f, own);
        judge_family(&f);
        add_rows(answer, record->name, &f);
    }
    json_decref(own);
    free(f.cells);
    free(f.spreads);
    free(f.holm);
    return good ? 0 : -ENOMEM;
}
