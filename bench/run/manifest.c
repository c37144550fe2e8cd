/* SPDX-License-Identifier: MIT */
#include "run/manifest.h"

#include "kernel/guards.h"
#include "kernel/process.h"
#include "layout/space.h"
#include "machine/machine.h"
#include "matrix/loops.h"
#include "matrix/work_names.h"
#include "text/hash.h"
#include "text/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

/* Of the machine code of the timed loops. */
static json_t *loops_hash(void)
{
    char text[24];
    snprintf(text, sizeof text, "%016" PRIx64,
             fnv1a(loops_begin, (size_t)(loops_end - loops_begin)));
    return json_string(text);
}

/* Of this process; NULL where its lines in /proc can't be read. */
static json_t *own_space(void)
{
    struct process own;
    struct space space;
    char error[200];
    json_t *regions = NULL;
    if (!process_look("", getpid(), &own, error, sizeof error))
        return NULL;
    if (space_of(&own, &space) == 0)
        regions = space_json(&space);
    process_free(&own);
    return regions;
}

json_t *manifest_machine(int cpu, enum vsyscall_mode vsyscall)
{
    struct guards guards;
    json_t *machine = machine_describe("", cpu);
    json_t *mode = json_string(vsyscall_mode_name(vsyscall));
    json_t *subject = json_object_get(machine, "subject");
    json_object_set(machine, "vsyscall_mode", mode);
    json_object_set_new(subject, "vsyscall_mode", mode);
    json_object_set_new(subject, "loops", loops_hash());
    if (guards_find(&guards) == 0)
        guards_put(&guards, subject);
    json_t *space = own_space();
    if (space)
        json_object_set_new(machine, "space", space);
    return machine;
}

static json_t *describe_cell(const struct cell *c)
{
    json_t *cell =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:o}", "cell", c->name, "role", "cell",
                  "abi", c->program->abi, "path", c->path->name, "call", c->call->name, "clock",
                  text_or_null(c->clock ? c->clock->name : NULL), "context", c->place->name,
                  "state", cell_state_name(c->state), "reason", text_or_null(c->reason));
    if (*c->note)
        json_object_set_new(cell, "note", json_string(c->note));
    return cell;
}

/* The harness's own works: their names are their roles, but for the injected chains. */
static json_t *describe_own(const char *name)
{
    bool chain = strchr(name, '+');
    return json_pack("{s:s, s:s, s:s, s:n}", "cell", name, "role", chain ? "inject" : name, "state",
                     "measured", "reason");
}

/* What was injected where; "chain" and "base" are the cells whose difference is its size. */
static json_t *describe_injections(const struct injections *all, const struct plan *plan)
{
    json_t *list = json_array();
    for (size_t i = 0; i < all->size; i++) {
        const struct injection *one = &all->data[i];
        size_t chain = plan->size - 2 * (all->size - i);
        json_array_append_new(list, json_pack("{s:s, s:f, s:i, s:i, s:i}", "cell", one->cell,
                                              "asked_ns", one->ns, "links", (int)one->links,
                                              "chain", (int)chain, "base", (int)chain + 1));
    }
    return list;
}

static json_t *describe_cells(const struct run_request *r, const struct plan *plan)
{
    json_t *cells = json_array();
    for (size_t i = 0; i < plan->size; i++)
        json_array_append_new(cells, i < r->cells_size ? describe_cell(&r->cells[i])
                                                       : describe_own(plan->cells[i].name));
    return cells;
}

/* Every event that was asked for, and as what the kernel was asked to count it. */
static json_t *describe_event(const struct event *e)
{
    char config[24];
    const char *by = *e->why ? NULL : e->rdpmc ? "rdpmc" : "perf";
    snprintf(config, sizeof config, "0x%llx", (unsigned long long)e->attr.config);
    return json_pack("{s:s, s:o, s:o, s:I, s:s, s:b, s:b, s:b, s:b, s:o}", "event", e->name, "pass",
                     by ? json_integer(e->pass) : json_null(), "by", text_or_null(by), "type",
                     (json_int_t)e->attr.type, "config", config, "exclude_user",
                     (int)e->attr.exclude_user, "exclude_kernel", (int)e->attr.exclude_kernel,
                     "exclude_hv", (int)e->attr.exclude_hv, "exclude_guest",
                     (int)e->attr.exclude_guest, "reason", text_or_null(e->why));
}

static json_t *describe_events(const struct chosen_events *e)
{
    json_t *list = json_array();
    for (size_t i = 0; i < e->size; i++)
        json_array_append_new(list, describe_event(&e->data[i]));
    return list;
}

static json_t *describe_run(const struct session *s)
{
    const struct timebase *tb = &s->plan.timebase;
    double expected = s->expected > 0 ? s->expected : NAN;
    return json_pack("{s:s, s:I, s:i, s:i, s:I, s:i, s:o, s:o, s:f, s:i, s:i, s:o, s:O, s:o}",
                     "timebase", timebase_name(tb->kind), "tsc_quantum", (json_int_t)tb->quantum,
                     "launches", (int)s->request.launches, "rounds", (int)s->request.rounds, "seed",
                     (json_int_t)s->request.seed, "pinned_cpu", s->request.cpu, "entries_by",
                     text_or_null(s->counts.entries_by), "events", describe_events(&s->events),
                     "hz", s->plan.hz, "turn", LOOP_TURN, "canary_links", CHAIN_LINKS, "inject",
                     describe_injections(&s->injections, &s->plan), "warnings", s->log.warnings,
                     "expected_seconds", json_real_or_null(expected));
}

json_t *manifest_make(const struct session *s)
{
    return json_pack("{s:s, s:s, s:s, s:O, s:o, s:o}", "type", "manifest", "schema", RECORD_SCHEMA,
                     "systoll", SYSTOLL_VERSION, "machine", s->machine, "run", describe_run(s),
                     "cells", describe_cells(&s->request, &s->plan));
}
