/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "matrix/programs.h"
#include "measure/clock.h"

#include <inttypes.h>
#include <string.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
enum { TIMES = 64, PLACES = 2, LAG_NS = 20000000 /* longer than a tick */ };

/* One call on two paths in turn; the outcome is in pages shared with the child. */
struct turns {
    const struct call *call;
    int clock;
    struct attempt by[PLACES];
    unsigned char *scratch; /* SCRATCH_SIZE for each */
};

struct outcome {
    uint64_t at; /* the turn in which it went back; TIMES: none */
    int64_t before, after;
};

static int64_t read_by(const struct turns *t, size_t i)
{
    struct attempt a = t->by[i];
    unsigned char *scratch = t->scratch + i * SCRATCH_SIZE;
    t->call->fill(t->clock, scratch, a.target.arg);
    uint64_t ret = attempt_run(&a);
    return t->call->read(a.path->abi, ret, scratch);
}

static uint64_t take_turns(void *arg)
{
    const struct turns *t = arg;
    struct outcome *out = (struct outcome *)(t->scratch + PLACES * SCRATCH_SIZE);
    for (out->at = 0; out->at < TIMES; out->at++) {
        out->before = read_by(t, 0);
        out->after = read_by(t, 1);
        if (out->before == NO_READING || out->after < out->before)
            break;
    }
    return out->at;
}

/* time() reads without the seqlock, so for less than a tick a path may be a second behind: that
 * has to be over when it is tried again. */
static int try_turns(struct turns *t, struct probe *p)
{
    int error = probe_run(take_turns, t, p);
    if (!error && !p->signal && p->result != TIMES && strcmp(t->call->name, "time") == 0) {
        clock_sleep(LAG_NS);
        error = probe_run(take_turns, t, p);
    }
    return error;
}

static void check_turns(struct check *c, struct turns *t, const char *subject)
{
    const struct outcome *out = (const struct outcome *)(t->scratch + PLACES * SCRATCH_SIZE);
    struct probe p;
    char came[200];
    int error = try_turns(t, &p);
    if (error)
        snprintf(came, sizeof came, "%s", strerrordesc_np(-error));
    else if (p.signal)
        ending_words(&p, came, sizeof came);
    else
        snprintf(came, sizeof came, "turn %" PRIu64 ": %" PRId64 ", then %" PRId64, out->at,
                 out->before, out->after);
    tap_ok(&c->tap, !error && !p.signal && p.result == TIMES,
           &(struct tap_note){"readings in range, none below the one before", came,
                              "kernel/time/vsyscall.c, update_vsyscall"},
           "%s: %s, then %s: normalised and never goes back, %d times%s", subject,
           t->by[0].path->name, t->by[1].path->name, TIMES,
           strcmp(t->call->name, "time") == 0 ? " (time may lag a tick: no seqlock)" : "");
}

/* The paths on which the call is to be had. */
static size_t find_paths(struct check *c, const struct turns *t, const char *subject,
                         struct attempt *found)
{
    size_t n = 0;
    for (const struct path *p = paths; p->name; p++) {
        struct attempt a = {.path = p};
        const char *reason = setting_route(&c->setting, p, t->call, &a.target);
        if (!program_offers(programs, p, t->call))
            continue;
        if (reason)
            tap_skip(&c->tap, reason, "%s: %s against the others", subject, p->name);
        else
            found[n++] = a;
    }
    return n;
}

/* In a child: the result of one plain system call. */
static uint64_t call_reference(void *arg)
{
    const struct turns *t = arg;
    struct target target = {.entry = (uint64_t)t->call->nr[ABI_X86_64]};
    t->call->fill(t->clock, t->scratch, target.arg);
    return loop_syscall(&target, 1);
}

/* An auxiliary clock that this kernel has not, or that nobody has switched on. */
static bool is_switched_off(const struct turns *t)
{
    struct probe p;
    return t->clock >= CLOCK_AUX_FIRST && t->clock <= CLOCK_AUX_LAST &&
           (probe_run(call_reference, (void *)(uintptr_t)t, &p) || p.signal || p.result);
}

static void check_subject(struct check *c, const char *name, const struct clock_name *clock)
{
    struct attempt found[MOST_PATHS];
    char subject[64];
    struct turns t = {call_of(name), clock ? clock->id : CLOCK_NONE, {{0}}, c->setting.pages};
    snprintf(subject, sizeof subject, "%s%s%s", name, clock ? ":" : "", clock ? clock->name : "");
    if (is_switched_off(&t)) {
        tap_skip(&c->tap, "the system call itself refuses this clock", "%s", subject);
        return;
    }
    size_t n = find_paths(c, &t, subject, found);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            t.by[0] = found[i];
            t.by[1] = found[j];
            check_turns(c, &t, subject);
        }
}

static void check_order(struct check *c)
{
    check_subject(c, "gettimeofday", NULL);
    check_subject(c, "time", NULL);
    for (const struct clock_name *clock = clock_names; clock->name; clock++)
        if (clock->in_vdso)
            check_subject(c, "clock_gettime", clock);
}

const struct topic topic_order = {
    .name = "order", .about = "readings of any two paths never go back", .run = check_order};
