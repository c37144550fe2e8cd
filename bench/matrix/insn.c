/* SPDX-License-Identifier: MIT */
#include "matrix/insn.h"

#include "matrix/loops.h"

#include <cpuid.h>
#include <stdbool.h>
#include <stddef.h>

/* Bits of CPUID: Intel SDM vol. 2A, CPUID. */
enum { EXTENDED = 7, RDPID = 1 << 22, FEATURES = 1, TSC = 1 << 4, RDTSCP = 1 << 27 };
#define AMD_FEATURES 0x80000001u

/* The segment whose limit is node << 12 | CPU: GDT entry 15, privilege 3
 * (arch/x86/include/asm/segment.h, __CPUNODE_SEG). */
enum { CPUNODE = 0x7b };

static const char *rdpid_missing(void)
{
    unsigned a, b, c = 0, d;
    bool has = __get_cpuid_count(EXTENDED, 0, &a, &b, &c, &d) && c & RDPID;
    return has ? NULL : "this processor has no RDPID (CPUID 7: ECX bit 22)";
}

static const char *rdtscp_missing(void)
{
    unsigned a, b, c, d = 0;
    bool has = __get_cpuid(AMD_FEATURES, &a, &b, &c, &d) && d & RDTSCP;
    return has ? NULL : "this processor has no RDTSCP (CPUID 80000001: EDX bit 27)";
}

/* Every processor has LSL, but not every kernel the segment: then it sets no result. */
static const char *lsl_missing(void)
{
    unsigned limit = 0;
    bool found;
    __asm__("lsl %2, %0" : "+r"(limit), "=@ccz"(found) : "r"(CPUNODE) : "cc");
    return found ? NULL : "this kernel has no segment with the CPU's number (selector 0x7b)";
}

static const char *tsc_missing(void)
{
    unsigned a, b, c, d = 0;
    bool has = __get_cpuid(FEATURES, &a, &b, &c, &d) && d & TSC;
    return has ? NULL : "this processor has no TSC (CPUID 1: EDX bit 4)";
}

const struct insn insn_rdpid = {loop_rdpid, rdpid_missing};
const struct insn insn_rdtscp = {loop_rdtscp, rdtscp_missing};
const struct insn insn_lsl = {loop_lsl, lsl_missing};
const struct insn insn_rdtsc = {loop_rdtsc, tsc_missing};
const struct insn insn_lfence_rdtsc = {loop_lfence_rdtsc, tsc_missing};
