/* SPDX-License-Identifier: MIT */
#include "matrix/paths.h"

/* What only the 32-bit program can do. */
#ifdef __i386__
#include "kernel/vdso.h"
#include "kernel/vdso_entry.h"
#include "kernel/vdso_own.h"

#include <stdio.h>
#include <sys/auxv.h>

#define THERE(function) (function)

static const char *resolve_vdso(const struct call *call, struct target *target)
{
    struct vdso v;
    struct vdso_symbol symbol;
    const char *reason = vdso_own(&v);
    if (reason)
        return reason;
    if (!vdso_find(&v, call->vdso_symbol, "LINUX_2.6", &symbol))
        return "this kernel's 32-bit vDSO has no such symbol";
    target->entry = symbol.address;
    return NULL;
}

static const char *resolve_libc(const struct call *call, struct target *target)
{
    target->entry = (uintptr_t)call->libc;
    return NULL;
}

static const char *resolve_number(const struct call *call, struct target *target)
{
    target->entry = (uint64_t)call->nr[ABI_COMPAT];
    return NULL;
}

/* What AT_SYSINFO names is no function to be found by a version: the C library calls it too. */
static const char *resolve_kernel_vsyscall(const struct call *call, struct target *target)
{
    target->arg[KERNEL_VSYSCALL_ARG] = getauxval(AT_SYSINFO);
    if (!target->arg[KERNEL_VSYSCALL_ARG])
        return "this process has no __kernel_vsyscall: AT_SYSINFO is absent, as with the boot "
               "parameter vdso32=0";
    return resolve_number(call, target);
}

/* The kernel chose it for the processor. */
static const char *note_entry(void)
{
    static char note[48];
    struct vdso v;
    const char *entry = vdso_own(&v) ? NULL : vdso_entry(&v, getauxval(AT_SYSINFO_EHDR));
    snprintf(note, sizeof note, "enters the kernel by %s",
             entry ? entry : "an unknown instruction");
    return note;
}

static const char *resolve_control(const struct call *call, struct target *target)
{
    (void)call;
    target->entry = (uintptr_t)stub_ret;
    return NULL;
}
#else
#define THERE(function) NULL
#endif

static bool has_vdso_symbol(const struct call *call)
{
    return call->vdso_symbol != NULL;
}

static bool has_libc(const struct call *call)
{
    return call->libc != NULL;
}

static bool is_empty(const struct call *call)
{
    return !call_has_reference(call);
}

const struct path paths_i386[] = {{.name = "vdso",
                                   .help = "the function in the 32-bit vDSO",
                                   .abi = ABI_COMPAT,
                                   .loop = THERE(loop_call),
                                   .loop_inject = THERE(loop_call_inject),
                                   .resolve = THERE(resolve_vdso),
                                   .offers = has_vdso_symbol,
                                   .by_default = true,
                                   .entry = ENTERS_AS_VDSO,
                                   .reads_clock = true},
                                  {.name = "libc",
                                   .help = "the 32-bit C library's function",
                                   .abi = ABI_COMPAT,
                                   .loop = THERE(loop_call),
                                   .loop_inject = THERE(loop_call_inject),
                                   .resolve = THERE(resolve_libc),
                                   .offers = has_libc,
                                   .by_default = true,
                                   .entry = ENTERS_AS_LIBC,
                                   .reads_clock = true},
                                  {.name = "kernel_vsyscall",
                                   .help = "the function behind AT_SYSINFO, by which 32-bit "
                                           "programs enter the kernel",
                                   .abi = ABI_COMPAT,
                                   .loop = THERE(loop_kernel_vsyscall),
                                   .loop_inject = THERE(loop_kernel_vsyscall_inject),
                                   .resolve = THERE(resolve_kernel_vsyscall),
                                   .note = THERE(note_entry),
                                   .by_default = true,
                                   .entry = ENTERS_ONCE},
                                  {.name = "int80",
                                   .help = "the instruction INT 0x80, by the i386 ABI",
                                   .abi = ABI_COMPAT,
                                   .loop = THERE(loop_int80),
                                   .loop_inject = THERE(loop_int80_inject),
                                   .resolve = THERE(resolve_number),
                                   .by_default = true,
                                   .entry = ENTERS_ONCE,
                                   .is_reference = true},
                                  {.name = "control",
                                   .help = "an empty function: what the loop itself costs",
                                   .abi = ABI_COMPAT,
                                   .loop = THERE(loop_call),
                                   .loop_inject = THERE(loop_call_inject),
                                   .resolve = THERE(resolve_control),
                                   .offers = is_empty,
                                   .by_default = true,
                                   .entry = ENTERS_NEVER},
                                  {0}};
