/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "kernel/filter.h"
#include "matrix/programs.h"
#include "matrix/user_space.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#endif
#define SECCOMP_C "kernel/seccomp.c, __seccomp_filter"

enum { NUMBER = 77, COMPAT_NUMBER = 88, CODE_SECCOMP = 1, CODE_DISPATCH = 2 };

/* A way to interpose, and what it makes of a call that it sees. */
struct guard {
    const char *name;
    int (*enter)(void);
    struct ending native, compat; /* of a system call */
    bool sees_vsyscall;
    bool takes_tsc; /* RDTSC faults, if the hypervisor lets it: a vDSO that reads it has no clock */
    const char *where;
};

static int enter_errno(void)
{
    return filter_enter(SECCOMP_RET_ERRNO | NUMBER, SECCOMP_RET_ERRNO | COMPAT_NUMBER);
}

static int enter_trap(void)
{
    return filter_enter(SECCOMP_RET_TRAP, SECCOMP_RET_TRAP);
}

static int enter_trace(void)
{
    return filter_enter(SECCOMP_RET_TRACE, SECCOMP_RET_TRACE);
}

static int enter_kill(void)
{
    return filter_enter(SECCOMP_RET_KILL_THREAD, SECCOMP_RET_KILL_THREAD);
}

static int enter_strict(void)
{
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) ? -errno : 0;
}

static int enter_dispatch(void)
{
    static char block = 1; /* SYSCALL_DISPATCH_FILTER_BLOCK */
    return prctl(PR_SET_SYSCALL_USER_DISPATCH, 1, 0, 0, &block) ? -errno : 0;
}

#define RETURNS(number)                                                                            \
    {                                                                                              \
        .result = (number)                                                                         \
    }
#define RAISES(number, its_code)                                                                   \
    {                                                                                              \
        .signal = (number), .code = (its_code)                                                     \
    }

static const struct guard guards[] = {
    {.name = "ERRNO",
     .enter = enter_errno,
     .native = RETURNS(-NUMBER),
     .compat = RETURNS(-COMPAT_NUMBER),
     .sees_vsyscall = true,
     .where = SECCOMP_C},
    {.name = "TRAP",
     .enter = enter_trap,
     .native = RAISES(SIGSYS, CODE_SECCOMP),
     .compat = RAISES(SIGSYS, CODE_SECCOMP),
     .sees_vsyscall = true,
     .where = SECCOMP_C},
    {.name = "TRACE without a tracer",
     .enter = enter_trace,
     .native = RETURNS(-ENOSYS),
     .compat = RETURNS(-ENOSYS),
     .sees_vsyscall = true,
     .where = SECCOMP_C},
    {.name = "KILL",
     .enter = enter_kill,
     .native = RAISES(SIGSYS, CODE_ANY),
     .compat = RAISES(SIGSYS, CODE_ANY),
     .sees_vsyscall = true,
     .where = SECCOMP_C},
    {.name = "strict mode",
     .enter = enter_strict,
     .native = RAISES(SIGKILL, CODE_ANY),
     .compat = RAISES(SIGKILL, CODE_ANY),
     .sees_vsyscall = true,
     .takes_tsc = true,
     .where = "kernel/seccomp.c, __secure_computing_strict, seccomp_set_mode_strict"},
    {.name = "user dispatch",
     .enter = enter_dispatch,
     .native = RAISES(SIGSYS, CODE_DISPATCH),
     .compat = RAISES(SIGSYS, CODE_DISPATCH),
     .where = "kernel/entry/syscall_user_dispatch.c, syscall_user_dispatch"}};

/* An attempt under a guard. */
struct guarded {
    const struct guard *guard;
    struct attempt attempt;
};

static uint64_t run_seccomp(void *arg)
{
    struct guarded *g = arg;
    g->guard->enter(); /* tried before: see refusal */
    return attempt_run(&g->attempt);
}

static uint64_t enter_only(void *arg)
{
    const struct guard *guard = arg;
    return (uint64_t)(int64_t)guard->enter();
}

