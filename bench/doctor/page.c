/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include "kernel/explain.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static void say_mode(const struct host *h, struct doctor_line *l)
{
    const struct mode_words *words = explain_mode(h->vsyscall.mode);
    static const enum doctor_verdict verdicts[] = {[VSYSCALL_NONE] = DOCTOR_OK,
                                                   [VSYSCALL_XONLY] = DOCTOR_NOTE,
                                                   [VSYSCALL_EMULATE] = DOCTOR_FINDING};
    static const char *const remedies[] = {
        [VSYSCALL_XONLY] =
            "vsyscall=none on the kernel's command line takes it away; programs "
            "that call it die of that, so look first whether any does (systoll watch) "
            "or may (systoll scan /usr)",
        [VSYSCALL_EMULATE] = "boot with vsyscall=xonly: the same calls work and the bytes are "
                             "hidden; or with vsyscall=none where nothing calls the page "
                             "(systoll watch, systoll scan /usr)"};
    l->why = words->misuse;
    doctor_say(l, verdicts[h->vsyscall.mode], remedies[h->vsyscall.mode] ? "%s" : NULL,
               remedies[h->vsyscall.mode]);
}

static void look_at_page(const struct host *h, struct doctor_line *l)
{
    const struct vsyscall *v = &h->vsyscall;
    char call[96];
    if (h->vsyscall_error) {
        doctor_seen(l, "not tried: %s", strerror(-h->vsyscall_error));
        doctor_say(l, DOCTOR_NOTE, "run it where a child process may be started");
        return;
    }
    snprintf(call, sizeof call, "%s", v->call.signal ? probe_words(&v->call) : "works");
    doctor_seen(l, "mode %s: tried, a call %s%s, a read %s", vsyscall_mode_name(v->mode),
                v->call.signal ? "gave " : "", call,
                v->read.signal ? "is refused" : "gives the old code's bytes");
    if (v->call.signal == SIGSYS)
        doctor_say(l, DOCTOR_NOTE,
                   "a seccomp filter refuses calls of this process: the mode is that of "
                   "/proc/self/maps");
    else if (!v->agree)
        doctor_say(l, DOCTOR_NOTE,
                   "/proc/self/maps says otherwise: another system that plays Linux stands in "
                   "between");
    else
        say_mode(h, l);
}

const struct doctor_row doctor_page[] = {
    {.name = "vsyscall",
     .why = "the page lies at one address in every process, known to every attacker in advance",
     .look = look_at_page,
     .cells = {"vsyscall:time", "syscall:time"}},
    {0}};
