/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "machine/sysfile.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#define WARN "arch/x86/entry/vsyscall/vsyscall_64.c, warn_bad_vsyscall"
enum { RECORD = 8192, MODES = VSYSCALL_EMULATE + 1 };

/* A misuse of the page and what is logged of it in each mode; NULL: nothing. */
struct misuse {
    const char *what;
    uint64_t (*commit)(void *arg);
    uint64_t argument;
    const char *message[MODES];
};

static uint64_t call(void *arg)
{
    struct target t = {.entry = *(uint64_t *)arg};
    return loop_call(&t, 1);
}

static uint64_t call_badly(void *arg)
{
    struct target t = {.entry = *(uint64_t *)arg, .arg = {8}};
    return loop_call(&t, 1);
}

static uint64_t read_page(void *arg)
{
    uint64_t byte;
    __asm__ volatile("movzbl (%1), %k0" : "=r"(byte) : "r"(*(uint64_t *)arg));
    return byte;
}

#define NONE_MESSAGE "vsyscall attempted with vsyscall=none"
#define READ_MESSAGE "vsyscall read attempt denied"
#define ALIGN_MESSAGE "misaligned vsyscall (exploit attempt or buggy program)"
#define FAULT_MESSAGE "vsyscall fault (exploit attempt?)"

static const struct misuse misuses[] = {
    {"a call to +0xc00", call, VSYSCALL_PAGE + 0xc00, {NONE_MESSAGE, ALIGN_MESSAGE, ALIGN_MESSAGE}},
    {"a call to +0x009", call, VSYSCALL_PAGE + 9, {NONE_MESSAGE, ALIGN_MESSAGE, ALIGN_MESSAGE}},
    {"a bad pointer",
     call_badly,
     VSYSCALL_PAGE + VSYSCALL_TIME,
     {NONE_MESSAGE, FAULT_MESSAGE, FAULT_MESSAGE}},
    {"a read", read_page, VSYSCALL_PAGE, {READ_MESSAGE, READ_MESSAGE, NULL}},
    {"a proper call", call, VSYSCALL_PAGE + VSYSCALL_TIME, {NONE_MESSAGE, NULL, NULL}},
};

struct deed {
    const struct misuse *misuse;
    unsigned number;
};

/* Under a name by which the message is known again. */
static uint64_t commit_named(void *arg)
{
    const struct deed *d = arg;
    char name[16];
    uint64_t argument = d->misuse->argument;
    snprintf(name, sizeof name, "systoll%u-%u", d->number, (unsigned)getppid() % 100000);
    prctl(PR_SET_NAME, name);
    return d->misuse->commit(&argument);
}

/* Whether a message of that name has that text, and whether one of that name has another. What is
 * read from /dev/kmsg comes a record a read; a record that is gone by then reads as EPIPE. */
struct sight {
    bool wanted, other;
};

static struct sight look_for_message(int kmsg, unsigned number, const char *text)
{
    char name[16], record[RECORD];
    struct sight s = {false, false};
    ssize_t got;
    snprintf(name, sizeof name, "systoll%u-%u[", number, (unsigned)getpid() % 100000);
    for (unsigned tries = 0; tries < RECORD; tries++) {
        got = read(kmsg, record, sizeof record - 1);
        if (got <= 0)
            break;
        record[got] = '\0';
        if (!strstr(record, name) || !strstr(record, "vsyscall"))
            continue;
        if (text && strstr(record, text))
            s.wanted = true;
        else
            s.other = true;
    }
    return s;
}

/* Commits one and reads what came of it. */
static struct sight commit(int kmsg, const struct misuse *m, unsigned number, const char *text)
{
    struct deed d = {m, number};
    struct probe p;
    lseek(kmsg, 0, SEEK_END);
    if (probe_run(commit_named, &d, &p))
        return (struct sight){false, true};
    return look_for_message(kmsg, number, text);
}

/* The kernel logs ten such messages in five seconds and drops the rest, so only what is missing
 * before a later one that is there was never logged. */
static size_t last_seen(const struct sight *s, size_t size)
{
    while (size && !s[size - 1].wanted)
        size--;
    return size;
}

static void judge_messages(struct check *c, size_t i, const struct sight *s, size_t seen)
{
    const struct misuse *m = &misuses[i];
    const char *text = m->message[c->setting.vs.mode];
    const char *mode = vsyscall_mode_name(c->setting.vs.mode);
    if (text && !s->wanted && !s->other && i >= seen)
        tap_skip(&c->tap,
                 "no message of this run was seen from here on: the kernel limits them to ten in "
                 "five seconds, or is built without vsyscall emulation",
                 "%s logs '%s' (mode %s)", m->what, text, mode);
    else
        tap_ok(&c->tap, !s->other && s->wanted == (text != NULL),
               &(struct tap_note){text ? text : "no message", s->other ? "another" : "none", WARN},
               "%s logs %s%s%s (mode %s)", m->what, text ? "'" : "nothing", text ? text : "",
               text ? "'" : "", mode);
}

static void commit_all(struct check *c, int kmsg, struct sight *seen, size_t size)
{
    for (size_t i = 0; i < size; i++)
        seen[i] = commit(kmsg, &misuses[i], (unsigned)i, misuses[i].message[c->setting.vs.mode]);
}

/* Whether one is missing before a later one that was seen. */
static bool has_gap(const struct check *c, const struct sight *seen, size_t last)
{
    for (size_t i = 0; i < last; i++)
        if (misuses[i].message[c->setting.vs.mode] && !seen[i].wanted)
            return true;
    return false;
}

/* A gap may be where the kernel's five seconds ended: then there is none the next time. */
static void check_log(struct check *c, int kmsg)
{
    struct sight seen[SIZE(misuses)];
    commit_all(c, kmsg, seen, SIZE(misuses));
    if (has_gap(c, seen, last_seen(seen, SIZE(misuses))))
        commit_all(c, kmsg, seen, SIZE(misuses));
    size_t last = last_seen(seen, SIZE(misuses));
    for (size_t i = 0; i < SIZE(misuses); i++)
        judge_messages(c, i, &seen[i], last);
}

/* debug.exception-trace as it stands: systoll changes no setting of the system. */
static const char *silent(void)
{
    char *trace = sysfile_line("", "/proc/sys/debug/exception-trace");
    bool off = trace && strcmp(trace, "0") == 0;
    free(trace);
    return off ? "debug.exception-trace is 0: the kernel logs none of it" : NULL;
}

static void check_messages(struct check *c)
{
    const char *reason = silent();
    int kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (!reason && kmsg < 0)
        reason = "/dev/kmsg can't be read";
    if (!reason && c->setting.lass)
        reason = "with LASS it is #GP that traps, and other messages come";
    if (!reason && c->setting.vs.call.signal == SIGSYS)
        reason = setting_missing(&c->setting, path_named("vsyscall"));
    if (reason)
        tap_skip(&c->tap, reason, "the kernel's messages");
    else
        check_log(c, kmsg);
    if (kmsg >= 0)
        close(kmsg);
}

const struct topic topic_messages = {.name = "messages",
                                     .about = "what the kernel logs of misused vsyscalls",
                                     .run = check_messages,
                                     .bare = true};
