/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "matrix/programs.h"
#include "matrix/user_space.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
enum { ARGUMENTS = 2, BOGUS_CLOCK = 999, POISON = SCRATCH_POISON };

/* A call and which of its arguments are pointers. */
struct subject {
    const char *call;
    int clock;         /* CLOCK_NONE: its pointers come first */
    unsigned pointers; /* how many */
    bool null_is_bad;
    int refused;       /* the error for any pointer: a clock that is none */
    unsigned bytes[2]; /* what a call writes to each valid one; on every path at least */
};

static const struct subject subjects[] = {
    {"gettimeofday", CLOCK_NONE, 2, false, 0, {8, 8}},
    {"getcpu", CLOCK_NONE, 2, false, 0, {4, 4}},
    {"time", CLOCK_NONE, 1, false, 0, {4, 0}},
    {"clock_gettime", CLOCK_MONOTONIC, 1, true, 0, {8, 0}},
    {"clock_gettime", CLOCK_REALTIME_COARSE, 1, true, 0, {8, 0}},
    {"clock_gettime", CLOCK_PROCESS_CPUTIME_ID, 1, true, 0, {8, 0}},
    {"clock_gettime", BOGUS_CLOCK, 1, true, EINVAL, {0, 0}},
    {"clock_getres", CLOCK_MONOTONIC, 1, false, 0, {8, 0}},
    {"clock_getres", CLOCK_PROCESS_CPUTIME_ID, 1, false, 0, {8, 0}},
};

/* One call with one choice of pointers. */
struct choice {
    const struct subject *subject;
    const struct path *path;
    enum pointer kind[ARGUMENTS];
    struct attempt attempt;
    bool in_kernel; /* the vDSO hands these on to the kernel */
};

static bool bad(const struct choice *ch, unsigned i)
{
    if (i >= ch->subject->pointers)
        return false;
    return ch->kind[i] == NIL ? ch->subject->null_is_bad : ch->kind[i] != VALID;
}

static uint64_t *argument(struct choice *ch, unsigned i)
{
    return &ch->attempt.target.arg[i + (ch->subject->clock != CLOCK_NONE)];
}

/* In the vDSO it is the program itself that writes: the first bad pointer faults there. -1 wraps
 * around, so what it raises is the processor's business. */
static size_t vdso_endings(const struct check *c, struct choice *ch, struct ending *e)
{
    size_t n = 0;
    for (unsigned i = 0; i < ARGUMENTS; i++) {
        if (!bad(ch, i))
            continue;
        e[n] = (struct ending){.signal = SIGSEGV,
                               .ip = {c->setting.vdso[0], c->setting.vdso[1]},
                               .where = strcmp(ch->subject->call, "getcpu") == 0
                                            ? "arch/x86/include/asm/segment.h, vdso_read_cpunode"
                                            : "lib/vdso/gettimeofday.c, __cvdso_*"};
        if (ch->kind[i] != MINUS_ONE)
            e[n].address = *argument(ch, i);
        if (ch->kind[i] == LOW)
            e[n].code = c->setting.zero_page ? SEGV_ACCERR : SEGV_MAPERR;
        else if (ch->kind[i] == NO_ACCESS || ch->kind[i] == READ_ONLY)
            e[n].code = SEGV_ACCERR;
        n++;
    }
    return n;
}

/* Addresses no user may have are refused with a fault of their own before the call; what faults in
 * the call is a SIGSEGV without an address, or, as before 6.9, with one: sig_on_uaccess_err. */
static size_t vsyscall_endings(const struct check *c, struct choice *ch, struct ending *e)
{
    const char *where = "arch/x86/entry/vsyscall/vsyscall_64.c, emulate_vsyscall";
    uint64_t entry = ch->attempt.target.entry;
    for (unsigned i = 0; i < ARGUMENTS; i++)
        if (bad(ch, i) && ch->kind[i] == MINUS_ONE) {
            e[0] = (struct ending){SIGSEGV,
                                   SEGV_MAPERR,
                                   UINT64_MAX,
                                   0,
                                   {entry, entry},
                                   0,
                                   "arch/x86/entry/vsyscall/vsyscall_64.c, write_ok_or_segv"};
            return 1;
        }
    e[0] = (struct ending){SIGSEGV, SI_KERNEL, 0, 0, {entry, entry}, 0, where};
    e[1] = (struct ending){SIGSEGV, CODE_ANY, 0, 0, {entry, entry}, 0, where};
    return c->setting.fault_address ? 2 : 1;
}

static int64_t good_result(const struct choice *ch)
{
    if (ch->subject->refused)
        return -ch->subject->refused;
    return strcmp(ch->subject->call, "time") == 0 ? RESULT_POSITIVE : 0;
}

static size_t choose_endings(const struct check *c, struct choice *ch, struct ending *e)
{
    static const char *const where = "kernel/time/time.c, kernel/time/posix-timers.c, kernel/sys.c";
    if ((!bad(ch, 0) && !bad(ch, 1)) || ch->subject->refused) {
        e[0] = (struct ending){.result = good_result(ch), .where = where};
        return 1;
    }
    if (ch->path->entry == ENTERS_EMULATED)
        return vsyscall_endings(c, ch, e);
    if (ch->path->entry == ENTERS_AS_VDSO && !ch->in_kernel)
        return vdso_endings(c, ch, e);
    e[0] = (struct ending){.result = -EFAULT, .where = where};
    return 1;
}

