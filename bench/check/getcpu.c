/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "machine/cpus.h"
#include "machine/pin.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <string.h>

/* getcpu's answers on one CPU by each path, from a child bound to it. */
struct answers {
    int cpu;
    struct attempt by[MOST_PATHS];
    unsigned size;
    unsigned char *scratch; /* SCRATCH_SIZE for each path, shared */
};

_Static_assert(PAGE_BYTES >= MOST_PATHS * SCRATCH_SIZE, "the answers lie in one page");

static uint64_t ask_getcpu(void *arg)
{
    struct answers *a = arg;
    int error = pin_to(a->cpu);
    for (unsigned i = 0; i < a->size && !error; i++)
        attempt_run(&a->by[i]);
    return (uint64_t)(int64_t)error;
}

static void find_paths(struct check *c, struct answers *a)
{
    const struct call *call = call_of("getcpu");
    for (const struct path *p = paths; p->name; p++) {
        struct attempt *at = &a->by[a->size];
        const char *reason = setting_route(&c->setting, p, call, &at->target);
        if (!path_offers(p, call))
            continue;
        if (reason) {
            tap_skip(&c->tap, reason, "%s getcpu on every CPU", p->name);
            continue;
        }
        at->path = p;
        call->fill(CLOCK_NONE, a->scratch + (size_t)a->size * SCRATCH_SIZE, at->target.arg);
        a->size++;
    }
}

static const char *answer_words(const uint32_t answer[2], char *words, size_t size)
{
    snprintf(words, size, "CPU %" PRIu32 ", node %" PRIu32, answer[0], answer[1]);
    return words;
}

static void judge_getcpu(struct check *c, const struct answers *a, uint32_t node)
{
    char expected[64], came[64];
    for (unsigned i = 0; i < a->size; i++) {
        uint32_t answer[2];
        const uint32_t right[2] = {(uint32_t)a->cpu, node};
        memcpy(answer, a->scratch + (size_t)i * SCRATCH_SIZE, sizeof answer);
        const struct tap_note note = {
            answer_words(right, expected, sizeof expected), answer_words(answer, came, sizeof came),
            "arch/x86/kernel/cpu/common.c, setup_getcpu; kernel/sys.c, getcpu"};
        tap_ok(&c->tap, memcmp(answer, right, sizeof answer) == 0, &note,
               "%s getcpu on CPU %d gives it, and syscall's node", a->by[i].path->name, a->cpu);
    }
}

/* The node as the system call gives it: the others are checked against it. */
static uint32_t syscall_node(const struct answers *a)
{
    uint32_t answer[2] = {0, 0};
    for (unsigned i = 0; i < a->size; i++)
        if (a->by[i].path->is_reference)
            memcpy(answer, a->scratch + (size_t)i * SCRATCH_SIZE, sizeof answer);
    return answer[1];
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
    find_paths(c, &a);
    for (a.cpu = 0; a.cpu < CPUS_MAX; a.cpu++)
        if (cpus_has(&allowed, a.cpu))
            check_cpu(c, &a);
}

const struct topic topic_getcpu = {
    .name = "getcpu", .about = "every CPU and its node, on every path alike", .run = check_getcpu};
