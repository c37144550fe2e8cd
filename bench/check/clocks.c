/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "matrix/programs.h"
#include "matrix/user_space.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#define POSIX_TIMERS "kernel/time/posix-timers.c, clockid_to_kclock"

/* Dynamic ids: a process or thread id, or a file descriptor, inverted, over three bits of kind
 * (include/linux/posix-timers.h). */
#define CPU_CLOCK(pid, kind) ((int)(~(unsigned)(pid) << 3 | (kind)))
enum { KIND_PROF, KIND_VIRT, KIND_SCHED, KIND_FD, KIND_THREAD = 4 };
enum { NO_SUCH_FD = 12345, NO_SUCH_PID = 4194305 /* one beyond the largest possible */ };

struct clock_id {
    int id;
    const char *name;
};

static const struct clock_id fixed[] = {
    {0, "realtime"},
    {1, "monotonic"},
    {2, "process_cputime_id"},
    {3, "thread_cputime_id"},
    {4, "monotonic_raw"},
    {5, "realtime_coarse"},
    {6, "monotonic_coarse"},
    {7, "boottime"},
    {8, "realtime_alarm"},
    {9, "boottime_alarm"},
    {10, "gone since 3.17"},
    {11, "tai"},
    {12, "none"},
    {15, "none"},
    {CLOCK_AUX_FIRST, "aux0"},
    {CLOCK_AUX_LAST, "aux7"},
    {CLOCK_AUX_LAST + 1, "none"},
    {63, "none"},
    {64, "none"},
    {INT_MAX, "INT_MAX"},
    {INT_MIN, "INT_MIN"},
    {-1, "thread of no kind"},
    {CPU_CLOCK(0, KIND_SCHED), "this process"},
    {CPU_CLOCK(0, KIND_SCHED | KIND_THREAD), "this thread"},
    {CPU_CLOCK(0, KIND_PROF), "this process's prof"},
    {CPU_CLOCK(0, KIND_VIRT), "this process's virt"},
    {CPU_CLOCK(1, KIND_SCHED), "process 1"},
    {CPU_CLOCK(NO_SUCH_PID, KIND_SCHED), "no process"},
    {CPU_CLOCK(NO_SUCH_FD, KIND_FD), "no file"},
};

/* A call by the system call and by another path, one after the other, in one child. */
struct pair {
    struct attempt other;
    struct target direct;
};

static uint64_t call_pair(void *arg)
{
    struct pair *p = arg;
    uint64_t direct = loop_syscall(&p->direct, 1) & UINT32_MAX;
    return direct | attempt_run(&p->other) << 32;
}

/* What both wrote: first direct's, then the other's, in pages shared with the child. */
static bool written_well(const struct check *c, const struct pair *p, const struct call *call)
{
    enum abi abi = p->other.path->abi;
    const unsigned char *direct = c->setting.pages, *other = direct + SCRATCH_SIZE;
    int64_t reading = call->read(abi, 0, other);
    if (strcmp(call->name, "clock_getres") == 0)
        return reading == call->read(ABI_X86_64, 0, direct);
    return reading != NO_READING && call->read(ABI_X86_64, 0, direct) != NO_READING;
}

static const char *result_words(uint64_t result, char *words, size_t size)
{
    int error = -(int32_t)result;
    const char *name = error > 0 ? strerrorname_np(error) : NULL;
    snprintf(words, size, "%s", name ? name : result ? "a number" : "0");
    return words;
}

static void judge_clocks(struct check *c, const struct pair *p, const struct call *call,
                         const struct clock_id *id, uint64_t both)
{
    char direct[32], other[32];
    bool same = (uint32_t)both == both >> 32, works = (uint32_t)both == 0;
    bool getres = strcmp(call->name, "clock_getres") == 0;
    const struct tap_note note = {result_words(both & UINT32_MAX, direct, sizeof direct),
                                  result_words(both >> 32, other, sizeof other), POSIX_TIMERS};
    tap_ok(&c->tap, same, &note, "%s %s(%d: %s) answers %s, as syscall does", p->other.path->name,
           call->name, id->id, id->name, direct);
    if (works)
        tap_ok(&c->tap, same && written_well(c, p, call),
               &(struct tap_note){getres ? "the same on both" : "tv_nsec below 1e9", "another",
                                  "lib/vdso/gettimeofday.c, __cvdso_clock_get*"},
               "%s %s(%d: %s) %s", p->other.path->name, call->name, id->id, id->name,
               getres ? "gives syscall's resolution" : "is normalised");
}

