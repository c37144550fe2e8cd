/* SPDX-License-Identifier: MIT */
#include "paths.h"

#include "vdso.h"
#include "vsyscall.h"

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

const struct path paths[] = {{"vdso", "the function in the vDSO, without the C library", PATH_VDSO,
                              ABI_X86_64, loop_call, loop_call_inject, resolve_vdso},
                             {"libc", "the C library's function", PATH_LIBC, ABI_X86_64, loop_call,
                              loop_call_inject, resolve_libc},
                             {"syscall", "the instruction SYSCALL", PATH_SYSCALL, ABI_X86_64,
                              loop_syscall, loop_syscall_inject, resolve_syscall},
                             {"int80", "the instruction INT 0x80, by the i386 ABI", PATH_INT80,
                              ABI_COMPAT, loop_int80, loop_int80_inject, resolve_int80},
                             {"vsyscall", "the fixed page at 0xffffffffff600000", PATH_VSYSCALL,
                              ABI_X86_64, loop_call, loop_call_inject, resolve_vsyscall},
                             {"control", "an empty function: what the loop itself costs",
                              PATH_CONTROL, ABI_X86_64, loop_call, loop_call_inject,
                              resolve_control},
                             {0}};
