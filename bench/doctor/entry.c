/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include <string.h>

static bool untried(const struct host *h, struct doctor_line *l, enum known is)
{
    if (!h->guards_error && is != UNKNOWN)
        return false;
    doctor_seen(l, "can't be tried: %s",
                h->guards_error ? strerror(-h->guards_error)
                                : "an emulator or a filter answers in the kernel's place");
    doctor_say(l, DOCTOR_NOTE, "run it on the bare host, outside of emulators and containers");
    return true;
}

static void look_at_ia32(const struct host *h, struct doctor_line *l)
{
    if (untried(h, l, h->guards.ia32)) {
        if (!h->guards_error)
            doctor_seen(l, "can't be tried: %s", h->guards.ia32_ended);
    } else if (h->guards.ia32 == KNOWN_YES) {
        doctor_seen(l, "open: int 0x80 enters the kernel, from 64-bit code too; so do 32-bit "
                       "programs, by that and by what their vDSO uses");
        doctor_say(l, DOCTOR_NOTE,
                   "where nothing needs 32-bit code: ia32_emulation=0 on the kernel's command line "
                   "(Linux 6.7 and later)");
    } else {
        doctor_seen(l, "closed: int 0x80 gives %s, and 32-bit programs don't start",
                    h->guards.ia32_ended);
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

static void look_at_shadow_stacks(const struct host *h, struct doctor_line *l)
{
    const struct guards *g = &h->guards;
    if (untried(h, l, g->shadow_offer))
        return;
    doctor_say(l, DOCTOR_OK, NULL);
    if (g->shadow_stack == KNOWN_YES) {
        doctor_seen(l, "used: this process runs with one");
    } else if (g->shadow_offer == KNOWN_YES) {
        doctor_seen(l, "offered: one that was tried caught a forged return; this process runs "
                       "without");
    } else if (g->cpu_shadow_stack) {
        doctor_seen(l, "the CPU has them, the kernel offers none to programs");
        doctor_say(l, DOCTOR_NOTE,
                   "a kernel from 6.6 on, with CONFIG_X86_USER_SHADOW_STACK and without "
                   "nousershstk, offers them");
    } else {
        doctor_seen(l, "this CPU has none");
    }
}

/* A feature that the CPU has and the kernel doesn't use may be switched on. */
static void look_at_use(const struct host *h, struct doctor_line *l, enum known is, bool cpu,
                        const char *remedy)
{
    if (untried(h, l, is))
        return;
    doctor_say(l, DOCTOR_OK, NULL);
    if (is == KNOWN_YES) {
        doctor_seen(l, "used");
    } else if (cpu) {
        doctor_seen(l, "the CPU has it, the kernel doesn't use it");
        doctor_say(l, DOCTOR_NOTE, "%s", remedy);
    } else {
        doctor_seen(l, "this CPU hasn't got it");
    }
}

static void look_at_fred(const struct host *h, struct doctor_line *l)
{
    look_at_use(h, l, h->guards.fred, h->guards.cpu_fred,
                "Linux 6.9 and later use it with fred=on, 7.1 and later unless booted with "
                "fred=off");
}

static void look_at_lass(const struct host *h, struct doctor_line *l)
{
    bool emulate = !h->vsyscall_error && h->vsyscall.mode == VSYSCALL_EMULATE;
    look_at_use(h, l, h->guards.lass, h->guards.cpu_lass,
                emulate ? "vsyscall=emulate costs this machine LASS: a kernel that knows it (6.19 "
                          "and later) switches it off for that; boot with vsyscall=xonly, and look "
                          "again"
                        : "Linux 6.19 and later know it, and use it unless booted with "
                          "clearcpuid=lass");
}

const struct doctor_row doctor_entry[] = {
    {.name = "32-bit entry",
     .why = "each further way into the kernel is code that an attacker may try",
     .look = look_at_ia32,
     .cells = {"int80:getppid", "syscall:getppid"}},
    {.name = "shadow stacks",
     .why = "they end attacks that forge return addresses, and lengthen calls and signals a little",
     .look = look_at_shadow_stacks},
    {.name = "FRED",
     .why = "one event entry replaces the old ones, so traps and int 0x80 cost less",
     .look = look_at_fred},
    {.name = "LASS",
     .why = "it keeps user code from probing kernel addresses by their timing",
     .look = look_at_lass},
    {0}};
