/* SPDX-License-Identifier: MIT */
#include "check/topics.h"
#include "matrix/programs.h"

#include "machine/cpus.h"
#include "machine/pin.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <string.h>

/* What tells the CPU, on one path. */
struct teller {
    const struct path *path;
    const struct call *call, *answer;
    struct target target;
};

/* The answers on one CPU on each path, from a child bound to it. */
struct answers {
    int cpu;
    struct teller by[MOST_PATHS];
    unsigned size;
    unsigned char *scratch; /* SCRATCH_SIZE for each, shared; the result is at its end */
};

enum { RESULT = SCRATCH_SIZE - sizeof(uint64_t) };

_Static_assert(PAGE_BYTES >= MOST_PATHS * SCRATCH_SIZE, "the answers lie in one page");

static unsigned char *scratch_of(const struct answers *a, unsigned i)
{
    return a->scratch + (size_t)i * SCRATCH_SIZE;
}

static uint64_t ask_getcpu(void *arg)
{
    struct answers *a = arg;
    int error = pin_to(a->cpu);
    for (unsigned i = 0; i < a->size && !error; i++) {
        uint64_t result = path_loop(a->by[i].path, a->by[i].call)(&a->by[i].target, 1);
        memcpy(scratch_of(a, i) + RESULT, &result, sizeof result);
    }
    return (uint64_t)(int64_t)error;
}

static void find_teller(struct check *c, struct answers *a, const struct path *p,
                        const struct call *call)
{
    struct teller *t = &a->by[a->size];
    *t = (struct teller){.path = p, .call = call, .answer = path_answer(p, call)};
    const char *reason = setting_route(&c->setting, p, call, &t->target);
    if (reason) {
        tap_skip(&c->tap, reason, "%s %s on every CPU", p->name, call->name);
        return;
    }
    call->fill(CLOCK_NONE, scratch_of(a, a->size), t->target.arg);
    a->size++;
}

static bool tells_cpu(const struct call *call)
{
    return call == call_of("getcpu") || call->reference == reference_cpu ||
           call->reference == reference_getcpu;
}

static void find_tellers(struct check *c, struct answers *a)
{
    for (const struct path *p = paths; p->name; p++)
        for (const struct call *call = calls; call->name && a->size < MOST_PATHS; call++)
            if (tells_cpu(call) && program_offers(programs, p, call))
                find_teller(c, a, p, call);
}

/* CPU and node as one number, or the CPU alone. */
static int64_t reading(const struct answers *a, unsigned i)
{
    const struct teller *t = &a->by[i];
    uint64_t result;
    memcpy(&result, scratch_of(a, i) + RESULT, sizeof result);
    return t->answer->read(t->path->abi, result, scratch_of(a, i));
}

static const char *answer_words(int64_t answer, char *words, size_t size)
{
    snprintf(words, size, "CPU %" PRId64 ", node %" PRId64, answer & INT32_MAX, answer >> 31);
    return words;
}

static void judge_getcpu(struct check *c, const struct answers *a, int64_t node)
{
    char expected[64], came[64];
    for (unsigned i = 0; i < a->size; i++) {
        bool alone = a->by[i].answer->reference == reference_cpu;
        int64_t right = (alone ? 0 : node << 31) | a->cpu, told = reading(a, i);
        const struct tap_note note = {
            answer_words(right, expected, sizeof expected), answer_words(told, came, sizeof came),
            "arch/x86/kernel/cpu/common.c, setup_getcpu; kernel/sys.c, getcpu; kernel/rseq.c"};
        tap_ok(&c->tap, told == right, &note, "%s %s on CPU %d gives it%s", a->by[i].path->name,
               a->by[i].call->name, a->cpu, alone ? "" : ", and syscall's node");
    }
}

/* The node as the system call gives it: the others are checked against it. */
static int64_t syscall_node(const struct answers *a)
{
    for (unsigned i = 0; i < a->size; i++)
        if (a->by[i].path->is_reference)
            return reading(a, i) >> 31;
    return 0;
}

static void check_cpu(struct check *c, struct answers *a)
{
    struct probe p;
    char words[200];
    memset(a->scratch, SCRATCH_POISON, PAGE_BYTES);
    int error = probe_run(ask_getcpu, a, &p);
    if (error || (int64_t)p.result < 0)
        tap_skip(&c->tap, strerrordesc_np(error ? -error : -(int)(int64_t)p.result),
                 "getcpu on CPU %d", a->cpu);
    else if (p.signal)
        tap_ok(&c->tap, false,
               &(struct tap_note){"it returns", ending_words(&p, words, sizeof words), NULL},
               "getcpu on CPU %d", a->cpu);
    else
        judge_getcpu(c, a, syscall_node(a));
}

static void check_getcpu(struct check *c)
{
    struct answers a = {.scratch = c->setting.pages};
    struct cpus allowed;
    cpus_clear(&allowed);
    if (sched_getaffinity(0, sizeof allowed, allowed.bits)) {
        tap_skip(&c->tap, strerrordesc_np(errno), "which CPUs this process may run on");
        return;
    }
    find_tellers(c, &a);
    for (a.cpu = 0; a.cpu < CPUS_MAX; a.cpu++)
        if (cpus_has(&allowed, a.cpu))
            check_cpu(c, &a);
}

const struct topic topic_getcpu = {
    .name = "getcpu", .about = "every CPU and its node, on every path alike", .run = check_getcpu};
