/* SPDX-License-Identifier: MIT */
#include "judge/ab.h"

#include "gate/gate.h"
#include "judge/ab_losses.h"
#include "judge/ab_trial.h"
#include "report/heading.h"
#include "stats/estimate.h"
#include "summary/summary.h"
#include "text/json.h"
#include "text/show.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHO "B against A"

enum { REASON = 400 };

/* A job: the trial, and the one that confirms what it found. */
struct job {
    const struct record *r;
    struct ab_trial first, second;
    double ns; /* a tick */
    bool fired;
};

static double ns_per_tick(const struct record *r)
{
    double hz = json_number_value(json_object_get(json_object_get(r->manifest, "run"), "hz"));
    size_t i;
    const json_t *line;
    json_array_foreach(r->others, i, line)
        if (json_is(line, "type", "frequency"))
            hz = json_number_value(json_object_get(line, "hz"));
    return hz > 0 ? 1e9 / hz : NAN;
}

/* The median over rounds; the series is left as it is. */
static double typical(const double *series)
{
    double kept[PAIRED_ROUNDS];
    size_t size = 0;
    for (size_t i = 0; i < PAIRED_ROUNDS; i++)
        if (isfinite(series[i]))
            kept[size++] = series[i];
    return quantile(kept, size, 0.5);
}

/* Why that side could not do the cell, or NULL. */
static const char *broken(const struct record *r, size_t cell, const char *side)
{
    size_t i;
    const json_t *line;
    json_array_foreach(r->others, i, line)
        if (json_is(line, "type", "broken") &&
            (size_t)json_integer_value(json_object_get(line, "cell")) == cell &&
            json_is(line, "side", side))
            return json_string_value(json_object_get(line, "reason"));
    return NULL;
}

/* Why no time was judged; false where there is one. What B can't do and A can is a regression. */
static bool without_time(const struct job *job, size_t cell, enum verdict *v, char *reason)
{
    const json_t *own = json_array_get(json_object_get(job->r->manifest, "cells"), cell);
    const char *state = json_string_value(json_object_get(own, "state"));
    const char *why = json_string_value(json_object_get(own, "reason"));
    const char *a = broken(job->r, cell, "a"), *b = broken(job->r, cell, "b");
    *v = b && !a ? VERDICT_REGRESSION : VERDICT_SKIPPED;
    if (strcmp(state, "measured") != 0)
        text_say(reason, REASON, "%s", why ? why : state);
    else if (a || b)
        text_say(reason, REASON, "under %s: %s", a ? "A" : "B", a ? a : b);
    else
        return false;
    if (strcmp(state, "measured") != 0)
        *v = VERDICT_SKIPPED;
    return true;
}

/* What is said of a cell that the trial left open. */
static void say_undecided(const struct pairs_cell *c, char *reason)
{
    char share[SHOW_NUMBER];
    if (c->rounds_used == 0)
        text_say(reason, REASON, "the run ended after %zu of the %u rounds that a verdict takes",
                 c->rounds, pairs_looks[0]);
    else if (!isfinite(c->judgement.effect.lo))
        text_say(reason, REASON, "most of its rounds were disturbed: the machine is too busy");
    else if (c->within)
        text_say(reason, REASON, "A differed from itself by up to %s %% in this job",
                 show_short(100 * c->resolution, 2, share));
    else
        text_say(reason, REASON, "after %u rounds its interval still holds the margin",
                 c->rounds_used);
}

/* A regression has to be found again by the second trial. */
static bool confirmed(const struct job *job, size_t cell, char *reason)
{
    const struct pairs_cell *again = &job->second.cells[cell].pairs;
    char effect[SHOW_NUMBER];
    bool found = again->judgement.verdict == VERDICT_REGRESSION && again->decided;
    if (again->rounds_used == 0)
        text_say(reason, REASON, "the run ended before it could be confirmed");
    else if (!found)
        text_say(reason, REASON, "not found again in fresh workers (%s%s %%)",
                 again->judgement.effect.value > 0 ? "+" : "",
                 show_short(100 * again->judgement.effect.value, 2, effect));
    return found;
}

/* The judgement of a timed cell; a reason where it is inconclusive. */
static struct judgement conclude_cell(const struct job *job, size_t cell, char *reason)
{
    double noise;
    char share[SHOW_NUMBER];
    const struct pairs_cell *c = &job->first.cells[cell].pairs;
    struct judgement j = c->judgement;
    ab_margin(job->r, cell, &noise);
    *reason = '\0';
    if (noise >= 1)
        text_say(reason, REASON, "most jobs of this runner's calibration were disturbed");
    else if (noise > PAIRS_WORST)
        text_say(reason, REASON, "this runner can't see less than %s %%",
                 show_short(100 * noise, 2, share));
    else if (job->fired)
        text_say(reason, REASON, "A differed from itself in this job");
    else if (!c->decided)
        say_undecided(c, reason);
    else if (j.verdict == VERDICT_REGRESSION)
        confirmed(job, cell, reason);
    if (*reason || !c->decided)
        j.verdict = VERDICT_INCONCLUSIVE;
    if (c->rounds_used == 0)
        j = judge_ratio((struct estimate){.value = NAN, .lo = NAN, .hi = NAN}, c->margin);
    return j;
}

