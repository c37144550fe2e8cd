/* SPDX-License-Identifier: MIT */
#include "fleet/findings.h"

#include "fleet/differ.h"
#include "fleet/fold.h"
#include "text/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VERDICTS = FLEET_ALONE + 1 };

static const char *const verdicts[VERDICTS] = {[FLEET_ALIKE] = "alike",
                                               [FLEET_OUTLIER] = "outlier",
                                               [FLEET_SUSPECT] = "suspect",
                                               [FLEET_BUSY] = "busy",
                                               [FLEET_ALONE] = "alone"};

const char *fleet_verdict_name(enum fleet_verdict v)
{
    return verdicts[v];
}

/* One host at work, and what was found of others. */
struct findings {
    const struct fleet *f;
    const struct fleet_groups *g;
    json_t *by_key[VERDICTS]; /* findings by what they say */
    struct fleet_difference *differences;
    struct fleet_outside *outside;
};

static json_t *value_json(const struct fleet *f, uint32_t value)
{
    return value == FLEET_ABSENT ? json_null() : json_string(words_text(&f->words, value));
}

json_t *fleet_difference_json(const struct fleet *f, const struct fleet_difference *d,
                              const char *key)
{
    static const char *const classes[] = {"platform", "platform", "subject", "state", "entries"};
    const char *field = words_text(&f->words, d->field);
    return json_pack("{s:s, s:s, s:o, s:o}", "class", classes[*field - FACT_HARDWARE], "field",
                     field + 1, "value", value_json(f, d->value), key, value_json(f, d->other));
}

static const struct fleet_group *group_of(const struct findings *s, const struct fleet_host *h)
{
    return &s->g->groups[s->f->setups[h->setup].group];
}

/* Hosts with one key are said together: all exact facts alike, the same times outside. */
static char *key_of(const struct findings *s, const struct fleet_host *h,
                    const struct fleet_found *found)
{
    char *key = NULL;
    size_t size;
    FILE *out = open_memstream(&key, &size);
    if (!out)
        return NULL;
    fprintf(out, "%u %u", s->f->setups[h->setup].group,
            found->verdict == FLEET_BUSY ? fleet_busy(s->f, group_of(s, h), h) : 0);
    for (size_t i = 0; i < found->differences; i++)
        fprintf(out, " %u=%u", s->differences[i].field, s->differences[i].value);
    for (size_t i = 0; i < found->outside; i++)
        fprintf(out, " %u%c%d", s->outside[i].cell->cell, s->outside[i].ratio > 1 ? '+' : '-',
                s->outside[i].confirmed);
    return fclose(out) == 0 ? key : NULL;
}

static json_t *new_finding(const struct findings *s, const struct fleet_host *h,
                           const struct fleet_found *found)
{
    json_t *fields = json_array(), *times = json_array();
    const struct fleet *f = s->f;
    uint32_t group = f->setups[h->setup].group;
    uint32_t busy = group ? fleet_busy(f, group_of(s, h), h) : 0;
    for (size_t i = 0; i < found->differences; i++)
        json_array_append_new(fields, fleet_difference_json(f, &s->differences[i], "majority"));
    for (size_t i = 0; i < found->outside; i++) {
        const struct fleet_cell *c = s->outside[i].cell;
        const char *unit = c->cell == f->clock ? "GHz" : group_of(s, h)->cycles ? "cycles" : "ns";
        json_array_append_new(times, json_pack("{s:s, s:s, s:f, s:b, s:[], s:[]}", "cell",
                                               words_text(&f->words, c->cell), "unit", unit,
                                               "median", exp(c->median), "confirmed",
                                               s->outside[i].confirmed, "ratios", "again"));
    }
    return json_pack("{s:s, s:o, s:[], s:o, s:o, s:o}", "verdict", verdicts[found->verdict],
                     "group", group ? json_integer(group) : json_null(), "names", "fields", fields,
                     "times", times, "busy",
                     busy ? json_string(words_text(&f->words, busy)) : json_null());
}

