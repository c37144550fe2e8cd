/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_FLEET_SWEEPS_H
#define SYSTOLL_TESTS_FLEET_SWEEPS_H

#include "fleet/against/document.h"
#include "fleet/against/shifts.h"
#include "fleet/measure.h"

#include "fleet_made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* Two sweeps; the earlier one is made first. */
struct made {
    struct fleet before, now;
    size_t order;
};

/* Takes the record's documents. */
static inline void made_add(struct made *m, struct fleet *f, const char *name, struct record r)
{
    if (f == &m->now && !f->words.size)
        assert_true(words_take(&f->words, &m->before.words));
    assert_int_equal(fleet_add(f, name, m->order++, &r), 0);
    json_decref(r.manifest);
    json_decref(r.summary);
}

/* A time that no other host has, nor the same host in the other sweep. */
static inline json_t *made_usual(size_t i, double factor, int entries)
{
    double ns = 100 * factor * (1 + 0.002 * (double)(i % 7) + 1e-7 * (double)i);
    json_t *cells = json_array();
    json_array_append_new(cells, made_cell("vdso:time", ns, entries));
    return cells;
}

/* Hosts from..from+size-1, under that kernel, so much slower. */
static inline void made_hosts(struct made *m, struct fleet *f, size_t from, size_t size,
                              const char *kernel, double slower)
{
    char name[16];
    for (size_t i = from; i < from + size; i++) {
        size_t own = f == &m->now ? 3 * i + 1000 : i;
        snprintf(name, sizeof name, "n%02zu", i);
        made_add(m, f, name, made_record("cpu", kernel, "tsc", made_usual(own, slower, 0)));
    }
}

/* Frees the fleets; the document is the caller's. */
static inline json_t *made_judge(struct made *m)
{
    struct sweeps s = {0};
    struct fleet_changes c = {0};
    fleet_order(&m->before);
    fleet_order(&m->now);
    struct fleet_groups g = groups_make(&m->before);
    assert_true(fleet_measure(&m->before, &g));
    assert_true(sweeps_match(&s, &m->before, &m->now));
    assert_true(fleet_changes_make(&c, &s));
    assert_true(fleet_shifts_judge(&c, &s, &g));
    json_t *document = fleet_changes_document(&s, &g, &c);
    assert_non_null(document);
    fleet_changes_free(&c);
    sweeps_free(&s);
    groups_free(&g);
    fleet_free(&m->before);
    fleet_free(&m->now);
    return document;
}

#endif