static void judge_cell(json_t *answer, const struct job *job, size_t i)
{
    const json_t *cell = json_array_get(json_object_get(job->r->manifest, "cells"), i);
    char reason[REASON];
    struct judgement j;
    struct gate_row row = {.record = WHO,
                           .cell = json_string_value(json_object_get(cell, "cell")),
                           .check = "time",
                           .unit = "ns",
                           .reason = reason,
                           .old = NAN,
                           .now = NAN,
                           .smallest = NAN};
    if (!without_time(job, i, &row.verdict, reason)) {
        j = conclude_cell(job, i, reason);
        row.timing = &j;
        row.old = typical(job->first.cells[i].series[AB_COST_A]) * job->ns;
        row.now = typical(job->first.cells[i].series[AB_COST_B]) * job->ns;
        row.reason = *reason ? reason : NULL;
    }
    gate_add(answer, &row);
}

static const char *said(const json_t *line, const char *key)
{
    const char *text = json_string_value(json_object_get(line, key));
    return text && *text ? text : "no command";
}

/* "AMD EPYC, ...; CPU 0, 104 rounds, 0.2 % of blocks dropped." */
static void note_machine(json_t *answer, const struct record *r)
{
    json_t *report = summary_report(r);
    unsigned rounds = 0, dropped = 0;
    for (size_t i = 0; i < r->pairs.size; i++) {
        const struct paired *p = &r->pairs.data[i];
        dropped += p->sample.flags != 0;
        if (p->trial == 0 && p->sample.round >= rounds)
            rounds = p->sample.round + 1;
    }
    char share[SHOW_NUMBER];
    char *machine = report_machine(report);
    json_decref(report);
    double percent = r->pairs.size ? 100.0 * dropped / (double)r->pairs.size : 0;
    gate_note(answer, "%s; %u rounds, %s %% of blocks dropped.",
              machine ? machine : "out of memory", rounds, show_short(percent, 2, share));
    free(machine);
}

/* What A and B were, and what A showed of itself. */
static void add_notes(json_t *answer, const struct job *job)
{
    static const char *const others[] = {"program_a", "program_b", "enter_a", "enter_b", NULL};
    const json_t *line = ab_line(job->r), *cells = json_object_get(job->r->manifest, "cells");
    gate_note(answer, "A runs under %s, B under %s.", said(line, "a"), said(line, "b"));
    note_machine(answer, job->r);
    for (const char *const *o = others; *o; o++)
        if (json_is_string(json_object_get(line, *o)))
            gate_note(answer, "%s: %s.", *o, said(line, *o));
    const json_t *run = json_object_get(job->r->manifest, "run");
    if (json_array_size(json_object_get(run, "inject")))
        gate_note(answer, "B was lengthened by --inject.");
    for (size_t i = 0; i < job->first.size; i++)
        if (job->first.cells[i].pairs.fired || job->second.cells[i].pairs.fired)
            gate_note(answer, "A differed from itself in %s: nothing of this job counts.",
                      json_string_value(json_object_get(json_array_get(cells, i), "cell")));
}

static json_t *judge_trials(const struct job *job)
{
    json_t *answer = gate_new("gate ab"), *cell;
    const json_t *cells = json_object_get(job->r->manifest, "cells");
    size_t i;
    add_notes(answer, job);
    json_array_foreach(cells, i, cell) {
        const char *role = json_string_value(json_object_get(cell, "role"));
        if (strcmp(role, "cell") == 0)
            judge_cell(answer, job, i);
    }
    ab_losses_judge(answer, job->r, WHO);
    gate_conclude(answer);
    return answer;
}

json_t *ab_judge(const struct record *r)
{
    struct job job = {.r = r, .ns = ns_per_tick(r)};
    json_t *answer = NULL;
    if (!ab_line(r))
        return NULL;
    int error = ab_trial_make(r, 0, &job.first);
    if (!error)
        error = ab_trial_make(r, 1, &job.second);
    job.fired = job.first.fired || job.second.fired;
    if (!error)
        answer = judge_trials(&job);
    ab_trial_free(&job.first);
    ab_trial_free(&job.second);
    return answer;
}
