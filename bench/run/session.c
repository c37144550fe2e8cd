/* SPDX-License-Identifier: MIT */
#include "run/session.h"

#include "kernel/vdso.h"
#include "machine/clocksource.h"
#include "machine/cpus.h"
#include "machine/machine.h"
#include "machine/pin.h"
#include "machine/warnings.h"
#include "matrix/inject.h"
#include "matrix/work_names.h"
#include "measure/clock.h"
#include "measure/plan_calibrate.h"
#include "run/choose_events.h"
#include "run/count.h"
#include "run/exact.h"
#include "run/manifest.h"
#include "run/own.h"
#include "text/json_text.h"
#include "text/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OWN_WORKS = 3, HZ_APART_NS = 2000000 };

void session_warn(struct session *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    json_array_append_new(s->warnings, json_vsay(format, args));
    va_end(args);
}

int session_write_line(struct session *s, const json_t *line)
{
    int error = line ? 0 : -ENOMEM;
    if (!error && s->writer && !s->write_error)
        error = record_append(s->writer, line);
    if (error)
        s->write_error = error;
    return error;
}

int session_keep_line(struct session *s, json_t *line)
{
    int error = session_write_line(s, line);
    if (line)
        json_array_append_new(s->record.others, line);
    return error;
}

const char *session_why(const struct session *s, int error)
{
    return *s->why ? s->why : *s->plan.why ? s->plan.why : timebase_error(error);
}

static int take_cpu(struct session *s)
{
    int error = pin_to(s->cpu);
    if (error) {
        text_say(s->why, sizeof s->why, "%s", pin_refusal(s->cpu, error));
        return error;
    }
    char *available = clocksource_available("");
    s->plan.timebase = timebase_choose(available);
    timebase_read_by(&s->plan.timebase, vdso_clock());
    free(available);
    if (s->exact)
        timebase_by_name("icount", &s->plan.timebase);
    else
        timebase_measure_quantum(&s->plan.timebase);
    s->begin = timebase_point(&s->plan.timebase);
    const char *why;
    if ((error = vsyscall_find(&s->vsyscall, &why)))
        text_say(s->why, sizeof s->why, "the vsyscall page can't be tried in a child: %s", why);
    return error;
}

static size_t prove_cells(struct session *s)
{
    size_t ready = 0;
    for (size_t i = 0; i < s->cells_size; i++) {
        cell_prove(&s->cells[i], &s->vsyscall);
        ready += s->cells[i].state == CELL_MEASURED;
    }
    return ready;
}

/* One of the harness's own. */
static void add_work(struct plan *plan, const char *name)
{
    plan->cells[plan->size++] = (struct plan_cell){.name = name, .live = true, .aid = true};
}

/* The cells, then the harness's own works: the record names them by these indices. */
static int plan_cells(struct session *s)
{
    struct plan *plan = &s->plan;
    plan->cells = calloc(s->cells_size + OWN_WORKS + 2 * s->inject_size, sizeof *plan->cells);
    if (!plan->cells)
        return -ENOMEM;
    for (size_t i = 0; i < s->cells_size; i++) {
        add_work(plan, s->cells[i].name);
        plan->cells[i].live = s->cells[i].state == CELL_MEASURED;
        plan->cells[i].counted = true;
        plan->cells[i].aid = false;
        /* Else which of its two costs a vsyscall shows depends on what ran before (docs/method.md).
         */
        plan->cells[i].slow = s->cells[i].path->settles && !s->exact;
    }
    add_work(plan, WORK_EMPTY);
    add_work(plan, WORK_CANARY_ADD);
    add_work(plan, WORK_CANARY_MUL);
    return 0;
}

/* A run has so many of each cell, however long that takes. */
static unsigned least_blocks(const struct session *s)
{
    unsigned rounds = s->rounds && s->rounds < PLAN_LEAST_ROUNDS ? s->rounds : PLAN_LEAST_ROUNDS;
    return s->least_blocks ? s->least_blocks : s->launches * rounds;
}

static int make_plan(struct session *s)
{
    struct plan *plan = &s->plan;
    const char *program = own_program();
    if (!program)
        return -errno;
    plan->empty = WORK_EMPTY;
    plan->launches = s->launches;
    plan->rounds = s->rounds;
    plan->seconds = s->seconds;
    plan->least_blocks = least_blocks(s);
    plan->seed = s->seed;
    plan->stop = s->stop;
    plan->worker = (struct worker_options){.program = program,
                                           .image = image_own(&s->image) ? NULL : &s->image,
                                           .cpu = s->cpu,
                                           .timebase = timebase_name(plan->timebase.kind)};
    int error = plan_cells(s);
    if (error || !s->inject_size)
        return error;
    if ((error = inject_prepare(s))) {
        text_say(s->why, sizeof s->why, "a cell to be lengthened can't be measured here");
        return error;
    }
    for (size_t i = 0; i < s->inject_size; i++) {
        add_work(plan, s->inject[i].chain);
        add_work(plan, s->inject[i].base);
    }
    return 0;
}

