/* SPDX-License-Identifier: MIT */
#include "run/prepare.h"

#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "machine/clocksource.h"
#include "machine/cpus.h"
#include "machine/machine.h"
#include "machine/pin.h"
#include "machine/warnings.h"
#include "measure/plan_calibrate.h"
#include "run/exact.h"
#include "run/manifest.h"
#include "run/own.h"
#include "run/planning.h"
#include "run/prove.h"
#include "text/text.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

enum { HZ_APART_NS = 2000000, ALLOWED = 32768 /* a list of every other CPU */ };

/* Its workers would be run by the processor, and its own probes by the emulator. */
static int refuse_emulator(struct session *s)
{
    const char *emulator = own_emulator();
    if (!emulator)
        return 0;
    text_say(s->why, sizeof s->why,
             "this process is run by %s, and its workers would not be; run systoll without it",
             emulator);
    return -ENOEXEC;
}

static int choose_clock(struct session *s)
{
    struct timebase *tb = &s->plan.timebase;
    char *available = clocksource_available("");
    *tb = timebase_choose(available);
    timebase_read_by(tb, vdso_clock());
    free(available);
    if (s->request.exact)
        timebase_by_name("icount", tb);
    else
        timebase_measure_quantum(tb);
    s->readings.begin = timebase_point(tb);
    return 0;
}

static int find_vsyscall(struct session *s)
{
    const char *why;
    int error = vsyscall_find(&s->vsyscall, &why);
    if (error)
        text_say(s->why, sizeof s->why, "the vsyscall page can't be tried in a child: %s", why);
    return error;
}

static int claim_the_cpu(struct session *s)
{
    claim_cpu(&s->claim, s->request.cpu);
    return s->request.exact && !exact_possible(&s->plan.timebase) ? -ENOTSUP : 0;
}

/* A round number for the first lengths of blocks; the record's end has the exact one. */
static int estimate_hz(struct session *s)
{
    struct timebase_point now;
    int error = timebase_await(&s->plan.timebase, s->readings.begin, HZ_APART_NS, &now);
    if (!error)
        s->plan.hz = timebase_hz(s->readings.begin, now);
    return error;
}

/* Warnings about the machine come first; the cells' own follow. */
static int describe_machine(struct session *s)
{
    const struct timebase *tb = &s->plan.timebase;
    s->machine = manifest_machine(s->request.cpu, s->vsyscall.mode);
    json_t *found = machine_warnings(s->machine, "", s->request.cpu);
    json_array_extend(s->log.warnings, found);
    json_decref(found);
    if (tb->reason)
        log_warn(&s->log, "%s: time is read from CLOCK_MONOTONIC_RAW, in steps of %llu ns",
                 tb->reason, (unsigned long long)tb->quantum);
    return 0;
}

static int choose_counted(struct session *s)
{
    if (s->ready && !s->request.uncounted)
        choose_events(&s->events, &s->log);
    return 0;
}

static int prove(struct session *s)
{
    int error = prove_cells(&s->request, &s->plan);
    for (size_t i = 0; i < s->request.cells_size && !error; i++)
        s->ready += s->plan.cells[i].live;
    return error;
}

static int plan_injections(struct session *s)
{
    struct plan *plan = &s->plan;
    int error = s->injections.size ? inject_prepare(&s->injections, &s->request, plan) : 0;
    if (error) {
        text_say(s->why, sizeof s->why, "a cell to be lengthened can't be measured here");
        return error;
    }
    for (size_t i = 0; i < s->injections.size; i++) {
        plan_work(plan, s->injections.data[i].chain);
        plan_work(plan, s->injections.data[i].base);
    }
    return 0;
}

/* Cells that broke a worker are failed, those that the time has no room for are skipped, with the
 * reason that the harness found. */