static const char *why(const struct check *c, const struct choice *ch)
{
    if (ch->subject->refused)
        return "is refused for its clock";
    if (!bad(ch, 0) && !bad(ch, 1))
        return "works";
    if (ch->path->entry == ENTERS_EMULATED)
        return c->setting.fault_address
                   ? "faults at the entry (never EFAULT; with an address, as before 6.9, or "
                     "without)"
                   : "faults at the entry (the kernel emulates a fault, never EFAULT)";
    if (ch->path->entry != ENTERS_AS_VDSO)
        return "gives EFAULT (the kernel writes)";
    return ch->in_kernel ? "gives EFAULT (the vDSO asks the kernel)"
                         : "faults in the vDSO (the program itself writes)";
}

/* "tv, tz" as the kinds of pointers, after the clock. */
static const char *describe_pointers(const struct check *c, const struct choice *ch, char *words,
                                     size_t size)
{
    char clock[16] = "";
    if (ch->subject->clock != CLOCK_NONE)
        snprintf(clock, sizeof clock, "%d, ", ch->subject->clock);
    snprintf(words, size, "%s %s(%s%s%s%s) %s", ch->path->name, ch->subject->call, clock,
             pointer_name(ch->kind[0]), ch->subject->pointers > 1 ? ", " : "",
             ch->subject->pointers > 1 ? pointer_name(ch->kind[1]) : "", why(c, ch));
    return words;
}

static bool still_poison(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != POISON)
            return false;
    return true;
}

/* After a call that worked: something came to each valid pointer, and nothing behind it. */
static void check_written(struct check *c, const struct choice *ch, const char *words)
{
    bool good = true;
    for (unsigned i = 0; i < ch->subject->pointers; i++) {
        const unsigned char *at =
            (const unsigned char *)(uintptr_t)pointer_of(&c->setting, VALID, i);
        bool wanted = ch->kind[i] == VALID && !ch->subject->refused;
        good = good && still_poison(at, ch->subject->bytes[i]) != wanted;
        good = good && still_poison(at + 16, SCRATCH_SIZE - 16);
    }
    tap_ok(&c->tap, good,
           &(struct tap_note){"bytes at each valid pointer and nowhere else", "others", NULL},
           "%s, and writes to valid pointers alone", words);
}

static void check_choice(struct check *c, struct choice *ch)
{
    struct ending e[ARGUMENTS];
    char words[200];
    for (unsigned i = 0; i < ch->subject->pointers; i++)
        *argument(ch, i) = pointer_of(&c->setting, ch->kind[i], i);
    memset(c->setting.pages, POISON, PAGE_BYTES);
    check_ends(c, e, choose_endings(c, ch, e), attempt_run, &ch->attempt, "%s",
               describe_pointers(c, ch, words, sizeof words));
    if (!bad(ch, 0) && !bad(ch, 1))
        check_written(c, ch, words);
}

/* A call that can't get its time in user space asks the kernel, but for the time zone alone. */
static void check_kinds(struct check *c, struct choice *ch)
{
    bool kernel = ch->in_kernel, two = ch->subject->pointers > 1;
    for (int first = 0; first < POINTERS; first++)
        for (int second = 0; second < (two ? POINTERS : 1); second++) {
            ch->kind[0] = (enum pointer)first;
            ch->kind[1] = (enum pointer)second;
            ch->in_kernel = kernel && !(two && first == NIL);
            check_choice(c, ch);
        }
}

static void check_subject(struct check *c, const struct subject *s, const struct path *path)
{
    const struct call *call = call_of(s->call);
    struct choice ch = {.subject = s, .path = path, .attempt.path = path};
    const char *reason = setting_route(&c->setting, path, call, &ch.attempt.target);
    if (reason) {
        if (program_offers(programs, path, call))
            tap_skip(&c->tap, reason, "%s %s with bad pointers", path->name, s->call);
        return;
    }
    call->fill(s->clock, c->setting.pages, ch.attempt.target.arg);
    ch.in_kernel = path->entry == ENTERS_AS_VDSO && stays_in_user_space(&ch.attempt.target) == 0;
    check_kinds(c, &ch);
}

/* getcpu's third argument has been unused since 2.6.24, whatever is in it. */
static void check_third(struct check *c, const struct path *path)
{
    struct attempt a = {.path = path};
    struct ending e = {.result = 0, .where = "kernel/sys.c, getcpu"};
    const char *reason = setting_route(&c->setting, path, call_of("getcpu"), &a.target);
    a.target.arg[2] = UINT64_MAX;
    if (reason)
        tap_skip(&c->tap, reason, "%s getcpu with a third argument", path->name);
    else
        check_ends(c, &e, 1, attempt_run, &a, "%s getcpu(NULL, NULL, -1) works", path->name);
}

static void check_pointers(struct check *c)
{
    for (const struct path *p = paths; p->name; p++) {
        if (!is_judged(p))
            continue;
        for (size_t j = 0; j < SIZE(subjects); j++)
            check_subject(c, &subjects[j], p);
        check_third(c, p);
    }
}

const struct topic topic_pointers = {.name = "pointers",
                                     .about = "bad pointers, in every combination, on every path",
                                     .run = check_pointers,
                                     .bare = true};