static void check_clock(struct check *c, const struct call *call, const struct path *path,
                        const struct clock_id *id)
{
    struct pair p = {.other.path = path, .direct.entry = (uint64_t)call->nr[ABI_X86_64]};
    struct probe probe;
    char words[200];
    const char *reason = setting_route(&c->setting, program_reference(programs), call, &p.direct);
    if (!reason)
        reason = setting_route(&c->setting, path, call, &p.other.target);
    if (reason) {
        tap_skip(&c->tap, reason, "%s %s(%d: %s)", path->name, call->name, id->id, id->name);
        return;
    }
    memset(c->setting.pages, SCRATCH_POISON, (size_t)2 * SCRATCH_SIZE);
    call->fill(id->id, c->setting.pages, p.direct.arg);
    call->fill(id->id, c->setting.pages + SCRATCH_SIZE, p.other.target.arg);
    int error = probe_run(call_pair, &p, &probe);
    if (!error && !probe.signal)
        judge_clocks(c, &p, call, id, probe.result);
    else
        tap_ok(&c->tap, false,
               &(struct tap_note){"what syscall answers",
                                  error ? strerrordesc_np(-error)
                                        : ending_words(&probe, words, sizeof words),
                                  POSIX_TIMERS},
               "%s %s(%d: %s) answers", path->name, call->name, id->id, id->name);
}

/* What the vDSO does with the fine-grained clocks, which all come from one clocksource: the
 * monotonic one says for all. 1: it answers, 0: a system call does, or -errno. */
static int fine_clocks(struct check *c)
{
    struct target target;
    const struct call *call = call_of("clock_gettime");
    if (setting_route(&c->setting, path_named("vdso"), call, &target))
        return -ENOENT;
    call->fill(CLOCK_MONOTONIC, c->setting.pages, target.arg);
    return stays_in_user_space(&target);
}

static bool expect_user_space(int id, int fine)
{
    static const int never[] = {2, 3, 8, 9, 10};
    for (size_t i = 0; i < SIZE(never); i++)
        if (id == never[i])
            return false;
    if (id == CLOCK_REALTIME_COARSE || id == CLOCK_MONOTONIC_COARSE)
        return true;
    return id >= 0 && id <= CLOCK_TAI && fine;
}

static void check_user_space(struct check *c, const struct clock_id *id, int fine)
{
    struct target target;
    const struct call *call = call_of("clock_gettime");
    const char *reason = setting_route(&c->setting, path_named("vdso"), call, &target);
    const char *clocksource = c->setting.clocksource;
    if (!reason)
        reason = c->setting.emulator;
    call->fill(id->id, c->setting.pages, target.arg);
    int came = reason ? 0 : stays_in_user_space(&target);
    if (came < 0 || (!reason && fine < 0))
        reason = "no seccomp filter can be had to see it by";
    if (reason) {
        tap_skip(&c->tap, reason, "who answers vdso clock_gettime(%d: %s)", id->id, id->name);
        return;
    }
    bool expected = expect_user_space(id->id, fine);
    tap_ok(&c->tap, came == expected,
           &(struct tap_note){expected ? "no system call" : "a system call",
                              came ? "no system call" : "a system call",
                              "lib/vdso/gettimeofday.c, __cvdso_clock_gettime_common"},
           "vdso clock_gettime(%d: %s) %s (clocksource %s)", id->id, id->name,
           expected ? "makes no system call" : "makes a system call",
           *clocksource ? clocksource : "unknown");
}

static void check_on_paths(struct check *c, const struct call *call, const struct clock_id *id)
{
    for (const struct path *p = paths; p->name; p++)
        if (is_judged(p) && !p->is_reference && program_offers(programs, p, call))
            check_clock(c, call, p, id);
}

static void check_clocks(struct check *c)
{
    static const char *const names[] = {"clock_gettime", "clock_getres"};
    int fine = fine_clocks(c);
    for (size_t i = 0; i < SIZE(fixed); i++) {
        bool aux = fixed[i].id >= CLOCK_AUX_FIRST && fixed[i].id <= CLOCK_AUX_LAST;
        /* the vDSO's clock_getres answers 1 ns of a clock that is off, where the system call
         * refuses it (6.18); it reads the time in user space where it is on */
        for (size_t j = 0; j < (aux ? 1 : SIZE(names)); j++)
            check_on_paths(c, call_of(names[j]), &fixed[i]);
        if (!aux)
            check_user_space(c, &fixed[i], fine);
    }
}

const struct topic topic_clocks = {
    .name = "clocks", .about = "which clocks there are, on every path alike", .run = check_clocks};
