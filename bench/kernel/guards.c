/* SPDX-License-Identifier: MIT */
#include "kernel/guards.h"

#include "kernel/vsyscall.h"

#include <cpuid.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>

/* arch/x86/entry/syscalls/syscall_32.tbl; arch/x86/include/uapi/asm/prctl.h;
 * include/uapi/asm-generic/siginfo.h: newer than some headers. */
enum {
    I386_GETPPID = 64,
    SHSTK_ENABLE = 0x5001,
    SHSTK_STATUS = 0x5005,
    SHSTK = 1,
    CONTROL_PROTECTION = 10 /* SEGV_CPERR */
};

/* Leaf 7 of CPUID (Intel SDM vol. 2A): ECX of subleaf 0, EAX of subleaf 1. */
enum { CPUID_SHSTK = 1 << 7, CPUID_LASS = 1 << 6, CPUID_FRED = 1 << 17 };

static uint64_t call_int80(void *arg)
{
    uint64_t result = I386_GETPPID;
    (void)arg;
    __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
    return result;
}

int guards_try_int80(struct probe *p)
{
    return probe_run(call_int80, NULL, p);
}

static uint64_t read_kernel(void *arg)
{
    uint64_t byte;
    (void)arg;
    __asm__ volatile("movzbl (%1), %k0" : "=r"(byte) : "r"(VSYSCALL_PAGE + 4096));
    return byte;
}

int guards_try_kernel_read(struct probe *p)
{
    return probe_run(read_kernel, NULL, p);
}

static long arch_prctl(long code, uint64_t arg)
{
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"((long)SYS_arch_prctl), "D"(code), "S"(arg)
                     : "rcx", "r11", "memory");
    return result;
}

/* The return after it has no copy on the new shadow stack, so a stack that is one catches it. */
static __attribute__((noinline)) uint64_t enable_shadow_stack(void *arg)
{
    (void)arg;
    return (uint64_t)arch_prctl(SHSTK_ENABLE, SHSTK);
}

static uint64_t ask_shadow_stack(void *arg)
{
    uint64_t features = 0;
    (void)arg;
    return arch_prctl(SHSTK_STATUS, (uint64_t)(uintptr_t)&features) == 0 ? features & SHSTK : 0;
}

/* SYSCALL takes rcx and r11; with FRED the kernel returns by ERETU, which gives them back
 * (Documentation/arch/x86/x86_64/fred.rst). */
static uint64_t keep_registers(void *arg)
{
    uint64_t rax = SYS_getppid, rcx = 0x5e17111e01, before = 0x5e17111e02;
    register uint64_t r11 __asm__("r11") = before;
    (void)arg;
    __asm__ volatile("syscall" : "+a"(rax), "+c"(rcx), "+r"(r11) : : "memory");
    return rcx == 0x5e17111e01 && r11 == before;
}

static void ask_cpu(struct guards *g)
{
    unsigned a, b, c, d;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d))
        return;
    g->cpu_shadow_stack = c & CPUID_SHSTK;
    if (a < 1 || !__get_cpuid_count(7, 1, &a, &b, &c, &d))
        return;
    g->cpu_fred = a & CPUID_FRED;
    g->cpu_lass = a & CPUID_LASS;
}

static enum known as_known(bool is)
{
    return is ? KNOWN_YES : KNOWN_NO;
}

/* An answer of the kernel's; a signal means that something else stood in the way. */
static enum known answered(const struct probe *p)
{
    return p->signal ? UNKNOWN : as_known(p->result == 1);
}

/* SIGSYS is a filter's. SIGILL never comes from a kernel: an emulator translates no int 0x80. A
 * number below zero is an error, as a filter may answer. */
static void judge_ia32(struct guards *g, const struct probe *p)
{
    bool refused = !p->signal && (int32_t)p->result < 0;
    g->ia32 =
        p->signal == SIGSYS || p->signal == SIGILL || refused ? UNKNOWN : as_known(!p->signal);
    snprintf(g->ia32_ended, sizeof g->ia32_ended, "%s",
             refused ? "it was answered with an error" : probe_words(p));
}

static void judge_shadow(struct guards *g, const struct probe *p)
{
    if (p->signal == SIGSEGV && p->code == CONTROL_PROTECTION)
        g->shadow_offer = KNOWN_YES;
    else
        g->shadow_offer = p->signal ? UNKNOWN : KNOWN_NO;
}

static int find_lass(struct guards *g)
{
    struct probe p;
    int error = guards_try_kernel_read(&p);
    g->lass = p.signal == SIGSEGV ? as_known(p.code == SI_KERNEL) : UNKNOWN;
    return error;
}

/* Registers that survive on a CPU without FRED are an emulator's doing. */
static int find_fred(struct guards *g)
{
    struct probe p;
    int error = probe_run(keep_registers, NULL, &p);
    g->fred = answered(&p);
    if (g->fred == KNOWN_YES && !g->cpu_fred)
        g->fred = UNKNOWN;
    return error;
}

static int find_shadow_stack(struct guards *g)
{
    struct probe p;
    int error = probe_run(ask_shadow_stack, NULL, &p);
    g->shadow_stack = answered(&p);
    if (error || g->shadow_stack == KNOWN_YES) {
        g->shadow_offer = g->shadow_stack;
        return error;
    }
    error = probe_run(enable_shadow_stack, NULL, &p);
    judge_shadow(g, &p);
    return error;
}

int guards_find(struct guards *g)
{
    struct probe p;
    *g = (struct guards){.ia32 = UNKNOWN};
    ask_cpu(g);
    int error = guards_try_int80(&p);
    judge_ia32(g, &p);
    if (!error)
        error = find_shadow_stack(g);
    if (!error)
        error = find_fred(g);
    return error ? error : find_lass(g);
}

static void put_known(json_t *subject, const char *name, enum known is, const char *yes,
                      const char *no)
{
    if (is != UNKNOWN)
        json_object_set_new(subject, name, json_string(is == KNOWN_YES ? yes : no));
}

void guards_put(const struct guards *g, json_t *subject)
{
    put_known(subject, "ia32_emulation", g->ia32, "on", "off");
    put_known(subject, "shadow_stacks", g->shadow_stack, "used", "not used");
    put_known(subject, "fred", g->fred, "used", "not used");
    put_known(subject, "lass", g->lass, "used", "not used");
}
