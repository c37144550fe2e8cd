/* SPDX-License-Identifier: MIT */
#include "fleet/against/document.h"

#include "compare/side.h"
#include "fleet/document.h"
#include "fleet/findings.h"
#include "fleet/fold.h"
#include "text/json.h"
#include "text/json_text.h"

#include <stdlib.h>

/* What a change is as a whole. */
enum { WORSE, CHANGED, UNCHANGED, KINDS };
static const char *const kinds[KINDS] = {"worse", "changed", "unchanged"};

static bool has_verdict(const struct fleet_change *c, enum verdict v)
{
    for (size_t i = 0; i < c->shifts_size; i++)
        if (c->shifts[i].judgement.verdict == v)
            return true;
    return false;
}

static int kind_of(const struct fleet *f, const struct fleet_change *c)
{
    bool worse = has_verdict(c, VERDICT_REGRESSION);
    for (size_t i = 0; i < c->differences_size && !worse; i++)
        worse = fleet_change_verdict(f, &c->differences[i]) == VERDICT_REGRESSION;
    if (worse)
        return WORSE;
    return c->differences_size || has_verdict(c, VERDICT_IMPROVEMENT) ? CHANGED : UNCHANGED;
}

static json_t *fields_json(const struct fleet *f, const struct fleet_change *c)
{
    json_t *fields = json_array();
    for (size_t i = 0; i < c->differences_size; i++) {
        json_t *one = fleet_difference_json(f, &c->differences[i], "before");
        enum verdict v = fleet_change_verdict(f, &c->differences[i]);
        json_object_set_new(one, "verdict",
                            v == VERDICTS ? json_null() : json_string(verdict_name(v)));
        json_array_append_new(fields, one);
    }
    return fields;
}

static json_t *cells_json(const struct fleet *f, const struct fleet_change *c)
{
    json_t *cells = json_array();
    for (size_t i = 0; i < c->shifts_size; i++) {
        const struct fleet_shift *s = &c->shifts[i];
        bool clock = s->cell == f->clock;
        double ratio = 1 + s->judgement.effect.value;
        double lo = 1 + s->judgement.effect.lo, hi = 1 + s->judgement.effect.hi;
        json_array_append_new(cells, json_pack("{s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:s}",
                                               "cell", words_text(&f->words, s->cell), "unit",
                                               clock       ? "GHz"
                                               : c->cycles ? "cycles"
                                                           : "ns",
                                               "hosts", (json_int_t)s->hosts, "before",
                                               json_real_or_null(s->before), "now",
                                               json_real_or_null(s->now), "ratio",
                                               json_real_or_null(clock ? 1 / ratio : ratio), "lo",
                                               json_real_or_null(clock ? 1 / hi : lo), "hi",
                                               json_real_or_null(clock ? 1 / lo : hi), "verdict",
                                               verdict_name(s->judgement.verdict)));
    }
    return cells;
}

static json_t *hosts_json(const struct sweeps_hosts *h)
{
    return json_pack("{s:o, s:I}", "hosts", fleet_fold_json(h->names, h->size), "size",
                     (json_int_t)h->size);
}

static json_t *pairs_json(const struct fleet_change *c)
{
    const char **names = calloc(c->size + 1, sizeof *names);
    for (size_t i = 0; names && i < c->size; i++)
        names[i] = c->pairs[i].now->name;
    json_t *set = names ? fleet_fold_json(names, c->size) : NULL;
    free(names);
    return set;
}

/* Why no time of the change is judged; null where some are. */
static json_t *untimed_json(const struct fleet_change *c)
{
    if (c->hardware)
        return json_string("other hardware than before");
    return c->shifts_size
               ? json_null()
               : json_say("fewer than %d hosts were timed in both sweeps", SIDE_LEAST_BOOTS);
}

static json_t *change_json(const struct fleet *f, const struct fleet_change *c, int kind)
{
    return json_pack("{s:s, s:o, s:o, s:I, s:o, s:I, s:s, s:o, s:o}", "verdict", kinds[kind],
                     "group", c->group ? json_integer(c->group) : json_null(), "hosts",
                     pairs_json(c), "size", (json_int_t)c->size, "fields", fields_json(f, c),
                     "timed", (json_int_t)c->timed, "unit", c->cycles ? "cycles" : "ns", "cells",
                     cells_json(f, c), "untimed", untimed_json(c));
}

/* The worse ones first; adds to counts how many hosts are in each kind. */
static json_t *changes_json(const struct fleet *f, const struct fleet_changes *c, json_t *counts)
{
    json_t *all = json_array();
    for (int kind = 0; kind < KINDS; kind++) {
        size_t hosts = 0;
        for (size_t i = 1; i <= c->size; i++)
            if (kind_of(f, &c->changes[i]) == kind) {
                json_array_append_new(all, change_json(f, &c->changes[i], kind));
                hosts += c->changes[i].size;
            }
        json_object_set_new(counts, kinds[kind], json_integer((json_int_t)hosts));
    }
    return all;
}

/* Some host is in both sweeps, on the same hardware. */
static bool is_comparable(const struct fleet_changes *c)
{
    for (size_t i = 1; i <= c->size; i++)
        if (!c->changes[i].hardware)
            return true;
    return false;
}

static bool is_undecided(const struct fleet_changes *c)
{
    for (size_t i = 1; i <= c->size; i++)
        if (has_verdict(&c->changes[i], VERDICT_INCONCLUSIVE))
            return true;
    return !c->cells;
}

static const char *judge_changes(const struct sweeps *s, const struct fleet_changes *c,
                                 const json_t *counts)
{
    if (json_integer_value(json_object_get(counts, "worse")))
        return "worse";
    if (s->before->unread_size || s->now->unread_size)
        return "not all read";
    if (!is_comparable(c))
        return "not comparable";
    if (is_undecided(c))
        return "undecided";
    return json_integer_value(json_object_get(counts, "changed")) ? "changed" : "unchanged";
}

int fleet_changes_outcome(const json_t *document)
{
    static const char *const names[] = {NULL, "worse", "not all read", "undecided",
                                        "not comparable"};
    for (int i = FLEET_OUTLIERS; i <= FLEET_INCOMPARABLE; i++)
        if (json_is(document, "outcome", names[i]))
            return i;
    return 0;
}

json_t *fleet_changes_document(const struct sweeps *s, const struct fleet_groups *groups,
                               const struct fleet_changes *c)
{
    json_t *before = fleet_document(s->before, groups), *counts = json_object();
    json_t *changes = changes_json(s->now, c, counts);
    json_t *unread = fleet_unread_json(s->before), *later = fleet_unread_json(s->now);
    json_array_extend(unread, later);
    json_decref(later);
    json_t *made =
        json_pack("{s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:O, s:o, s:o}", "schema",
                  FLEET_CHANGES_SCHEMA, "outcome", judge_changes(s, c, counts), "hosts",
                  (json_int_t)s->size, "counts", counts, "came", hosts_json(&s->came), "left",
                  hosts_json(&s->left), "copied", hosts_json(&s->copied), "groups",
                  json_object_get(before, "groups"), "changes", changes, "unread", unread);
    json_decref(before);
    return made;
}
