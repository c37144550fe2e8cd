/* SPDX-License-Identifier: MIT */
#include "fleet/facts.h"

#include "report/columns.h"
#include "text/hash.h"
#include "text/json.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 400 };

/* Facts while they are taken from a record. */
struct taken {
    struct fleet *f;
    struct fleet_fact *facts;
    size_t size, room;
    bool failed;
};

static void put_number(struct taken *t, int class, const char *field, uint32_t value)
{
    char key[TEXT];
    snprintf(key, sizeof key, "%c%s", class, field);
    if (t->size == t->room) {
        size_t room = t->room ? 2 * t->room : 128;
        struct fleet_fact *facts = realloc(t->facts, room * sizeof *facts);
        if (!facts) {
            t->failed = true;
            return;
        }
        t->facts = facts;
        t->room = room;
    }
    uint32_t number = words_number(&t->f->words, key);
    t->facts[t->size++] = (struct fleet_fact){number, value};
    t->failed |= !number;
}

static void put_fact(struct taken *t, int class, const char *field, const char *value)
{
    char text[TEXT];
    text_fit(text, sizeof text, value);
    uint32_t number = words_number(&t->f->words, text);
    t->failed |= !number;
    put_number(t, class, field, number);
}

static void put_value(struct taken *t, int class, const char *field, const json_t *value)
{
    char *text = json_is_string(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);
    put_fact(t, class, field, text ? text : json_is_string(value) ? json_string_value(value) : "?");
    free(text);
}

static void put_object(struct taken *t, int class, const char *outer, const json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        char field[TEXT];
        snprintf(field, sizeof field, "%s%s%s", outer ? outer : "", outer ? "." : "", key);
        if (json_is_object(value) && !outer)
            put_object(t, class, key, value);
        else
            put_value(t, class, field, value);
    }
}

/* Where the platform is another in these alone, times can still be compared. */
static bool is_hardware(const char *field)
{
    return strcmp(field, "microcode") != 0;
}

static void put_platform(struct taken *t, const json_t *manifest)
{
    const char *key;
    json_t *value, *machine = json_object_get(manifest, "machine");
    json_object_foreach(json_object_get(machine, "platform"), key, value)
        put_value(t, is_hardware(key) ? FACT_HARDWARE : FACT_PLATFORM, key, value);
    put_fact(t, FACT_HARDWARE, "cpu", json_text_of(machine, "cpu"));
    put_fact(t, FACT_HARDWARE, "timebase",
             json_text_of(json_object_get(manifest, "run"), "timebase"));
}

/* What can be counted is a fact of the host: of its PMU, and of what it allows. */
static void put_events(struct taken *t, const json_t *run)
{
    size_t i;
    const json_t *event;
    char field[TEXT];
    put_fact(t, FACT_SUBJECT, "entries_by", json_text_of(run, "entries_by"));
    json_array_foreach(json_object_get(run, "events"), i, event) {
        snprintf(field, sizeof field, "event %s", json_text_of(event, "event"));
        put_fact(t, FACT_SUBJECT, field,
                 json_is_string(json_object_get(event, "by")) ? "counted" : "not counted");
    }
}

/* A cell without an undisturbed block says nothing of the host but that it was busy. */
static bool is_disturbed(const json_t *cell)
{
    return json_is(cell, "state", "measured") && !json_is_object(json_object_get(cell, "ns")) &&
           !json_is_number(json_object_get(cell, "instructions"));
}

static void put_cell(struct taken *t, const json_t *cell)
{
    const char *name = json_text_of(cell, "cell"), *reason = json_text_of(cell, "reason");
    char state[TEXT], entries[TEXT];
    if (is_disturbed(cell) || strstr(reason, "no undisturbed block")) {
        put_number(t, FACT_STATE, name, 0);
        put_number(t, FACT_ENTRIES, name, 0);
        return;
    }
    text_say(state, sizeof state, "%s%s%s", json_text_of(cell, "state"), *reason ? ": " : "",
             reason);
    put_fact(t, FACT_STATE, name, state);
    if (!json_is(cell, "state", "measured")) { /* its state says it all */
        put_number(t, FACT_ENTRIES, name, 0);
        return;
    }
    report_entries(json_object_get(cell, "counters"), entries, sizeof entries);
    put_fact(t, FACT_ENTRIES, name, entries);
}

static int by_field(const void *a, const void *b)
{
    const struct fleet_fact *x = a, *y = b;
    return x->field < y->field ? -1 : x->field > y->field;
}

/* Its fields are in the order in which they came into words, which is not one of hosts. */
static uint32_t hardware_of(struct fleet *f, const struct taken *t)
{
    char text[4 * TEXT] = "";
    for (size_t i = 0; i < t->size; i++) {
        const char *field = words_text(&f->words, t->facts[i].field);
        size_t used = strlen(text);
        if (*field == FACT_HARDWARE)
            snprintf(text + used, sizeof text - used, "%u=%u ", t->facts[i].field,
                     t->facts[i].value);
    }
    return words_number(&f->words, text);
}

static void take_facts(struct taken *t, const struct record *r)
{
    size_t i;
    const json_t *cell, *run = json_object_get(r->manifest, "run");
    json_t *subject = json_object_get(json_object_get(r->manifest, "machine"), "subject");
    put_platform(t, r->manifest);
    put_fact(t, FACT_SUBJECT, "systoll", json_text_of(r->manifest, "systoll"));
    put_object(t, FACT_SUBJECT, NULL, subject);
    put_events(t, run);
    json_array_foreach(json_object_get(r->summary, "cells"), i, cell)
        put_cell(t, cell);
    if (t->size)
        qsort(t->facts, t->size, sizeof *t->facts, by_field);
}

static bool same_facts(const struct fleet_setup *s, const struct taken *t)
{
    return s->size == t->size && memcmp(s->facts, t->facts, t->size * sizeof *t->facts) == 0;
}

static bool make_room(struct fleet *f)
{
    if (2 * (f->setups_size + 2) < f->setups_room)
        return true;
    size_t room = f->setups_room ? 2 * f->setups_room : 64;
    uint32_t *table = calloc(room, sizeof *table);
    struct fleet_setup *setups = table ? realloc(f->setups, room * sizeof *setups) : NULL;
    if (!setups) {
        free(table);
        return false;
    }
    free(f->table);
    f->setups = setups;
    f->table = table;
    f->setups_room = room;
    for (uint32_t i = 1; i <= f->setups_size; i++) {
        size_t at = fnv1a(setups[i].facts, setups[i].size * sizeof *setups[i].facts) & (room - 1);
        while (table[at])
            at = (at + 1) & (room - 1);
        table[at] = i;
    }
    return true;
}

/* Takes the facts. */
static uint32_t find_or_add(struct fleet *f, struct taken *t)
{
    if (t->failed || !make_room(f))
        return 0;
    size_t at = fnv1a(t->facts, t->size * sizeof *t->facts) & (f->setups_room - 1);
    for (; f->table[at]; at = (at + 1) & (f->setups_room - 1))
        if (same_facts(&f->setups[f->table[at]], t))
            return f->table[at];
    uint32_t hardware = hardware_of(f, t);
    if (!hardware)
        return 0;
    f->setups[++f->setups_size] =
        (struct fleet_setup){.facts = t->facts, .size = t->size, .hardware = hardware};
    t->facts = NULL;
    return f->table[at] = (uint32_t)f->setups_size;
}

uint32_t fleet_setup_of(struct fleet *f, const struct record *r)
{
    struct taken t = {.f = f};
    take_facts(&t, r);
    uint32_t found = find_or_add(f, &t);
    free(t.facts);
    return found;
}
