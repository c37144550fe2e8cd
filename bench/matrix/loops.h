/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_LOOPS_H
#define SYSTOLL_LOOPS_H

#include <stdint.h>

/* What a timed loop calls: an address or a system call number, its arguments, and for the injecting
 * loops what the call writes (4 bytes are read) and where the chain is entered. */
struct target {
    uint64_t entry;
    uint64_t arg[5];
    const void *feed;
    const unsigned char *sled;
};

/* The timed loops (loops.S), one per mechanism: n calls of the struct target at target, each with
 * its arguments set again; the last call's result (rax). loop_int80 passes the low halves of three
 * arguments, loop_call and loop_syscall three, loop_call5 five. */
uint64_t loop_call(void *target, uint64_t n);
uint64_t loop_call5(void *target, uint64_t n);
uint64_t loop_syscall(void *target, uint64_t n);
uint64_t loop_int80(void *target, uint64_t n);

/* No call, but what answers by itself: a load of the 4 bytes at the thread pointer and entry, and
 * instructions, of which target is not used. The result is the load's, the number in TSC_AUX or in
 * the segment's limit (node << 12 | CPU: arch/x86/include/asm/segment.h), or the TSC. */
uint64_t loop_rseq(void *target, uint64_t n);
uint64_t loop_rdpid(void *unused, uint64_t n);
uint64_t loop_rdtscp(void *unused, uint64_t n);
uint64_t loop_lsl(void *unused, uint64_t n);
uint64_t loop_rdtsc(void *unused, uint64_t n);
uint64_t loop_lfence_rdtsc(void *unused, uint64_t n);

/* In the 32-bit program (loops_i386.S) there is no loop_syscall, and this besides: the function
 * behind AT_SYSINFO, whose address stands in that argument, is called as int 0x80 is made. */
enum { KERNEL_VSYSCALL_ARG = 4 };
uint64_t loop_kernel_vsyscall(void *target, uint64_t n);
uint64_t loop_kernel_vsyscall_inject(void *target, uint64_t n);

/* Copies of the loops with an indirect call, pages of them up to their _end (site.h). */
enum { SITE_COPIES = 8, SITE_SIZE = 512 };
extern const unsigned char sites_call[], sites_call_end[], sites_call5[], sites_call5_end[],
    sites_call_inject[], sites_call_inject_end[];

/* Instructions of a turn of these loops that are not the call's: the count and the branch back.
 * What sets the arguments is the call's, as it is in a program. */
enum { LOOP_TURN = 2 };

/* The same with a chain of dependent additions between one call's result and the next call, one
 * cycle a link; loop_inject_alone has the chain and no call. */
uint64_t loop_call_inject(void *target, uint64_t n);
uint64_t loop_syscall_inject(void *target, uint64_t n);
uint64_t loop_int80_inject(void *target, uint64_t n);
uint64_t loop_rseq_inject(void *target, uint64_t n);
uint64_t loop_inject_alone(void *target, uint64_t n);

/* A chain of so many links is entered at inject_sled_end - INJECT_LINK_SIZE * links. */
enum { INJECT_LINKS = 4096, INJECT_LINK_SIZE = 2 };
extern const unsigned char inject_sled_end[];

/* Dependent chains of 64 32-bit register additions or multiplications a turn: the canary. One cycle
 * and three cycles a link on x86-64 cores since 2008 (uops.info, ADD_R32_R32, IMUL_R32_R32). */
enum { CHAIN_LINKS = 64 };
uint64_t loop_chain_add(void *unused, uint64_t n);
uint64_t loop_chain_mul(void *unused, uint64_t n);

/* Does nothing, whatever n is: the empty block. */
uint64_t loop_empty(void *unused, uint64_t n);

/* A function that only returns: the control's callee. */
void stub_ret(void);

/* The bytes of all loops that make a call: two builds whose loops differ are not comparable in
 * exact counts. */
extern const unsigned char loops_begin[], loops_end[];

#endif
