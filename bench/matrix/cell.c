/* SPDX-License-Identifier: MIT */
#include "matrix/cell.h"

#include "kernel/probe.h"
#include "matrix/scratch.h"
#include "measure/timebase.h"
#include "text/text.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TRIES = 5 };

const char *cell_state_name(enum cell_state state)
{
    static const char *const names[] = {"measured", "skipped", "failed"};
    return names[state];
}

__attribute__((format(printf, 3, 4))) static void
set_state(struct cell *cell, enum cell_state state, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    cell->state = state;
    text_vsay(cell->reason, sizeof cell->reason, format, args);
    va_end(args);
}

static void name_cell(struct cell *cell)
{
    bool apart = cell->place != places;
    snprintf(cell->name, sizeof cell->name, "%s%s:%s%s%s%s%s", cell->program->prefix,
             cell->path->name, cell->call->name, cell->clock ? ":" : "",
             cell->clock ? cell->clock->name : "", apart ? "@" : "",
             apart ? cell->place->name : "");
}

/* The cells of that call, clock, place and program. */
static bool each_path(struct cell cell, bool (*each)(const struct cell *cell, void *arg), void *arg)
{
    bool go_on = true;
    for (cell.path = cell.program->paths; cell.path->name && go_on; cell.path++)
        if (program_shows(cell.program, cell.path, cell.call)) {
            cell.answer = path_answer(cell.path, cell.call);
            name_cell(&cell);
            go_on = each(&cell, arg);
        }
    return go_on;
}

static bool each_call(struct cell cell, bool (*each)(const struct cell *cell, void *arg), void *arg)
{
    bool go_on = true;
    for (cell.call = calls; cell.call->name && go_on; cell.call++)
        if (!cell.call->by_clock) {
            cell.clock = NULL;
            go_on = each_path(cell, each, arg);
        } else {
            for (cell.clock = clock_names; cell.clock->name && go_on; cell.clock++)
                go_on = each_path(cell, each, arg);
        }
    return go_on;
}

void cell_each(const struct place *place, bool (*each)(const struct cell *cell, void *arg),
               void *arg)
{
    struct cell cell = {.place = place};
    for (cell.program = programs; cell.program->abi && each_call(cell, each, arg); cell.program++)
        ;
}

static bool copy_if_named(const struct cell *cell, void *arg)
{
    struct cell *wanted = arg;
    size_t length = strcspn(wanted->name, "@");
    if (strncmp(cell->name, wanted->name, length) != 0 || strcspn(cell->name, "@") != length)
        return true;
    *wanted = *cell;
    return false;
}

bool cell_by_name(const char *name, struct cell *cell)
{
    const char *at = strchr(name, '@');
    const struct place *place = at ? place_named(at + 1) : places;
    *cell = (struct cell){0};
    snprintf(cell->name, sizeof cell->name, "%s", name);
    if (place)
        cell_each(place, copy_if_named, cell);
    return cell->path != NULL;
}

/* The target with its arguments set and the loop that suits it. */
static void fill_target(struct cell *cell, struct target *target)
{
    int own = cell->call->bytes ? cell->call->bytes : CLOCK_NONE;
    cell->call->fill(cell->clock ? cell->clock->id : own, cell->scratch, target->arg);
}

static size_t size_of_scratch(const struct cell *cell)
{
    return scratch_size(cell->answer->written[cell->path->abi]);
}

void cell_ready(struct cell *cell)
{
    cell->scratch = scratch_new(size_of_scratch(cell));
    if (!cell->scratch) {
        set_state(cell, CELL_FAILED, "no memory below 4 GiB");
        return;
    }
    fill_target(cell, &cell->target);
    const char *reason = cell->program == programs ? cell->path->resolve(cell->call, &cell->target)
                                                   : "only its own program times it";
    if (reason) {
        set_state(cell, CELL_SKIPPED, "%s", reason);
        return;
    }
    if (cell->call->timed_with_null)
        cell->target.arg[0] = 0;
    cell->work = (struct work){.loop = path_loop(cell->path, cell->call), .arg = &cell->target};
}

bool cell_inject(struct cell *cell, unsigned links)
{
    if (!cell->path->loop || cell->work.loop != cell->path->loop || links > INJECT_LINKS)
        return false;
    /* the second half: what a clock writes there comes out of its last arithmetic */
    cell->target.feed = (unsigned char *)cell->scratch + cell->call->written[cell->path->abi] / 2;
    cell->target.sled = inject_sled_end - INJECT_LINK_SIZE * (size_t)links;
    cell->work.loop = cell->path->loop_inject;
    return true;
}

/* What a signal on a path means, for whoever reads the table. */
static void settle_trapped(struct cell *cell, const struct probe *p, const struct vsyscall *vs)
{
    const char *words = probe_words(p);
    char reason[CELL_REASON];
    if (p->signal == SIGSYS)
        set_state(cell, CELL_SKIPPED, "a seccomp filter refuses it: %s", words);
    else if (cell->path->trap && cell->path->trap(vs, words, reason, sizeof reason))
        set_state(cell, CELL_SKIPPED, "%s", reason);
    else if (cell->path->reads_clock && p->signal == SIGSEGV && timebase_tsc_refused())
        set_state(cell, CELL_SKIPPED, "this process may not read the TSC, and the vDSO does: %s",
                  words);
    else
        set_state(cell, CELL_FAILED, "%s", words);
}

