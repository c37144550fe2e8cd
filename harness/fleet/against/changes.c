/* SPDX-License-Identifier: MIT */
#include "fleet/against/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The changes while they are found. */
struct changing {
    struct fleet_changes *c;
    const struct sweeps *s;
    struct words keys;                    /* a text for each change, whose number is the change's */
    struct fleet_difference *differences; /* of the host at work */
    size_t size, room;                    /* of those; of c->changes */
};

static const struct fleet_setup *setup_of(const struct fleet *f, const struct fleet_host *h)
{
    return &f->setups[h->setup];
}

/* Hosts with one key are one change. */
static char *key_of(const struct changing *x, uint32_t group)
{
    char *key = NULL;
    size_t size;
    FILE *out = open_memstream(&key, &size);
    if (!out)
        return NULL;
    fprintf(out, "%u", group);
    for (size_t i = 0; i < x->size; i++)
        fprintf(out, " %u=%u<%u", x->differences[i].field, x->differences[i].value,
                x->differences[i].other);
    return fclose(out) == 0 ? key : NULL;
}

static bool make_room(struct changing *x)
{
    if (x->c->size + 1 < x->room)
        return true;
    size_t room = x->room ? 2 * x->room : 16;
    struct fleet_change *all = realloc(x->c->changes, room * sizeof *all);
    if (!all)
        return false;
    x->c->changes = all;
    x->room = room;
    return true;
}

/* The change that the host at work is the first one of. */
static bool add_change(struct changing *x, const struct sweeps_pair *p, uint32_t group)
{
    size_t bytes = x->size * sizeof *x->differences;
    struct fleet_difference *own = malloc(bytes + 1);
    if (!own || !make_room(x)) {
        free(own);
        return false;
    }
    memcpy(own, x->differences, bytes);
    x->c->changes[++x->c->size] = (struct fleet_change){
        .group = group,
        .differences = own,
        .differences_size = x->size,
        .hardware =
            setup_of(x->s->before, p->before)->hardware != setup_of(x->s->now, p->now)->hardware,
    };
    return true;
}

static bool find_change(struct changing *x, struct sweeps_pair *p)
{
    const struct fleet_setup *before = setup_of(x->s->before, p->before);
    x->size = fleet_differ(setup_of(x->s->now, p->now), before, x->differences, FLEET_MOST_FACTS);
    x->size = x->size < FLEET_MOST_FACTS ? x->size : FLEET_MOST_FACTS;
    fleet_differ_order(x->differences, x->size, &x->s->now->words);
    char *key = key_of(x, before->group);
    p->change = key ? words_number(&x->keys, key) : 0;
    free(key);
    return p->change && (p->change <= x->c->size || add_change(x, p, before->group));
}

static int by_change(const void *a, const void *b)
{
    const struct sweeps_pair *x = a, *y = b;
    if (x->change != y->change)
        return x->change < y->change ? -1 : 1;
    return x->now < y->now ? -1 : x->now > y->now; /* in the order of names */
}

static void give_pairs(struct fleet_changes *c, struct sweeps *s)
{
    if (s->size)
        qsort(s->pairs, s->size, sizeof *s->pairs, by_change);
    for (size_t i = s->size; i-- > 0;) {
        struct fleet_change *own = &c->changes[s->pairs[i].change];
        own->pairs = &s->pairs[i];
        own->size++;
    }
}

bool fleet_changes_make(struct fleet_changes *c, struct sweeps *s)
{
    struct changing x = {.c = c, .s = s};
    *c = (struct fleet_changes){0};
    x.differences = calloc(FLEET_MOST_FACTS, sizeof *x.differences);
    bool good = x.differences && make_room(&x);
    for (size_t i = 0; i < s->size && good; i++)
        good = find_change(&x, &s->pairs[i]);
    if (good)
        give_pairs(c, s);
    words_free(&x.keys);
    free(x.differences);
    return good;
}

void fleet_changes_free(struct fleet_changes *c)
{
    for (size_t i = 1; i <= c->size; i++) {
        free(c->changes[i].differences);
        free(c->changes[i].shifts);
    }
    free(c->changes);
    *c = (struct fleet_changes){0};
}

static const char *text_of(const struct fleet *f, uint32_t value)
{
    return value == FLEET_ABSENT ? "" : words_text(&f->words, value);
}

/* How bad a cell's state is; 0 where it is not there, which a choice of cells decides. */
static int rank_state(const char *state)
{
    static const char *const names[] = {"measured", "skipped", "failed"};
    for (int i = 0; i < 3; i++)
        if (strncmp(state, names[i], strlen(names[i])) == 0)
            return i + 1;
    return 0;
}

/* Entries into the kernel of "1", "1 emulated" or "1, 1 emulated"; below 0 where they were not
 * counted. */
static double count_entries(const char *text)
{
    char *end;
    double count = strtod(text, &end);
    if (end == text)
        return -1;
    return count + (*end == ',' ? strtod(end + 1, NULL) : 0);
}

enum verdict fleet_change_verdict(const struct fleet *f, const struct fleet_difference *d)
{
    const char *field = words_text(&f->words, d->field);
    const char *now = text_of(f, d->value), *before = text_of(f, d->other);
    double x = 0, y = 0;
    if (*field == FACT_STATE && rank_state(now) && rank_state(before)) {
        x = rank_state(before);
        y = rank_state(now);
    } else if (*field == FACT_ENTRIES && count_entries(now) >= 0 && count_entries(before) >= 0) {
        x = count_entries(before);
        y = count_entries(now);
    }
    return y > x ? VERDICT_REGRESSION : y < x ? VERDICT_IMPROVEMENT : VERDICTS;
}
