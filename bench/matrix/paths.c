/* SPDX-License-Identifier: MIT */
#include "matrix/paths.h"

#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "kernel/vsyscall.h"
#include "matrix/insn.h"
#include "measure/timebase.h"
#include "text/text.h"

#include <stddef.h>
#include <string.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The vDSO's function for a call, or why there is none. */
static const char *find_in_vdso(const struct call *call, struct vdso_symbol *symbol)
{
    struct vdso v;
    const char *reason = vdso_own(&v);
    if (reason)
        return reason;
    if (!call->vdso_symbol || !vdso_find(&v, call->vdso_symbol, "LINUX_2.6", symbol))
        return "this kernel's vDSO has no such symbol";
    return NULL;
}

static const char *resolve_vdso(const struct call *call, struct target *target)
{
    struct vdso_symbol symbol;
    const char *reason = find_in_vdso(call, &symbol);
    if (reason)
        return reason;
    target->entry = symbol.address;
    return call->vdso_setup ? call->vdso_setup(symbol.address, target->arg) : NULL;
}

static const char *resolve_libc(const struct call *call, struct target *target)
{
    struct vdso_symbol symbol;
    target->entry = (uint64_t)(uintptr_t)call->libc;
    if (!find_in_vdso(call, &symbol) && symbol.address == target->entry)
        return "alias of vdso";
    return NULL;
}

static const char *resolve_syscall(const struct call *call, struct target *target)
{
    target->entry = (uint64_t)call->nr[ABI_X86_64];
    return NULL;
}

static const char *resolve_int80(const struct call *call, struct target *target)
{
    target->entry = (uint64_t)call->nr[ABI_COMPAT];
    return NULL;
}

static const char *resolve_vsyscall(const struct call *call, struct target *target)
{
    if (call->vsyscall_entry < 0)
        return "the vsyscall page has no entry for this call";
    target->entry = VSYSCALL_PAGE + (uint64_t)call->vsyscall_entry;
    return NULL;
}

/* Where glibc has the kernel keep the CPU's number (2.35 and later; man 2 rseq). */
static const char *resolve_rseq(const struct call *call, struct target *target)
{
    (void)call;
    if (__rseq_size == 0)
        return "no rseq area is registered (GLIBC_TUNABLES glibc.pthread.rseq=0, or a kernel or a "
               "seccomp filter without rseq)";
    target->entry = (uint64_t)__rseq_offset + offsetof(struct rseq, cpu_id);
    return NULL;
}

static const char *resolve_insn(const struct call *call, struct target *target)
{
    (void)target;
    return call->insn ? call->insn->missing() : "no instruction answers this call";
}

static const char *resolve_control(const struct call *call, struct target *target)
{
    (void)call;
    target->entry = (uint64_t)(uintptr_t)stub_ret;
    return NULL;
}

static bool trap_int80(const struct vsyscall *vs, const char *words, char *reason, size_t size)
{
    (void)vs;
    text_say(reason, size, "no IA32 emulation (CONFIG_IA32_EMULATION, ia32_emulation=): %s", words);
    return true;
}

static uint64_t knows_getpid(void *arg)
{
    struct target getpid_i386 = {.entry = 20}; /* as x86-64 numbers go that is writev */
    (void)arg;
    return (pid_t)loop_int80(&getpid_i386, 1) == getpid();
}

static const char *doubt_int80(void)
{
    struct probe p;
    if (probe_run(knows_getpid, NULL, &p) || p.signal || p.result)
        return NULL;
    return "int 0x80 knows no i386 numbers here: an emulator, such as qemu-user, runs this program";
}

static bool trap_insn(const struct vsyscall *vs, const char *words, char *reason, size_t size)
{
    (void)vs;
    text_say(reason, size, "this process may not read the TSC (PR_TSC_SIGSEGV): %s", words);
    return timebase_tsc_refused();
}

