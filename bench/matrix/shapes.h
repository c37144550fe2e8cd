/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SHAPES_H
#define SYSTOLL_SHAPES_H

#include <stdint.h>

/* How arguments, numbers and layouts are given: natively, or as the i386 ABI has them. */
enum abi { ABI_X86_64, ABI_COMPAT, ABI_COUNT };

enum { SCRATCH_SIZE = 64, SCRATCH_POISON = 0xa5, RANDOM_MOST = 1024 };

#define CLOCK_NONE (-1)
#define NO_READING INT64_MIN

/* The shapes that calls have, for rows of their table (calls.h says what each function is to do).
 * Arguments: a pointer to the result; a clock and a pointer; two pointers; a pointer and a length;
 * none. */
void fill_pointer(int clock, void *scratch, uint64_t *arg);
void fill_clock(int clock, void *scratch, uint64_t *arg);
void fill_getcpu(int clock, void *scratch, uint64_t *arg);
void fill_random(int bytes, void *scratch, uint64_t *arg);
void fill_nothing(int clock, void *scratch, uint64_t *arg);

/* Results: in ns (of 64 bits by either ABI the third), in s, the node above the CPU, 0 for
 * random bytes that are all written, the returned number, 0; node and CPU as the kernel has them in
 * one number (arch/x86/include/asm/segment.h). */
int64_t read_timeval(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_timespec(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_timespec64(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_time(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_getcpu(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_random(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_result(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_nothing(enum abi abi, uint64_t ret, const void *scratch);
int64_t read_cpunode(enum abi abi, uint64_t ret, const void *scratch);

/* What calls without a number are checked against: the CPU, and the node above it, by SYSCALL; a
 * fenced RDTSC. */
int64_t reference_cpu(void);
int64_t reference_getcpu(void);
int64_t reference_tsc(void);

#endif