/* Cells that broke a worker are failed, those that the time has no room for are skipped, with the
 * reason that the harness found; how many are left. */
static size_t note_dead_cells(struct session *s)
{
    size_t left = 0;
    for (size_t i = 0; i < s->cells_size; i++) {
        const struct plan_cell *planned = &s->plan.cells[i];
        if (s->cells[i].state == CELL_MEASURED && !planned->live) {
            s->cells[i].state = planned->unfit ? CELL_SKIPPED : CELL_FAILED;
            text_say(s->cells[i].reason, sizeof s->cells[i].reason, "%s", planned->reason);
        }
        left += planned->live;
    }
    return left;
}

/* A round number for the first lengths of blocks; the record's end has the exact one. */
static int estimate_hz(struct session *s)
{
    struct timebase_point now;
    int error = timebase_await(&s->plan.timebase, s->begin, HZ_APART_NS, &now);
    if (!error)
        s->plan.hz = timebase_hz(s->begin, now);
    return error;
}

static int describe(struct session *s)
{
    json_t *manifest = manifest_make(s);
    s->record.manifest = manifest;
    return session_write_line(s, manifest);
}

/* The manifest tells what was counted, so it comes after. */
static int count_and_describe(struct session *s, bool ready)
{
    struct counts counts = {.size = 0};
    if (ready && !s->uncounted)
        count_all(s, &counts);
    int error = describe(s);
    if (!error)
        error = count_keep(s, &counts);
    count_free(&counts);
    return error;
}

/* Warnings about the machine come first; the cells' own follow. */
static void warn_of_machine(struct session *s)
{
    json_t *machine = machine_describe("", s->cpu);
    json_t *found = machine_warnings(machine, "", s->cpu);
    json_array_extend(s->warnings, found);
    json_decref(found);
    json_decref(machine);
    if (s->plan.timebase.reason)
        session_warn(s, "%s: time is read from CLOCK_MONOTONIC_RAW, in steps of %llu ns",
                     s->plan.timebase.reason, (unsigned long long)s->plan.timebase.quantum);
}

static int calibrate(struct session *s)
{
    plan_fit(&s->plan);
    int error = plan_calibrate(&s->plan);
    plan_fit(&s->plan);
    return error;
}

/* Its workers would be run by the processor, and its own probes by the emulator. */
static int refuse_emulator(struct session *s)
{
    const char *emulator = own_emulator();
    if (!emulator || s->exact)
        return 0;
    text_say(s->why, sizeof s->why,
             "this process is run by %s, and its workers would not be; run systoll without it",
             emulator);
    return -ENOEXEC;
}

int session_prepare(struct session *s)
{
    s->begin_seconds = clock_seconds();
    s->warnings = json_array();
    s->record.others = json_array();
    s->steal = machine_steal("", s->cpu);
    s->sibling = machine_sibling_busy("", s->cpu);
    struct cpus allowed;
    sched_getaffinity(0, sizeof allowed.bits, allowed.bits);
    int error = refuse_emulator(s);
    if (!error)
        error = take_cpu(s);
    if (error)
        return error;
    claim_cpu(&s->claim, s->cpu);
    if (s->exact && !exact_possible(&s->plan.timebase))
        return -ENOTSUP;
    size_t ready = prove_cells(s);
    if ((error = estimate_hz(s)))
        return error;
    warn_of_machine(s);
    if (ready && !s->uncounted)
        choose_events(s);
    if ((error = make_plan(s)))
        return error;
    sched_setaffinity(0, sizeof allowed.bits, allowed.bits); /* pinned, it could go nowhere */
    pin_away_from(s->cpu);
    if (ready && !s->exact && (error = calibrate(s)))
        return error;
    size_t left = note_dead_cells(s);
    if ((error = count_and_describe(s, ready)))
        return error;
    return left ? 0 : -ENODATA;
}

void session_free(struct session *s)
{
    record_free(&s->record);
    json_decref(s->warnings);
    image_close(&s->image);
    claim_end(&s->claim);
    free(s->plan.cells);
    s->plan.cells = NULL;
    s->warnings = NULL;
}
