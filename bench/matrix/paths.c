/* SPDX-License-Identifier: MIT */
#include "matrix/paths.h"

#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "kernel/vsyscall.h"
#include "text/text.h"

#include <string.h>
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

static bool has_no_number(const struct call *call)
{
    return call->nr[ABI_X86_64] == 0;
}

const struct path paths[] = {{.name = "vdso",
                              .help = "the function in the vDSO, without the C library",
                              .loop = loop_call,
                              .loop_inject = loop_call_inject,
                              .resolve = resolve_vdso,
                              .offers = has_vdso_symbol,
                              .entry = ENTERS_AS_VDSO,
                              .reads_clock = true,
                              .own_state = true},
                             {.name = "libc",
                              .help = "the C library's function",
                              .loop = loop_call,
                              .loop_inject = loop_call_inject,
                              .resolve = resolve_libc,
                              .offers = has_libc,
                              .entry = ENTERS_AS_LIBC,
                              .reads_clock = true},
                             {.name = "syscall",
                              .help = "the instruction SYSCALL",
                              .loop = loop_syscall,
                              .loop_inject = loop_syscall_inject,
                              .resolve = resolve_syscall,
                              .entry = ENTERS_ONCE,
                              .is_reference = true},
                             {.name = "int80",
                              .help = "the instruction INT 0x80, by the i386 ABI",
                              .abi = ABI_COMPAT,
                              .loop = loop_int80,
                              .loop_inject = loop_int80_inject,
                              .resolve = resolve_int80,
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
                              .entry = ENTERS_EMULATED,
                              .settles = true,
                              .trap = trap_vsyscall},
                             {.name = "control",
                              .help = "an empty function: what the loop itself costs",
                              .loop = loop_call,
                              .loop_inject = loop_call_inject,
                              .resolve = resolve_control,
                              .offers = has_no_number,
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

const struct path *path_reference(void)
{
    const struct path *p = paths;
    while (!p->is_reference)
        p++;
    return p;
}

bool path_offers(const struct path *path, const struct call *call)
{
    return path->offers ? path->offers(call) : call->nr[path->abi] != 0;
}

bool path_shows(const struct path *path, const struct call *call)
{
    return path->shows ? path->shows(call) : path_offers(path, call);
}
