/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "count/counters.h"
#include "measure/plan_count.h"
#include "run/prepare.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define COMPAT "arch/x86/entry/syscalls/syscall_32.tbl; arch/x86/entry/vdso/vdso32"
enum { CALLS = 200, ROOM = 512 };

/* Adds the cells of 32-bit programs to a request that has room for them. */
static bool add_cell(const struct cell *cell, void *arg)
{
    struct run_request *r = arg;
    if (cell->program != programs && r->cells_size < ROOM)
        r->cells[r->cells_size++] = *cell;
    return true;
}

static bool is_ready(const struct cell *cell)
{
    return cell->state == CELL_MEASURED;
}

static void judge_answer(struct check *c, const struct cell *cell)
{
    if (cell->state == CELL_SKIPPED)
        tap_skip(&c->tap, cell->reason, "%s", cell->name);
    else
        tap_ok(&c->tap, is_ready(cell),
               &(struct tap_note){"what int 0x80 agrees with", cell->reason, COMPAT},
               "%s gives the right answer", cell->name);
}

/* Its cells all say the same. */
static void judge_kernel_vsyscall(struct check *c, const struct run_request *r)
{
    static const char by[] = "enters the kernel by ";
    const struct cell *cell = r->cells;
    while (cell < r->cells + r->cells_size &&
           !(is_ready(cell) && strcmp(cell->path->name, "kernel_vsyscall") == 0))
        cell++;
    if (cell == r->cells + r->cells_size)
        return;
    const char *came = cell->note + (strncmp(cell->note, by, sizeof by - 1) ? 0 : sizeof by - 1);
    tap_ok(&c->tap,
           strcmp(came, "sysenter") == 0 || strcmp(came, "syscall") == 0 ||
               strcmp(came, "int $0x80") == 0,
           &(struct tap_note){"sysenter, syscall or int $0x80", came,
                              "arch/x86/entry/vdso/vdso32/system_call.S"},
           "kernel_vsyscall %s%s", by, came);
}

/* Kernel entries of a call, where they are the same on every machine; else a negative number. */
static int entries_of(const struct cell *cell)
{
    bool user = cell->path->entry == ENTERS_AS_VDSO && cell->clock && cell->clock->coarse;
    return cell->path->entry == ENTERS_ONCE            ? 1
           : cell->path->entry == ENTERS_NEVER || user ? 0
                                                       : -1;
}

static void judge_entries(struct check *c, const struct cell *cell, const char *by, double came)
{
    char want[32], got[32];
    int entries = entries_of(cell);
    snprintf(want, sizeof want, "%d", entries);
    snprintf(got, sizeof got, "%g", came);
    tap_ok(&c->tap, came == entries, &(struct tap_note){want, got, COMPAT},
           "%s %s the kernel (by %s)", cell->name, entries ? "enters" : "never enters", by);
}

/* Of the calls of default clocks: others would tell the same, and take their time. */
static bool is_counted(const struct cell *cell)
{
    return is_ready(cell) && (!cell->clock || cell->clock->by_default) && entries_of(cell) >= 0;
}

static void count_entries(struct check *c, struct session *s, const char *by, double *per_call)
{
    bool done[PLAN_WORKERS] = {false};
    struct plan *plan = &s->plan;
    for (size_t i = 0; i < s->request.cells_size; i++)
        plan->cells[i].counted = is_counted(&s->request.cells[i]);
    for (size_t i = 0; i < plan->size * ENTRY_NAMES; i++)
        per_call[i] = NAN;
    const char *why = plan_count(plan, by, entry_names, ENTRY_NAMES, CALLS, per_call, done);
    if (why) {
        tap_skip(&c->tap, why, "kernel entries of 32-bit programs (by %s)", by);
        return;
    }
    for (size_t i = 0; i < s->request.cells_size; i++)
        if (plan->cells[i].counted && !isnan(per_call[i * ENTRY_NAMES]))
            judge_entries(c, &s->request.cells[i], by, per_call[i * ENTRY_NAMES]);
}

static void judge_cells(struct check *c, struct session *s)
{
    const struct run_request *r = &s->request;
    double *per_call = calloc(s->plan.size, ENTRY_NAMES * sizeof *per_call);
    for (size_t i = 0; i < r->cells_size; i++)
        judge_answer(c, &r->cells[i]);
    judge_kernel_vsyscall(c, r);
    if (per_call) {
        count_entries(c, s, "seccomp", per_call);
        count_entries(c, s, "perf", per_call);
    }
    free(per_call);
}

static void check_i386(struct check *c)
{
    struct session s = {.request = {.cells = calloc(ROOM, sizeof *s.request.cells)}};
    size_t ready = 0;
    s.request.cpu = sched_getcpu();
    if (s.request.cells)
        cell_each(places, add_cell, &s.request);
    int error = s.request.cells_size ? session_prove(&s) : -ENOMEM;
    for (size_t i = 0; i < s.request.cells_size; i++)
        ready += s.request.cells[i].state != CELL_SKIPPED;
    if (error || !ready)
        tap_skip(&c->tap, error ? session_why(&s, error) : s.request.cells->reason,
                 "the calls of 32-bit programs");
    else
        judge_cells(c, &s);
    free(s.request.cells);
    session_free(&s);
}

const struct topic topic_i386 = {.name = "i386",
                                 .about = "the ABI of 32-bit programs: answers and kernel entries",
                                 .run = check_i386,
                                 .bare = true};
