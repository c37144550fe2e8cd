/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GUARDS_H
#define SYSTOLL_GUARDS_H

#include "kernel/probe.h"

#include <jansson.h>
#include <stdbool.h>

/* What was found by trying it: yes, no, or that it could not be tried. */
enum known { KNOWN_NO, KNOWN_YES, UNKNOWN };

/* Four features that decide how the kernel is entered. Whether a CPU has one is asked of CPUID,
 * which a hypervisor may answer for it; whether the kernel uses it is tried, never read from the
 * flags of /proc/cpuinfo. */
struct guards {
    enum known ia32;         /* int 0x80 enters the kernel (ia32_emulation) */
    enum known shadow_offer; /* a process gets a user shadow stack that catches a forged return */
    enum known shadow_stack; /* this process runs with one */
    enum known fred, lass;   /* the kernel uses it */
    bool cpu_shadow_stack, cpu_fred, cpu_lass;
    char ia32_ended[96]; /* how int 0x80 ended, as probe_words has it */
};

/* Each is tried in a child. 0, or -errno where no child could be had. */
int guards_find(struct guards *g);

/* One int 0x80 (getppid), and one read of a kernel address that is not mapped, each in a child: the
 * second raises #GP (SI_KERNEL) where LASS is on, else a page fault. As probe_run. */
int guards_try_int80(struct probe *p);
int guards_try_kernel_read(struct probe *p);

/* Adds them to a machine's subject, as used: ia32_emulation (on, off), shadow_stacks, fred, lass
 * (used, not used). What is unknown stays out. */
void guards_put(const struct guards *g, json_t *subject);

#endif
