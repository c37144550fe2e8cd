/* SPDX-License-Identifier: MIT */
#include "judge/boots.h"

#include "compare/cells.h"
#include "compare/side.h"
#include "gate/gate.h"
#include "judge/boots_change.h"
#include "judge/comparable.h"
#include "judge/unrecorded.h"
#include "text/json_show.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 128, SENTENCE = 600 };

static const double error = 0.05; /* each way, as gate ab's */

/* What the boots of one side say of a cell. */
struct side {
    const struct boots_side *boots;
    double *values; /* the estimates that there are, ns */
    size_t size;
    const json_t *odd; /* what a boot without an estimate says, failed before all; NULL: none */
};

struct boots_cell {
    const char *name;
    struct side a, b;
    struct judgement judgement;
    enum verdict verdict; /* where it has no judgement */
    bool judged;
    char reason[SENTENCE]; /* "" for none */
};

static bool is(const json_t *value, const char *state)
{
    const char *own = json_string_value(json_object_get(value, "state"));
    return own && strcmp(own, state) == 0;
}

static void take_values(struct side *s, const struct boots_side *boots, const json_t *values,
                        size_t from, double *into)
{
    *s = (struct side){.boots = boots, .values = into};
    for (size_t i = 0; i < boots->size; i++) {
        const json_t *value = json_array_get(values, from + i);
        double v = json_number_value(json_object_get(value, "estimate"));
        if (v > 0)
            s->values[s->size++] = v;
        else if (!s->odd || is(value, "failed"))
            s->odd = value;
    }
}

static double centre_of(const struct side *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->size; i++)
        sum += log(s->values[i]) / (double)s->size;
    return s->size ? exp(sum) : NAN;
}

/* "it works in 4 of 6 boots of NAME", and the reason that one of the others has. */
static void say_odd(struct boots_cell *c, const struct side *s)
{
    char reason[SENTENCE];
    json_show_string(s->odd, "reason", reason, sizeof reason);
    if (is(s->odd, "absent"))
        text_say(reason, sizeof reason, "a record has no such cell");
    const char *colon = *reason ? ": " : "";
    if (s->size)
        text_say(c->reason, sizeof c->reason, "%zu of %zu boots of %s measured it%s%s", s->size,
                 s->boots->size, s->boots->name, colon, reason);
    else
        text_say(c->reason, sizeof c->reason, "no boot of %s measured it%s%s", s->boots->name,
                 colon, reason);
}

static bool too_few(struct boots_cell *c, const struct side *s)
{
    if (s->boots->size >= SIDE_LEAST_BOOTS)
        return false;
    text_say(c->reason, sizeof c->reason,
             "%s has %zu boot%s, and fewer than %d a side give no verdict", s->boots->name,
             s->boots->size, s->boots->size == 1 ? "" : "s", SIDE_LEAST_BOOTS);
    return true;
}

/* No two boots agree in the last digit: these are copies, or none. */
static bool all_alike(struct boots_cell *c, const struct side *s)
{
    for (size_t i = 1; i < s->size; i++)
        if (s->values[i] != s->values[0])
            return false;
    text_say(c->reason, sizeof c->reason, "every boot of %s has the very same time",
             s->boots->name);
    return true;
}

/* The verdict where the times don't decide; VERDICTS where they do. What A can do and B can't is a
 * regression; what only some boots can do, or what a record leaves out, can't pass. */
static enum verdict without_times(struct boots_cell *c)
{
    bool broke = is(c->b.odd, "failed") && !is(c->a.odd, "failed");
    if (!c->a.size && !broke) {
        say_odd(c, &c->a);
        return VERDICT_SKIPPED;
    }
    if (too_few(c, &c->a) || too_few(c, &c->b))
        return VERDICT_INCONCLUSIVE;
    if (!c->a.odd && !c->b.odd)
        return all_alike(c, &c->a) || all_alike(c, &c->b) ? VERDICT_INCONCLUSIVE : VERDICTS;
    say_odd(c, broke || !c->a.odd ? &c->b : &c->a);
    if (broke || (c->a.size && !c->b.size && !is(c->b.odd, "absent")))
        return VERDICT_REGRESSION;
    return VERDICT_INCONCLUSIVE;
}

static bool settle_verdict(const struct holm *h, double lower, void *arg)
{
    struct boots_cell *c = h->cell;
    (void)arg;
    c->judged = true;
    c->judgement = judge_ratio(centre_interval(&h->centre, lower, error), h->margin);
    return c->judgement.verdict == VERDICT_REGRESSION;
}

static void add_row(json_t *answer, const struct boots_cell *c)
{
    const struct gate_row row = {.record = c->b.boots->name,
                                 .cell = c->name,
                                 .check = "time",
                                 .unit = "ns",
                                 .reason = *c->reason ? c->reason : NULL,
                                 .verdict = c->verdict,
                                 .old = centre_of(&c->a),
                                 .now = centre_of(&c->b),
                                 .smallest = NAN,
                                 .timing = c->judged ? &c->judgement : NULL};
    gate_add(answer, &row);
}