static bool add_host(const struct findings *s, const struct fleet_host *h,
                     const struct fleet_found *found)
{
    char *key = key_of(s, h, found);
    json_t *all = s->by_key[found->verdict], *one = key ? json_object_get(all, key) : NULL;
    if (key && !one && (one = new_finding(s, h, found)))
        json_object_set_new(all, key, one);
    free(key);
    json_array_append_new(json_object_get(one, "names"), json_string(h->name));
    for (size_t i = 0; i < found->outside; i++) {
        json_t *t = json_array_get(json_object_get(one, "times"), i);
        json_array_append_new(json_object_get(t, "ratios"), json_real(s->outside[i].ratio));
        json_array_append_new(json_object_get(t, "again"), json_real_or_null(s->outside[i].again));
    }
    return one;
}

static bool judge_host(struct findings *s, const struct fleet_host *h, size_t *counts)
{
    struct fleet_found found = fleet_judge(s->f, s->g, h, s->outside);
    const struct fleet_setup *setup = &s->f->setups[h->setup];
    counts[found.verdict]++;
    if (found.verdict == FLEET_ALIKE)
        return true;
    if (found.differences) {
        found.differences =
            fleet_differ(setup, &group_of(s, h)->setup, s->differences, FLEET_MOST_FACTS);
        if (found.differences > FLEET_MOST_FACTS)
            found.differences = FLEET_MOST_FACTS;
        fleet_differ_order(s->differences, found.differences, &s->f->words);
    }
    return add_host(s, h, &found);
}

/* "node[001-014]", from a list of names. A new reference. */
static json_t *folded(const json_t *names)
{
    size_t size = json_array_size(names);
    const char **list = calloc(size + 1, sizeof *list);
    for (size_t i = 0; list && i < size; i++)
        list[i] = json_string_value(json_array_get(names, i));
    json_t *set = list ? fleet_fold_json(list, size) : NULL;
    free(list);
    return set;
}

/* All of them in one list, with their hosts as sets. */
static json_t *list_findings(struct findings *s)
{
    json_t *all = json_array(), *one;
    const char *key;
    for (int v = FLEET_OUTLIER; v < VERDICTS; v++)
        json_object_foreach(s->by_key[v], key, one) {
            const json_t *names = json_object_get(one, "names");
            json_object_set_new(one, "hosts", folded(names));
            json_object_set_new(one, "size", json_integer((json_int_t)json_array_size(names)));
            json_array_append(all, one);
        }
    return all;
}

static bool judge_hosts(struct findings *s, json_t *counts)
{
    size_t own[VERDICTS] = {0};
    bool good = true;
    for (size_t i = 1; i <= s->f->size && good; i++)
        good = s->f->hosts[i].repeat || judge_host(s, &s->f->hosts[i], own);
    for (int v = 0; v < VERDICTS; v++)
        json_object_set_new(counts, verdicts[v], json_integer((json_int_t)own[v]));
    return good;
}

json_t *fleet_findings(const struct fleet *f, const struct fleet_groups *g, json_t *counts)
{
    size_t cells = 0;
    struct findings s = {.f = f, .g = g};
    for (size_t i = 1; i <= g->size; i++)
        cells = g->groups[i].size > cells ? g->groups[i].size : cells;
    for (int v = 0; v < VERDICTS; v++)
        s.by_key[v] = json_object();
    s.differences = calloc(FLEET_MOST_FACTS, sizeof *s.differences);
    s.outside = calloc(cells + 1, sizeof *s.outside);
    bool good = s.differences && s.outside && judge_hosts(&s, counts);
    json_t *all = good ? list_findings(&s) : NULL;
    for (int v = 0; v < VERDICTS; v++)
        json_decref(s.by_key[v]);
    free(s.differences);
    free(s.outside);
    return all;
}

json_t *fleet_suspects(const json_t *findings)
{
    size_t i;
    const json_t *finding;
    json_t *names = json_array();
    json_array_foreach(findings, i, finding)
        if (json_is(finding, "verdict", verdicts[FLEET_SUSPECT]))
            json_array_extend(names, json_object_get(finding, "names"));
    json_t *set = folded(names);
    json_decref(names);
    return set;
}
