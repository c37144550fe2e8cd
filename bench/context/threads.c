/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include "machine/cpus.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STACK = 128 * 1024, TURN = 16 /* calls between two looks at whether to go on */ };

/* Threads that make calls while turn is odd, and sleep while it is even. */
static struct {
    unsigned size;
    const struct work *works;
    atomic_uint turn, calling;
} others;

static void ask_futex(int operation, unsigned value)
{
    syscall(SYS_futex, &others.turn, operation | FUTEX_PRIVATE_FLAG, value, NULL, NULL, 0);
}

static void *call_in_turn(void *arg)
{
    const size_t own = (size_t)(uintptr_t)arg;
    for (unsigned turn;;) {
        while ((turn = atomic_load(&others.turn)) % 2 == 0)
            ask_futex(FUTEX_WAIT, turn);
        const struct work *w = &others.works[own];
        w->loop(w->arg, TURN); /* what a first call sets up */
        atomic_fetch_add(&others.calling, 1);
        while (atomic_load(&others.turn) == turn)
            w->loop(w->arg, TURN);
        atomic_fetch_sub(&others.calling, 1);
    }
    return NULL;
}

static int start_thread(pthread_attr_t *attributes, int cpu)
{
    struct cpus one;
    pthread_t thread;
    cpus_clear(&one);
    cpus_add(&one, cpu);
    int error = pthread_attr_setaffinity_np(attributes, sizeof one.bits, one.bits);
    if (!error)
        error = pthread_create(&thread, attributes, call_in_turn, (void *)(uintptr_t)others.size);
    others.size += !error;
    return error;
}

/* One on each of the first of these CPUs. Signals are left to the thread that is measured. */
static int start_threads(const struct cpus *on, unsigned wanted)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    int error = pthread_attr_init(&attributes);
    if (error)
        return error;
    pthread_attr_setstacksize(&attributes, STACK);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (int cpu = 0; cpu < CPUS_MAX && others.size < wanted && !error; cpu++)
        if (cpus_has(on, cpu))
            error = start_thread(&attributes, cpu);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return error;
}

static const char *enter_threads(unsigned callers, int cpu, const struct cpus *allowed)
{
    struct cpus own;
    if (!allowed)
        return "the CPUs that this process may use are unknown";
    cpus_clear(&own);
    cpus_add(&own, cpu);
    own = cpus_without(allowed, &own);
    const unsigned most = (unsigned)cpus_count(&own);
    if (!most)
        return "it takes two CPUs, and this process may use only one";
    if (callers > most + 1)
        return "it takes as many CPUs as callers, and this process may use fewer";
    return start_threads(&own, callers ? callers - 1 : most)
               ? "a thread can't be started on every CPU that it takes"
               : NULL;
}

static unsigned count_threads(void)
{
    return others.size;
}

static void start_calling(const struct work *works)
{
    others.works = works;
    atomic_fetch_add(&others.turn, 1);
    ask_futex(FUTEX_WAKE, INT_MAX);
    while (atomic_load(&others.calling) < others.size)
        sched_yield();
}

static void stop_calling(void)
{
    atomic_fetch_add(&others.turn, 1);
    while (atomic_load(&others.calling))
        sched_yield();
}

const struct context context_threads = {.enter_among = enter_threads,
                                        .ends_at_exec =
                                            "its callers are threads of the process that measures",
                                        .uncounted = "a guest that counts instructions has one CPU",
                                        .count_others = count_threads,
                                        .start_others = start_calling,
                                        .stop_others = stop_calling};
