/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_VDSO_ENTRY_H
#define SYSTOLL_VDSO_ENTRY_H

#include "kernel/vdso.h"

/* The instruction by which __kernel_vsyscall of a 32-bit vDSO, loaded at base, enters the kernel:
 * "sysenter", "syscall" or "int $0x80", as the kernel chose for this processor; NULL where there is
 * no such function, or none of them in it (arch/x86/entry/vdso/vdso32/system_call.S). */
const char *vdso_entry(const struct vdso *v, uint64_t base);

#endif
