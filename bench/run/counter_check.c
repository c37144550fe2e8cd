/* SPDX-License-Identifier: MIT */
#include "run/counter_check.h"

#include "count/events_plan.h"
#include "kernel/vsyscall.h"
#include "matrix/cell.h"
#include "matrix/loops.h"
#include "matrix/work_names.h"
#include "text/show.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { TURNS = 5000, ANY = 1000000000 };

static const struct {
    const char *name, *words;
} works[] = {{WORK_CANARY_ADD, "64 dependent additions"},
             {WORK_CANARY_MUL, "64 dependent multiplications"},
             {"syscall:getppid", "a system call"}};
enum { ADD, MUL, CALL, WORKS };

/* A chain's turn is CHAIN_LINKS links, the count and the branch back, which wait for nothing. A
 * link takes one cycle or three (uops.info, ADD_R32_R32, IMUL_R32_R32). Cycles may be off by 0.5 %,
 * what is exact by 0.01. The kernel's side of a system call is something, and of a chain nothing.
 */
#define LINKS ((double)CHAIN_LINKS)
static const struct {
    const char *event;
    int work;
    double least, most;
} known[] = {{"instructions:u", ADD, LINKS + 1.99, LINKS + 2.01},
             {"instructions:u", MUL, LINKS + 1.99, LINKS + 2.01},
             {"instructions:k", ADD, -0.01, 0.01},
             {"instructions:k", CALL, 1, ANY},
             {"instructions", ADD, LINKS + 1.99, LINKS + 2.01},
             {"cycles:u", ADD, LINKS * 0.995, LINKS * 1.005},
             {"cycles:u", MUL, LINKS * 2.985, LINKS * 3.015},
             {"cycles:k", ADD, LINKS * -0.005, LINKS * 0.005},
             {"cycles:k", CALL, 1, ANY},
             {"cycles", ADD, LINKS * 0.995, LINKS * 1.005},
             {"cycles", MUL, LINKS * 2.985, LINKS * 3.015},
             {"branch-instructions:u", ADD, 0.99, 1.01},
             {"branch-instructions:k", ADD, -0.01, 0.01},
             {"branch-misses:u", ADD, -0.01, 0.01}};
enum { KNOWN = sizeof known / sizeof *known };

static void refuse_event(struct event *e, const struct counter_found *f)
{
    char read[SHOW_NUMBER], least[SHOW_NUMBER], most[SHOW_NUMBER];
    text_say(e->why, sizeof e->why,
             "the counter of '%s' is not to be trusted here: of %s it read %s a turn, not "
             "%s to %s",
             e->name, f->work, show_short(f->read, 6, read), show_short(f->least, 6, least),
             show_short(f->most, 6, most));
}

/* How far a reading is from what is known, 0 where it is within. */
static double distance(const struct counter_found *f)
{
    return f->read < f->least ? f->least - f->read : f->read > f->most ? f->read - f->most : 0;
}

static void compare_readings(struct event *e, struct counter_found *found, int work, double read)
{
    for (size_t k = 0; k < KNOWN; k++) {
        struct counter_found one = {works[work].words, read, known[k].least, known[k].most};
        if (known[k].work != work || strcasecmp(known[k].event, e->name) != 0)
            continue;
        if (!(distance(&one) == 0) && !*e->why)
            refuse_event(e, &one);
        if (!found->work || distance(&one) > distance(found))
            *found = one;
    }
}

/* NULL where it can't be done here: a filter may end a process for a system call, so that is tried
 * in a child first. */
static const struct work *find_work(int work)
{
    const struct vsyscall unused = {.mode = VSYSCALL_NONE};
    const char *reason;
    struct cell cell;
    if (work == CALL) {
        if (!cell_by_name(works[work].name, &cell))
            return NULL;
        cell_prove(&cell, &unused);
        if (cell.state != CELL_MEASURED)
            return NULL;
    }
    return work_find(works[work].name, &reason);
}

const char *counter_check(const struct counter_kind *kind, struct event *const *events, size_t size,
                          struct counter_found *found)
{
    const char *names[COUNT_NAMES_MAX], *reason = NULL;
    double read[COUNT_NAMES_MAX];
    for (size_t i = 0; i < size; i++) {
        names[i] = events[i]->name;
        found[i] = (struct counter_found){.work = NULL};
    }
    for (int work = 0; work < WORKS && !reason; work++) {
        const struct work *w = find_work(work);
        if (w)
            reason = count_per_call(kind, w, TURNS, names, size, read);
        for (size_t i = 0; i < size && w && !reason; i++)
            compare_readings(events[i], &found[i], work, read[i]);
    }
    return reason;
}

static void check_pass(struct event *events, size_t size, int pass, struct counter_found *found)
{
    struct event *members[COUNT_NAMES_MAX];
    struct counter_found own[COUNT_NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < size && count < COUNT_NAMES_MAX; i++)
        if (!*events[i].why && events[i].pass == pass)
            members[count++] = &events[i];
    const char *why = count ? counter_check(&counter_events, members, count, own) : NULL;
    for (size_t i = 0; i < count; i++) {
        found[members[i] - events] = own[i];
        if (why)
            text_say(members[i]->why, sizeof members[i]->why, "%s", why);
    }
}

void counters_settle(struct event *events, size_t size, struct counter_found *found)
{
    for (size_t i = 0; i < size; i++)
        found[i] = (struct counter_found){.work = NULL};
    events_plan(&pmu_kernel, events, size);
    for (int pass = 0; pass < (int)size; pass++)
        check_pass(events, size, pass, found);
    counters_release();
}