static uint64_t call_once(void *arg)
{
    const struct cell *cell = arg;
    return cell->work.loop(cell->work.arg, 1);
}

static bool survives(struct cell *cell, const struct vsyscall *vs)
{
    struct probe p;
    int error = probe_run(call_once, cell, &p);
    if (error)
        set_state(cell, CELL_FAILED, "could not be tried in a child: %s", probe_failure(&p, error));
    else if (p.signal)
        settle_trapped(cell, &p, vs);
    return cell->state == CELL_MEASURED;
}

/* A call into poisoned scratch, timed_with_null or not, on any path. */
static uint64_t call_poisoned(struct cell *cell)
{
    struct target target = cell->target;
    fill_target(cell, &target);
    memset(cell->scratch, SCRATCH_POISON, size_of_scratch(cell));
    return cell->work.loop(&target, 1);
}

/* The same call by the program's own system call, in the same scratch, or what tells the same: what
 * the others are checked against. */
static int64_t reference(const struct cell *cell, uint64_t *ret)
{
    if (cell->answer->reference)
        return (int64_t)(*ret = (uint64_t)cell->answer->reference());
    struct cell direct = *cell;
    direct.path = program_reference(cell->program);
    direct.target.entry = (uint64_t)cell->call->nr[direct.path->abi];
    direct.work.loop = direct.path->loop;
    *ret = call_poisoned(&direct);
    return cell->call->read(direct.path->abi, *ret, cell->scratch);
}

static uint64_t refer_once(void *arg)
{
    uint64_t ret;
    reference(arg, &ret);
    return ret;
}

/* In a child first: a filter may kill for the system call, and spare the other paths. */
static bool reference_survives(struct cell *cell)
{
    struct probe p = {0};
    int error = probe_run(refer_once, cell, &p);
    if (error || p.signal)
        set_state(cell, CELL_SKIPPED, "there is no system call to check it against: %s",
                  error ? probe_failure(&p, error) : probe_words(&p));
    return cell->state == CELL_MEASURED;
}

static bool poison_intact(const struct cell *cell)
{
    const unsigned char *byte = cell->scratch;
    for (size_t i = cell->answer->written[cell->path->abi]; i < size_of_scratch(cell); i++)
        if (byte[i] != SCRATCH_POISON)
            return false;
    return true;
}

static const char *check_result(struct cell *cell, uint64_t ret)
{
    static char words[80];
    int expected = cell->answer->bytes;
    if ((cell->answer->returns_zero || expected) && (int32_t)ret != expected) {
        snprintf(words, sizeof words, "returned %d instead of %d", (int32_t)ret, expected);
        return words;
    }
    if (!poison_intact(cell))
        return "wrote behind its result";
    return NULL;
}

/* Whether another call writes the same bytes, of those that have to be random. */
static bool repeats(struct cell *cell)
{
    unsigned char first[RANDOM_MOST];
    size_t bytes = (size_t)cell->call->bytes;
    memcpy(first, cell->scratch, bytes);
    call_poisoned(cell);
    return memcmp(first, cell->scratch, bytes) == 0;
}

/* One call between two references. NULL, or what is wrong. */
static const char *check_once(struct cell *cell)
{
    uint64_t before_ret, ret, after_ret;
    int64_t before = reference(cell, &before_ret);
    ret = call_poisoned(cell);
    const char *wrong = check_result(cell, ret);
    if (wrong)
        return wrong;
    int64_t now = cell->answer->read(cell->path->abi, ret, cell->scratch);
    if (cell->call->bytes && repeats(cell))
        return "gave the same bytes twice";
    int64_t after = reference(cell, &after_ret);
    if (now == NO_READING)
        return "wrote no valid result where it belongs";
    return now >= before && now <= after ? NULL
                                         : "its reading is not between two of the system call's";
}

/* An error that the system call itself gives: a clock that this kernel or machine has not. */
static bool refused_by_kernel(struct cell *cell)
{
    uint64_t ret;
    reference(cell, &ret);
    int64_t error = (int64_t)ret;
    if (error >= 0 || error < -4095)
        return false;
    set_state(cell, CELL_SKIPPED, "the system call itself answers %s",
              strerrorname_np((int)-error));
    return true;
}

static void check_cell(struct cell *cell)
{
    const char *wrong = NULL;
    if (!call_has_reference(cell->call) ||
        (!cell->path->is_reference && !reference_survives(cell)) || refused_by_kernel(cell))
        return;
    /* again: a migration between calls, or time() a tick behind (it reads without the seqlock) */
    for (int i = 0; i < TRIES; i++)
        if (!(wrong = check_once(cell)))
            return;
    const char *doubt = cell->path->doubt ? cell->path->doubt() : NULL;
    set_state(cell, doubt ? CELL_SKIPPED : CELL_FAILED, "%s", doubt ? doubt : wrong);
}

void cell_prove(struct cell *cell, const struct vsyscall *vs)
{
    cell_ready(cell);
    if (cell->state == CELL_MEASURED && survives(cell, vs))
        check_cell(cell);
    if (cell->state == CELL_MEASURED && cell->path->note)
        text_say(cell->note, sizeof cell->note, "%s", cell->path->note());
}
