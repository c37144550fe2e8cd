/* SPDX-License-Identifier: MIT */
#include "session.h"

#include "count.h"
#include "cpus.h"
#include "exact.h"
#include "inject.h"
#include "lines.h"
#include "machine.h"
#include "manifest.h"
#include "pin.h"
#include "sysfile.h"
#include "work_names.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

enum { OWN_WORKS = 3 };

#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0/"

/* Of the whole time, what is kept for the end: frequency, summary, the files. */
static const double end_share = 0.02, least_seconds = 0.2;

double session_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void session_warn(struct session *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    json_array_append_new(s->warnings, json_vsprintf(format, args));
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

static int take_cpu(struct session *s)
{
    int error = pin_to(s->cpu);
    if (error)
        return error;
    char *available = sysfile_line("", CLOCKSOURCE "available_clocksource");
    s->plan.timebase = timebase_choose(available);
    free(available);
    if (s->exact)
        timebase_by_name("icount", &s->plan.timebase);
    else
        timebase_measure_quantum(&s->plan.timebase);
    s->begin = timebase_point(&s->plan.timebase);
    return vsyscall_find(&s->vsyscall);
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

static void add_work(struct plan *plan, const char *name)
{
    plan->cells[plan->size++] = (struct plan_cell){.name = name, .live = true};
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
    }
    add_work(plan, WORK_EMPTY);
    add_work(plan, WORK_CANARY_ADD);
    add_work(plan, WORK_CANARY_MUL);
    return 0;
}

/* The path of this program; without /proc, as it was started. NULL where neither leads to it. */
static const char *own_program(void)
{
    static char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    return length > 0 ? path : realpath((const char *)getauxval(AT_EXECFN), path);
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
    plan->seed = s->seed;
    plan->stop = s->stop;
    plan->worker = (struct worker_options){
        .program = program, .cpu = s->cpu, .timebase = timebase_name(plan->timebase.kind)};
    int error = plan_cells(s);
    if (error || !s->inject_size)
        return error;
    if ((error = inject_prepare(s)))
        return error;
    for (size_t i = 0; i < s->inject_size; i++) {
        add_work(plan, s->inject[i].chain);
        add_work(plan, s->inject[i].base);
    }
    return 0;
}

/* Cells that broke a worker are failed, with the reason that the harness found. */
static void note_dead_cells(struct session *s)
{
    for (size_t i = 0; i < s->cells_size; i++)
        if (s->cells[i].state == CELL_MEASURED && !s->plan.cells[i].live) {
            s->cells[i].state = CELL_FAILED;
            snprintf(s->cells[i].reason, sizeof s->cells[i].reason, "%.*s", CELL_REASON - 1,
                     s->plan.cells[i].reason);
        }
}

/* A round number for the first lengths of blocks; the record's end has the exact one. */
static void estimate_hz(struct session *s)
{
    struct timespec pause = {.tv_nsec = 2000000};
    do {
        nanosleep(&pause, NULL);
        s->plan.hz = timebase_hz(s->begin, timebase_point(&s->plan.timebase));
    } while (s->plan.hz <= 0);
}

static int describe(struct session *s)
{
    json_t *manifest = manifest_make(s);
    s->record.manifest = manifest;
    return session_write_line(s, manifest);
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

int session_prepare(struct session *s)
{
    s->begin_seconds = session_seconds();
    s->warnings = json_array();
    s->record.others = json_array();
    s->steal = machine_steal("", s->cpu);
    s->sibling = machine_sibling_busy("", s->cpu);
    struct cpus allowed;
    sched_getaffinity(0, sizeof allowed.bits, allowed.bits);
    int error = take_cpu(s);
    if (error)
        return error;
    if (s->exact && !exact_possible(&s->plan.timebase))
        return -ENOTSUP;
    size_t ready = prove_cells(s);
    estimate_hz(s);
    warn_of_machine(s);
    if ((error = make_plan(s)))
        return error;
    sched_setaffinity(0, sizeof allowed.bits, allowed.bits); /* pinned, it could go nowhere */
    pin_away_from(s->cpu);
    if (ready && !s->exact && (error = plan_calibrate(&s->plan)))
        return error;
    note_dead_cells(s);
    struct count counts[2] = {0};
    if (ready && !s->uncounted)
        count_all(s, counts);
    error = describe(s);
    if (!error)
        error = count_keep(s, counts);
    count_free(counts);
    return error ? error : ready ? 0 : -ENODATA;
}

static int on_round(void *arg, unsigned launch, unsigned round, const struct sample *samples,
                    size_t size)
{
    struct session *s = arg;
    for (size_t i = 0; i < size; i++)
        if (samples_add(&s->record.samples, &samples[i]))
            return -ENOMEM;
    s->record.rounds++;
    json_t *line = line_round(launch, round, samples, size);
    int error = session_write_line(s, line);
    json_decref(line);
    return error;
}

static int on_batch(void *arg, unsigned launch, size_t cell, uint64_t n, const uint64_t *ticks,
                    const uint64_t *count, size_t size)
{
    return session_keep_line(arg, line_batch(launch, cell, n, ticks, count, size));
}

static void on_progress(void *arg, double done, unsigned launch)
{
    struct session *s = arg;
    if (s->progress)
        s->progress(s, done, launch);
}

/* A cell that broke its worker on the way keeps what it has, and that is said. */
static void warn_of_dead_cells(struct session *s, const bool *lived)
{
    for (size_t i = 0; i < s->cells_size; i++)
        if (lived[i] && !s->plan.cells[i].live)
            session_warn(s, "%s was given up on the way: %s", s->cells[i].name,
                         s->plan.cells[i].reason);
}

static void warn_of_lost_rounds(struct session *s)
{
    const char *killer = s->plan.killer ? sigabbrev_np(s->plan.killer) : NULL;
    if (s->plan.lost)
        session_warn(s,
                     "%u %s lost with a worker that %s%s, through no cell's fault: see what "
                     "ends processes here (memory, dmesg)",
                     s->plan.lost, s->plan.lost > 1 ? "rounds were each" : "round was",
                     killer ? "died of SIG" : "gave no answer", killer ? killer : "");
}

int session_measure(struct session *s)
{
    struct rounds_sink sink = {s, on_round, on_batch, on_progress};
    if (s->exact) {
        pin_to(s->cpu);
        return exact_measure(s, &sink);
    }
    bool *lived = calloc(s->cells_size, sizeof *lived);
    if (!lived)
        return -ENOMEM;
    for (size_t i = 0; i < s->cells_size; i++)
        lived[i] = s->plan.cells[i].live;
    double left = s->seconds * (1 - end_share) - (session_seconds() - s->begin_seconds);
    s->plan.seconds = left > least_seconds ? left : least_seconds;
    int error = rounds_run(&s->plan, &sink);
    warn_of_dead_cells(s, lived);
    warn_of_lost_rounds(s);
    free(lived);
    return error;
}

void session_free(struct session *s)
{
    record_free(&s->record);
    json_decref(s->warnings);
    free(s->plan.cells);
    s->plan.cells = NULL;
    s->warnings = NULL;
}
