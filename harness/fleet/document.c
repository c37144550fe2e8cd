/* SPDX-License-Identifier: MIT */
#include "fleet/document.h"

#include "fleet/differ.h"
#include "fleet/findings.h"
#include "fleet/fold.h"
#include "text/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIFFERENCES = 200 };

/* What all of a group's hosts, or most, say of their machine. */
static json_t *facts_json(const struct fleet *f, const struct fleet_group *g)
{
    json_t *facts = json_object();
    for (size_t i = 0; i < g->setup.size; i++) {
        const char *field = words_text(&f->words, g->setup.facts[i].field);
        uint32_t value = g->setup.facts[i].value;
        if (*field <= FACT_SUBJECT && value)
            json_object_set_new(facts, field + 1, json_string(words_text(&f->words, value)));
    }
    return facts;
}

/* Fields that no value has a majority in. */
static json_t *varies_json(const struct fleet *f, const struct fleet_group *g)
{
    json_t *fields = json_array();
    for (size_t i = 0; i < g->setup.size; i++) {
        const char *field = words_text(&f->words, g->setup.facts[i].field);
        if (*field <= FACT_SUBJECT && !g->setup.facts[i].value)
            json_array_append_new(fields, json_string(field + 1));
    }
    return fields;
}

/* In what a group is another than the first. */
static json_t *differs_json(const struct fleet *f, const struct fleet_groups *groups,
                            const struct fleet_group *g)
{
    struct fleet_difference at[MOST_DIFFERENCES];
    json_t *all = json_array();
    size_t size = fleet_differ(&g->setup, &groups->groups[1].setup, at, MOST_DIFFERENCES);
    for (size_t i = 0; i < size && i < MOST_DIFFERENCES; i++)
        json_array_append_new(all, fleet_difference_json(f, &at[i], "first"));
    return all;
}

static json_t *cells_json(const struct fleet *f, const struct fleet_group *g)
{
    json_t *cells = json_array();
    for (size_t i = 0; i < g->size; i++) {
        const struct fleet_cell *c = &g->cells[i];
        const char *unit = c->cell == f->clock ? "GHz" : g->cycles ? "cycles" : "ns";
        json_array_append_new(cells, json_pack("{s:s, s:s, s:I, s:o, s:o, s:o}", "cell",
                                               words_text(&f->words, c->cell), "unit", unit,
                                               "timed", (json_int_t)c->timed, "median",
                                               json_real_or_null(exp(c->median)), "mad",
                                               json_real_or_null(expm1(c->mad)), "fence",
                                               json_real_or_null(expm1(c->fence))));
    }
    return cells;
}

/* The names of a group's hosts as a set. A new reference. */
static json_t *hosts_json(const struct fleet *f, size_t group)
{
    size_t size = 0;
    const char **names = calloc(f->size + 1, sizeof *names);
    for (size_t i = 1; names && i <= f->size; i++)
        if (!f->hosts[i].repeat && f->setups[f->hosts[i].setup].group == group)
            names[size++] = f->hosts[i].name;
    json_t *set = names ? fleet_fold_json(names, size) : NULL;
    free(names);
    return set;
}

static json_t *groups_json(const struct fleet *f, const struct fleet_groups *groups)
{
    json_t *all = json_array();
    for (size_t i = 1; i <= groups->size; i++) {
        const struct fleet_group *g = &groups->groups[i];
        json_array_append_new(
            all, json_pack("{s:I, s:o, s:I, s:I, s:I, s:s, s:o, s:o, s:o, s:o}", "group",
                           (json_int_t)i, "hosts", hosts_json(f, i), "size", (json_int_t)g->hosts,
                           "odd", (json_int_t)g->odd, "timed", (json_int_t)g->timed, "unit",
                           g->cycles ? "cycles" : "ns", "facts", facts_json(f, g), "differs",
                           differs_json(f, groups, g), "varies", varies_json(f, g), "cells",
                           cells_json(f, g)));
    }
    return all;
}

json_t *fleet_unread_json(const struct fleet *f)
{
    json_t *all = json_array();
    for (size_t i = 0; i < f->unread_size; i++)
        json_array_append_new(
            all, json_pack("{s:s, s:s}", "record", f->unread[i].path, "reason", f->unread[i].why));
    return all;
}

/* Some time of some group is judged. */
static bool is_timed(const struct fleet_groups *groups)
{
    for (size_t i = 1; i <= groups->size; i++)
        for (size_t k = 0; k < groups->groups[i].size; k++)
            if (isfinite(groups->groups[i].cells[k].fence))
                return true;
    return false;
}

static json_int_t count_of(const json_t *counts, enum fleet_verdict v)
{
    return json_integer_value(json_object_get(counts, fleet_verdict_name(v)));
}

/* No two hosts have the same hardware. */
static bool is_incomparable(const struct fleet *f)
{
    bool *seen = calloc(f->words.size + 1, sizeof *seen), twice = !seen;
    size_t hosts = 0;
    for (size_t i = 1; i <= f->setups_size; i++) {
        const struct fleet_setup *s = &f->setups[i];
        twice = twice || s->hosts > 1 || (s->hosts && seen[s->hardware]);
        hosts += s->hosts;
        if (seen && s->hosts)
            seen[s->hardware] = true;
    }
    free(seen);
    return !twice && hosts > 1;
}

static const char *judge_outcome_of(const struct fleet *f, const struct fleet_groups *g,
                                    const json_t *counts)
{
    if (count_of(counts, FLEET_OUTLIER))
        return "outliers";
    if (f->unread_size)
        return "not all read";
    if (is_incomparable(f))
        return "not comparable";
    return count_of(counts, FLEET_SUSPECT) || !is_timed(g) ? "undecided" : "alike";
}

enum fleet_outcome fleet_outcome_of(const json_t *document)
{
    static const char *const names[] = {"alike", "outliers", "not all read", "undecided",
                                        "not comparable"};
    for (int i = 0; i < FLEET_INCOMPARABLE; i++)
        if (json_is(document, "outcome", names[i]))
            return (enum fleet_outcome)i;
    return FLEET_INCOMPARABLE;
}

json_t *fleet_document(const struct fleet *f, const struct fleet_groups *g)
{
    json_t *counts = json_object();
    json_t *findings = fleet_findings(f, g, counts);
    size_t hosts = 0;
    for (size_t i = 1; i <= f->size; i++)
        hosts += !f->hosts[i].repeat;
    return json_pack("{s:s, s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "schema", FLEET_SCHEMA,
                     "outcome", judge_outcome_of(f, g, counts), "hosts", (json_int_t)hosts,
                     "records", (json_int_t)f->size, "counts", counts, "suspects",
                     fleet_suspects(findings), "groups", groups_json(f, g), "findings", findings,
                     "unread", fleet_unread_json(f));
}