/* Judges those that have times together, because they share the error. */
static void judge_cells(json_t *answer, const struct boots *b, struct boots_cell *cells,
                        size_t size, struct holm *all)
{
    size_t judged = 0;
    for (size_t i = 0; i < size; i++) {
        struct boots_cell *c = &cells[i];
        c->verdict = without_times(c);
        if (c->verdict == VERDICTS)
            all[judged++] = (struct holm){
                boots_change(c->a.values, c->a.size, c->b.values, c->b.size), b->margin, c};
    }
    holm_step_down(all, judged, judged, error, settle_verdict, NULL);
    for (size_t i = 0; i < size; i++)
        add_row(answer, &cells[i]);
}

static int judge_all(json_t *answer, const struct boots *b, const json_t *list)
{
    size_t size = json_array_size(list), boots = b->a.size + b->b.size;
    struct boots_cell *cells = calloc(size + 1, sizeof *cells);
    struct holm *all = calloc(size + 1, sizeof *all);
    double *values = calloc(size * boots + 1, sizeof *values);
    bool good = cells && all && values;
    for (size_t i = 0; i < size && good; i++) {
        const json_t *cell = json_array_get(list, i), *own = json_object_get(cell, "values");
        double *into = values + i * boots;
        cells[i].name = json_string_value(json_object_get(cell, "cell"));
        take_values(&cells[i].a, &b->a, own, 0, into);
        take_values(&cells[i].b, &b->b, own, b->a.size, into + b->a.size);
    }
    if (good)
        judge_cells(answer, b, cells, size, all);
    free(values);
    free(all);
    free(cells);
    return good ? 0 : -1;
}

/* The boots of one side have to be alike in all that they tell. */
static bool alike(const struct boots_side *s, char *why, size_t size)
{
    char *text = gate_subject_differences(s->records, s->size, NULL);
    bool good = text && !*text;
    if (!good)
        text_say(why, size, "the boots of %s aren't alike: they differ in %s", s->name,
                 text ? text : "something");
    free(text);
    return good;
}

static bool comparable(const struct boots *b, const struct compare_record *all, char *why,
                       size_t size)
{
    text_say(why, size, "out of memory");
    if (!gate_same_machine(all, b->a.size + b->b.size, why, size))
        return false;
    if (*compare_unit(all->report) == 'i') {
        text_say(why, size, "the boots counted instructions and no time; gate exact judges those");
        return false;
    }
    return alike(&b->a, why, size) && alike(&b->b, why, size);
}

/* What the comparison is about, as the first boot of each side tells it. */
static void note_subject(json_t *answer, const struct boots *b)
{
    const struct compare_record two[] = {{b->a.name, b->a.records->report},
                                         {b->b.name, b->b.records->report}};
    char *text = gate_subject_differences(two, 2, NULL);
    if (text && *text)
        gate_note(answer, "They differ in %s.", text);
    else
        gate_note(answer, "The records of both sides tell of the same kernel and settings.");
    unrecorded_note(answer, two, 2);
    free(text);
}

static void note_emulation(json_t *answer, const json_t *report)
{
    char name[WORD];
    const json_t *machine = json_object_get(report, "machine");
    json_show_string(json_object_get(machine, "platform"), "hypervisor", name, sizeof name);
    if (strcmp(name, "QEMU TCG") == 0)
        gate_note(answer, "These boots were emulated (QEMU TCG): their times are not those of any "
                          "machine.");
}

/* A's records and then B's; the caller frees. */
static struct compare_record *join_boots(const struct boots *b)
{
    struct compare_record *all = calloc(b->a.size + b->b.size, sizeof *all);
    if (!all)
        return NULL;
    memcpy(all, b->a.records, b->a.size * sizeof *all);
    memcpy(all + b->a.size, b->b.records, b->b.size * sizeof *all);
    return all;
}

static json_t *judge_two_boots(const struct boots *b, const struct compare_record *all)
{
    char why[SENTENCE];
    json_t *answer = gate_new("gate boots"), *cells;
    if (!comparable(b, all, why, sizeof why)) {
        gate_refuse(answer, why);
        return answer;
    }
    gate_note(answer, "%zu boots of %s (A) and %zu of %s (B).", b->a.size, b->a.name, b->b.size,
              b->b.name);
    note_subject(answer, b);
    note_emulation(answer, all->report);
    cells = compare_cells(all, b->a.size + b->b.size, 0);
    int failed = cells ? judge_all(answer, b, cells) : -1;
    gate_conclude(answer);
    json_decref(cells);
    return failed ? (json_decref(answer), NULL) : answer;
}

json_t *boots_judge(const struct boots *b)
{
    struct compare_record *all = join_boots(b);
    json_t *answer = all ? judge_two_boots(b, all) : NULL;
    free(all);
    return answer;
}
