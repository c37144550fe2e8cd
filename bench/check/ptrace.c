/* SPDX-License-Identifier: MIT */
#include "check/stops.h"
#include "check/topics.h"

#include "matrix/user_space.h"

#include <inttypes.h>
#include <string.h>
#include <sys/ptrace.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))

static const char *stops_words(const struct stops *stops, uint64_t frame, char *words, size_t size)
{
    if (stops->signal)
        snprintf(words, size, "it ended with SIG%s", sigabbrev_np(stops->signal));
    else
        snprintf(words, size, "%" PRId64, (int64_t)(stops->seen - frame));
    return words;
}

/* The control's stops are those of the frame around the call. */
static const char *frame_stops(struct stops *stops)
{
    struct traced t = {.attempt.path = path_named("control"), .request = (int)PTRACE_SYSCALL};
    t.attempt.path->resolve(call_of("ret"), &t.attempt.target);
    return stops_count(&t, stops);
}

/* Traces the call with its memory; NULL or why not. */
static const char *trace_call(struct check *c, struct traced *t, const char *name,
                              struct stops *stops)
{
    const struct call *call = call_of(name);
    const char *reason = setting_route(&c->setting, t->attempt.path, call, &t->attempt.target);
    call->fill(CLOCK_NONE, c->setting.pages, t->attempt.target.arg);
    return reason ? reason : stops_count(t, stops);
}

static void check_call(struct check *c, const struct path *path, const char *name, uint64_t frame)
{
    struct traced t = {.attempt.path = path, .request = (int)PTRACE_SYSCALL};
    struct stops stops;
    char came[64];
    const char *reason = trace_call(c, &t, name, &stops);
    if (reason) {
        tap_skip(&c->tap, reason, "PTRACE_SYSCALL: %s %s", path->name, name);
        return;
    }
    bool in_kernel = path->entry == ENTERS_ONCE ||
                     (path->entry == ENTERS_AS_VDSO && stays_in_user_space(&t.attempt.target) == 0);
    tap_ok(&c->tap, !stops.signal && stops.seen - frame == (in_kernel ? 2 : 0),
           &(struct tap_note){in_kernel ? "2" : "0", stops_words(&stops, frame, came, sizeof came),
                              "kernel/entry, syscall_trace_enter; arch/x86/entry/vsyscall/"
                              "vsyscall_64.c, emulate_vsyscall"},
           "PTRACE_SYSCALL: %s %s stops %s", path->name, name,
           in_kernel ? "on entry and exit" : "nowhere: no system call is entered");
}

/* Single steps whose rip lies in the vsyscall page, or in the vDSO: two say that it is code. */
static void check_steps(struct check *c, const struct path *path, const char *name, uint64_t from,
                        uint64_t to)
{
    bool one = path->entry == ENTERS_EMULATED;
    struct traced t = {{.path = path}, (int)PTRACE_SINGLESTEP, from, to, 2};
    struct stops stops;
    char came[64];
    const char *reason = trace_call(c, &t, name, &stops);
    if (reason) {
        tap_skip(&c->tap, reason, "single steps of %s %s", path->name, name);
        return;
    }
    tap_ok(&c->tap, !stops.signal && (one ? stops.seen <= 1 : stops.seen > 1),
           &(struct tap_note){one ? "0 or 1" : "2 or more",
                              stops_words(&stops, 0, came, sizeof came),
                              one ? "arch/x86/entry/vsyscall/vsyscall_64.c, emulate_vsyscall"
                                  : "arch/x86/kernel/traps.c, exc_debug_user"},
           "%s %s takes %s within its page", path->name, name,
           one ? "at most one single step (the kernel emulates all of it)"
               : "several single steps (it is code)");
}

static void check_all(struct check *c, uint64_t frame)
{
    static const char *const names[] = {"gettimeofday", "time", "getcpu"};
    for (size_t j = 0; j < SIZE(names); j++) {
        for (const struct path *p = paths; p->name; p++)
            if (is_judged(p))
                check_call(c, p, names[j], frame);
        check_steps(c, path_named("vdso"), names[j], c->setting.vdso[0], c->setting.vdso[1]);
        check_steps(c, path_named("vsyscall"), names[j], VSYSCALL_PAGE, VSYSCALL_PAGE + PAGE_BYTES);
    }
}

static void check_ptrace(struct check *c)
{
    struct stops frame;
    const char *reason = frame_stops(&frame);
    if (reason)
        tap_skip(&c->tap, reason, "PTRACE_SYSCALL and single steps");
    else
        check_all(c, frame.seen);
}

const struct topic topic_ptrace = {
    .name = "ptrace", .about = "who is seen by a tracer", .run = check_ptrace, .bare = true};
