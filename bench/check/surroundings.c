/* SPDX-License-Identifier: MIT */
#include "check/surroundings.h"

#include "kernel/guards.h"
#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "machine/clocksource.h"
#include "machine/sysfile.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#define EMULATED "what it shows is not the kernel's doing"

/* The kernel sets "present" for each of its addresses, so as not to tell (fault.c,
 * sanitize_error_code): a read gives 5. */
enum { READ_FAULT = 0x5 };

/* With LASS it is #GP; with another error code it is not this kernel that answered. */
static int find_fault(struct setting *s)
{
    struct probe p;
    int error = guards_try_kernel_read(&p);
    s->lass = p.signal == SIGSEGV && p.code == SI_KERNEL;
    if (!error && !s->lass && p.error != READ_FAULT)
        s->emulator = "an emulator, such as qemu-user, runs this program: " EMULATED;
    return error;
}

/* 6.9 took away the address (sig_on_uaccess_err), as some stable releases did. */
static uint64_t call_badly(void *arg)
{
    struct target t = {.entry = VSYSCALL_PAGE + VSYSCALL_TIME, .arg = {8}};
    (void)arg;
    return loop_call(&t, 1);
}

static int find_vsyscall(struct setting *s)
{
    struct probe p;
    const char *why;
    int error = vsyscall_find(&s->vs, &why);
    if (error)
        return error;
    error = probe_run(call_badly, NULL, &p);
    s->fault_address = p.signal == SIGSEGV && p.code != SI_KERNEL;
    if (s->vs.call.signal == SIGSYS)
        setting_lacks(s, "vsyscall", "a seccomp filter refuses it");
    else if (s->vs.mode == VSYSCALL_NONE)
        setting_lacks(s, "vsyscall", "mode none: nothing is there to be called");
    else if (!s->vs.agree && !s->vs.call.signal)
        s->emulator =
            "maps shows no vsyscall page and a call to it works: another kernel, as under "
            "user-mode Linux, runs this program; " EMULATED;
    return error;
}

/* SIGILL never comes from a kernel: valgrind translates no int 0x80. */
static int find_int80(struct setting *s)
{
    struct probe p;
    int error = guards_try_int80(&p);
    s->int80_traps = p.signal && p.signal != SIGSYS;
    if (p.signal)
        setting_lacks(s, "int80",
                      p.signal == SIGSYS ? "a seccomp filter refuses int 0x80"
                                         : "no IA32 emulation here: int 0x80 traps");
    if (p.signal == SIGILL)
        s->emulator = "under an emulator, as valgrind, that has no int 0x80: " EMULATED;
    return error;
}

static uint64_t read_tsc(void *arg)
{
    uint64_t low, high;
    (void)arg;
    prctl(PR_SET_TSC, PR_TSC_SIGSEGV);
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return 0;
}

static int find_tsc(struct setting *s)
{
    struct probe p;
    int may = PR_TSC_ENABLE, error = probe_run(read_tsc, NULL, &p);
    s->tsc_stays = !error && !p.signal;
    s->tsc_off = prctl(PR_GET_TSC, &may) == 0 && may == PR_TSC_SIGSEGV && !s->tsc_stays;
    return error;
}

static void find_clocksource(struct setting *s)
{
    char *name = clocksource_current("");
    snprintf(s->clocksource, sizeof s->clocksource, "%s", name ? name : "");
    free(name);
}

static void find_vdso(struct setting *s)
{
    struct vdso v;
    const char *reason = vdso_own(&v);
    setting_lacks(s, "vdso", reason);
    s->vdso[0] = getauxval(AT_SYSINFO_EHDR);
    s->vdso[1] = reason ? s->vdso[0] : s->vdso[0] + v.size;
}

/* Where something else stands between the program and the kernel, the paths that are the kernel's
 * way with a trap are that something's. */
static void leave_out_emulated(struct setting *s)
{
    if (!s->emulator)
        return;
    setting_lacks(s, "int80", s->emulator);
    setting_lacks(s, "vsyscall", s->emulator);
}

int surroundings_find(struct setting *s)
{
    static int (*const finds[])(struct setting *) = {find_fault, find_vsyscall, find_int80,
                                                     find_tsc};
    unsigned char in_core;
    int error = 0;
    for (size_t i = 0; i < sizeof finds / sizeof *finds && !error; i++)
        error = finds[i](s);
    s->zero_page = mincore(NULL, PAGE_BYTES, &in_core) == 0;
    s->confined = prctl(PR_GET_SECCOMP) != SECCOMP_MODE_DISABLED || s->tsc_off;
    find_clocksource(s);
    find_vdso(s);
    leave_out_emulated(s);
    return error;
}
