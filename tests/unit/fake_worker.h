/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_FAKE_WORKER_H
#define SYSTOLL_TEST_FAKE_WORKER_H

#include "measure/clock.h"
#include "measure/requests.h"
#include "measure/timebase.h"
#include "measure/worker.h"
#include "measure/worker_stdio.h"

#include "count/request.h"

#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A worker with works that make no system call of their own. A test calls fake_worker_main first:
 * started as "TEST worker CPU TIMEBASE OFFSET [PLACE]", it is the worker. In the place "deadly" it
 * ends once marked. */

/* Names a file; once it exists, "late" dies and "shy" is refused. */
#define FAKE_MARKER "FAKE_WORKER_MARKER"

static bool fake_marked(void)
{
    const char *marker = getenv(FAKE_MARKER);
    return marker && access(marker, F_OK) == 0;
}

static uint64_t fake_spin(void *arg, uint64_t n)
{
    (void)arg;
    for (uint64_t i = 0; i < n; i++)
        __asm__ volatile("");
    return n;
}

/* How often it was asked to repeat, since a test set it to 0. */
static uint64_t fake_repeated;

static uint64_t fake_repeat(void *arg, uint64_t n)
{
    (void)arg;
    fake_repeated += n;
    return n;
}

/* A quarter of a millisecond each. */
static uint64_t fake_slow(void *arg, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        clock_sleep(250000);
    return fake_repeat(arg, n);
}

static uint64_t fake_nothing(void *arg, uint64_t n)
{
    (void)arg;
    return n;
}

/* By default action: a sanitizer's handler would end the process with an exit code. */
static uint64_t fake_die(void *arg, uint64_t n)
{
    (void)arg;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return n;
}

static uint64_t fake_late(void *arg, uint64_t n)
{
    return fake_marked() ? fake_die(arg, n) : fake_spin(arg, n);
}

/* The CPU that the worker was to run on; WORKER_ANY_CPU: none. */
static int fake_cpu = WORKER_ANY_CPU;

static bool fake_pin(int cpu)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((unsigned)cpu, &one);
    return sched_setaffinity(0, sizeof one, &one) == 0;
}

/* Once marked it is moved to another CPU than it was to run on, as by a cpuset that changed. */
static uint64_t fake_wander(void *arg, uint64_t n)
{
    for (int cpu = 0; fake_marked() && cpu < CPU_SETSIZE; cpu++)
        if (cpu != fake_cpu && fake_pin(cpu))
            break;
    return fake_spin(arg, n);
}

static bool fake_has_counter(void)
{
    DIR *dir = opendir("/proc/self/fd");
    bool found = false;
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char target[64] = "";
        if (readlinkat(dirfd(dir), e->d_name, target, sizeof target - 1) > 0)
            found = found || strstr(target, "perf_event");
    }
    if (dir)
        closedir(dir);
    return found;
}

/* Dies where a perf event is open in its process. */
static uint64_t fake_alone(void *arg, uint64_t n)
{
    return fake_has_counter() ? fake_die(arg, n) : fake_spin(arg, n);
}

static const struct {
    const char *name;
    struct work work;
} fake_works[] = {{"empty", {.loop = fake_nothing}}, {"control", {.loop = fake_spin}},
                  {"a", {.loop = fake_spin}},        {"b", {.loop = fake_spin}},
                  {"c", {.loop = fake_spin}},        {"d", {.loop = fake_spin}},
                  {"segv", {.loop = fake_die}},      {"late", {.loop = fake_late}},
                  {"alone", {.loop = fake_alone}},   {"shy", {.loop = fake_spin}},
                  {"repeat", {.loop = fake_repeat}}, {"wander", {.loop = fake_wander}},
                  {"slow", {.loop = fake_slow}}};

static const struct work *fake_find(const char *name, const char **reason)
{
    *reason = "it does not want to";
    if (strcmp(name, "shy") == 0 && fake_marked())
        return NULL;
    for (size_t i = 0; i < sizeof fake_works / sizeof *fake_works; i++)
        if (strcmp(fake_works[i].name, name) == 0)
            return &fake_works[i].work;
    *reason = "there is no such fake";
    return NULL;
}

static const struct worker_request *const fake_requests[] = {&request_block, &request_batch,
                                                             &request_count, &request_usage, NULL};

/* True where this process was started as a worker, and has served. */
static inline bool fake_worker_main(int argc, char **argv)
{
    struct timebase timebase;
    struct worker_host host = {.requests = fake_requests, .find = fake_find, .timebase = &timebase};
    if (argc < 5 || argc > 6 || strcmp(argv[1], "worker") != 0 ||
        !timebase_by_name(argv[3], &timebase))
        return false;
    if (argc == 6 && strcmp(argv[5], "deadly") == 0 && fake_marked())
        raise(SIGKILL);
    host.cpu = fake_cpu = atoi(argv[2]);
    if (fake_cpu != WORKER_ANY_CPU && (fake_marked() || !fake_pin(fake_cpu))) {
        puts("refused that CPU was taken");
        return true;
    }
    setvbuf(stdout, NULL, _IOFBF, WORKER_BUFFER);
    worker_serve_stdio(&host, stdin, stdout);
    return true;
}

#endif