/* Why this process can't have the guard, or NULL. */
static const char *refusal(const struct guard *guard)
{
    struct probe p;
    int error = probe_run(enter_only, (void *)(uintptr_t)guard, &p);
    if (!error && !p.signal)
        error = (int)(int64_t)p.result;
    return error ? strerrordesc_np(-error) : NULL;
}

/* How a path's call is dealt with. */
enum view { UNSEEN, SEEN, SEEN_AS_COMPAT, WITHOUT_TSC };

static enum view view_of(const struct check *c, const struct guarded *g, const struct call *call)
{
    bool takes_tsc = g->guard->takes_tsc && !c->setting.tsc_stays;
    const struct path *path = g->attempt.path;
    if (path->entry == ENTERS_EMULATED)
        return g->guard->sees_vsyscall ? SEEN : UNSEEN;
    if (path->entry != ENTERS_AS_VDSO)
        return path->abi == ABI_COMPAT ? SEEN_AS_COMPAT : SEEN;
    if (stays_in_user_space(&g->attempt.target) == 0)
        return SEEN;
    return takes_tsc && call->reads_clocksource ? WITHOUT_TSC : UNSEEN;
}

static struct ending expected_ending(const struct check *c, const struct guarded *g,
                                     const struct call *call, enum view view)
{
    struct ending e = {.result = call->returns_zero ? 0 : RESULT_POSITIVE};
    if (view == WITHOUT_TSC)
        e = (struct ending){
            .signal = SIGSEGV, .code = SI_KERNEL, .ip = {c->setting.vdso[0], c->setting.vdso[1]}};
    else if (view != UNSEEN)
        e = view == SEEN ? g->guard->native : g->guard->compat;
    /* The signal of a trapped vsyscall tells the entry as the place of the call. */
    if (view == SEEN && e.code == CODE_SECCOMP && g->attempt.path->entry == ENTERS_EMULATED)
        e.address = g->attempt.target.entry;
    e.where = g->guard->where;
    return e;
}

static void check_call(struct check *c, const struct guard *guard, const struct path *path,
                       const char *name)
{
    static const char *const views[] = {"is not seen", "is seen", "is seen as a call of i386",
                                        "faults: it reads the TSC, which strict mode takes away"};
    const struct call *call = call_of(name);
    struct guarded g = {guard, {.path = path}};
    const char *reason = setting_route(&c->setting, path, call, &g.attempt.target);
    if (reason) {
        tap_skip(&c->tap, reason, "%s: %s %s", guard->name, path->name, name);
        return;
    }
    call->fill(CLOCK_MONOTONIC, c->setting.pages, g.attempt.target.arg);
    enum view view = view_of(c, &g, call);
    const struct ending e = expected_ending(c, &g, call, view);
    check_ends(c, &e, 1, run_seccomp, &g, "%s: %s %s %s%s", guard->name, path->name, name,
               views[view],
               view == SEEN && path->entry == ENTERS_AS_VDSO ? " (no vDSO clocksource)" : "");
}

static void check_guard(struct check *c, const struct guard *guard)
{
    static const char *const names[] = {"gettimeofday", "time", "clock_gettime", "getcpu"};
    const char *reason = refusal(guard);
    if (reason) {
        tap_skip(&c->tap, reason, "%s", guard->name);
        return;
    }
    for (const struct path *p = paths; p->name; p++)
        for (size_t j = 0; j < SIZE(names); j++)
            if (is_judged(p) && program_offers(programs, p, call_of(names[j])))
                check_call(c, guard, p, names[j]);
}

static void check_seccomp(struct check *c)
{
    for (size_t i = 0; i < SIZE(guards); i++)
        check_guard(c, &guards[i]);
}

const struct topic topic_seccomp = {.name = "seccomp",
                                    .about =
                                        "who is seen by filters, strict mode and user dispatch",
                                    .run = check_seccomp,
                                    .bare = true};