static void note_dead_cells(struct session *s)
{
    for (size_t i = 0; i < s->request.cells_size; i++) {
        const struct plan_cell *planned = &s->plan.cells[i];
        if (s->request.cells[i].state == CELL_MEASURED && !planned->live) {
            s->request.cells[i].state = planned->unfit ? CELL_SKIPPED : CELL_FAILED;
            text_say(s->request.cells[i].reason, sizeof s->request.cells[i].reason, "%s",
                     planned->reason);
        }
        s->left += planned->live;
    }
}

static int calibrate(struct session *s)
{
    int error = 0;
    if (s->ready && !s->request.exact) {
        plan_fit(&s->plan);
        error = plan_calibrate(&s->plan);
        plan_fit(&s->plan);
    }
    if (!error)
        note_dead_cells(s);
    return error;
}

static int count_cells(struct session *s)
{
    if (s->ready && !s->request.uncounted)
        count_all(&s->counts);
    return 0;
}

/* The manifest tells what was counted, so it comes after. */
static int write_manifest(struct session *s)
{
    json_t *manifest = manifest_make(s);
    s->log.record.manifest = manifest;
    int error = log_write(&s->log, manifest);
    return error ? error : count_keep(&s->counts);
}

/* In this order: each has what those before it found. One that needs the CPU runs on it; the others
 * leave it to workers. */
static const struct preparation {
    const char *name;
    int (*act)(struct session *s); /* 0, or -errno, with a sentence in why where there is one */
    bool needs_cpu;
} preparations[] = {
    {"looking for an emulator", refuse_emulator, false},
    {"choosing the clock", choose_clock, true},
    {"trying the vsyscall page", find_vsyscall, true},
    {"claiming the CPU", claim_the_cpu, true},
    {"timing the clock", estimate_hz, true},
    {"looking for 32-bit programs", session_carry, true},
    {"planning", session_plan, true},
    {"proving the cells", prove, true},
    {"describing the machine", describe_machine, true},
    {"choosing events", choose_counted, true},
    {"lengthening cells", plan_injections, true},
    {"calibrating", calibrate, false},
    {"counting", count_cells, false},
    {"estimating the time", session_expect, false},
    {"writing the manifest", write_manifest, false},
};

static int enter_cpu(struct session *s)
{
    int error = pin_to(s->request.cpu);
    if (error)
        text_say(s->why, sizeof s->why, "%s", pin_refusal(s->request.cpu, error));
    return error;
}

static void leave_cpu(const struct session *s, const struct cpus *allowed)
{
    sched_setaffinity(0, sizeof allowed->bits, allowed->bits); /* pinned, it could go nowhere */
    pin_away_from(s->request.cpu);
}

static void begin_session(struct session *s)
{
    readings_begin(&s->readings, s->request.cpu);
    log_begin(&s->log);
    s->counts.request = &s->request;
    s->counts.events = &s->events;
    s->counts.plan = &s->plan;
    s->counts.log = &s->log;
}

/* For workers, which are started by a process that is pinned. Without memory they know of none. */
static void note_allowed(struct session *s)
{
    struct cpus allowed;
    s->allowed = pin_allowed(&allowed) == 0 ? malloc(ALLOWED) : NULL;
    if (s->allowed)
        cpus_format(&allowed, s->allowed, ALLOWED);
}

int session_prepare(struct session *s)
{
    struct cpus allowed;
    bool there = false;
    int error = 0;
    begin_session(s);
    note_allowed(s);
    sched_getaffinity(0, sizeof allowed.bits, allowed.bits);
    for (size_t i = 0; i < sizeof preparations / sizeof *preparations && !error; i++) {
        const struct preparation *p = &preparations[i];
        if (s->request.preparing)
            s->request.preparing(p->name);
        if (p->needs_cpu && !there)
            error = enter_cpu(s);
        else if (!p->needs_cpu && there)
            leave_cpu(s, &allowed);
        there = p->needs_cpu;
        if (!error)
            error = p->act(s);
    }
    return error || s->left ? error : -ENODATA;
}

int session_prove(struct session *s)
{
    note_allowed(s);
    int error = choose_clock(s);
    if (!error)
        error = session_carry(s);
    if (!error)
        error = session_plan(s);
    return error ? error : prove(s);
}