static bool trap_vsyscall(const struct vsyscall *vs, const char *words, char *reason, size_t size)
{
    text_say(reason, size,
             "vsyscall=none: %s; boot with vsyscall=xonly or vsyscall=emulate to see it", words);
    return vs->mode == VSYSCALL_NONE;
}

static bool has_vdso_symbol(const struct call *call)
{
    return call->vdso_symbol != NULL;
}

static bool has_libc(const struct call *call)
{
    return call->libc != NULL;
}

static bool has_vsyscall_entry(const struct call *call)
{
    return call->vsyscall_entry >= 0;
}

static bool is_getcpu(const struct call *call)
{
    return call->nr[ABI_X86_64] == SYS_getcpu;
}

static bool has_insn(const struct call *call)
{
    return call->insn != NULL;
}

static bool is_empty(const struct call *call)
{
    return !call_has_reference(call);
}

const struct path paths[] = {{.name = "vdso",
                              .help = "the function in the vDSO, without the C library",
                              .loop = loop_call,
                              .loop_inject = loop_call_inject,
                              .resolve = resolve_vdso,
                              .offers = has_vdso_symbol,
                              .by_default = true,
                              .entry = ENTERS_AS_VDSO,
                              .reads_clock = true,
                              .own_state = true},
                             {.name = "libc",
                              .help = "the C library's function",
                              .loop = loop_call,
                              .loop_inject = loop_call_inject,
                              .resolve = resolve_libc,
                              .offers = has_libc,
                              .by_default = true,
                              .entry = ENTERS_AS_LIBC,
                              .reads_clock = true},
                             {.name = "syscall",
                              .help = "the instruction SYSCALL",
                              .loop = loop_syscall,
                              .loop_inject = loop_syscall_inject,
                              .resolve = resolve_syscall,
                              .by_default = true,
                              .entry = ENTERS_ONCE,
                              .is_reference = true},
                             {.name = "int80",
                              .help = "the instruction INT 0x80, by the i386 ABI",
                              .abi = ABI_COMPAT,
                              .loop = loop_int80,
                              .loop_inject = loop_int80_inject,
                              .resolve = resolve_int80,
                              .by_default = true,
                              .entry = ENTERS_ONCE,
                              .trap = trap_int80,
                              .doubt = doubt_int80},
                             {.name = "vsyscall",
                              .help = "the fixed page at 0xffffffffff600000",
                              .loop = loop_call,
                              .loop_inject = loop_call_inject,
                              .resolve = resolve_vsyscall,
                              .offers = has_vsyscall_entry,
                              .shows = has_vdso_symbol,
                              .by_default = true,
                              .entry = ENTERS_EMULATED,
                              .settles = true,
                              .trap = trap_vsyscall},
                             {.name = "rseq",
                              .help = "the CPU's number, which the kernel keeps in memory of each "
                                      "thread; only where it is asked for",
                              .loop = loop_rseq,
                              .loop_inject = loop_rseq_inject,
                              .resolve = resolve_rseq,
                              .offers = is_getcpu,
                              .answers_as = "sched_getcpu",
                              .entry = ENTERS_NEVER},
                             {.name = "insn",
                              .help = "an instruction, and no call; only where it is asked for",
                              .resolve = resolve_insn,
                              .offers = has_insn,
                              .entry = ENTERS_NEVER,
                              .trap = trap_insn},
                             {.name = "control",
                              .help = "an empty function: what the loop itself costs",
                              .loop = loop_call,
                              .loop_inject = loop_call_inject,
                              .resolve = resolve_control,
                              .offers = is_empty,
                              .by_default = true,
                              .entry = ENTERS_NEVER},
                             {0}};

_Static_assert(sizeof paths / sizeof *paths - 1 <= MOST_PATHS, "MOST_PATHS is too small");

const struct path *path_named(const char *name)
{
    const struct path *p = paths;
    while (p->name && strcmp(p->name, name) != 0)
        p++;
    return p->name ? p : NULL;
}
