/* SPDX-License-Identifier: MIT */
#include "matrix/calls.h"

#include "kernel/vsyscall.h"
#include "matrix/insn.h"
#include "matrix/loops.h"

#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

/* What a 32-bit program that is compiled with _TIME_BITS=64 calls (glibc 2.34); in a 64-bit one
 * these are the plain functions. It times no instructions. */
#ifdef __i386__
extern int __clock_gettime64(clockid_t id, void *t), __clock_getres64(clockid_t id, void *t);
#define CLOCK_GETTIME64 __clock_gettime64
#define CLOCK_GETRES64 __clock_getres64
#define INSN(name) NULL
#else
#define CLOCK_GETTIME64 clock_gettime
#define CLOCK_GETRES64 clock_getres
#define INSN(name) (&insn_##name)
#endif

const struct clock_name clock_names[] = {
    {"realtime", CLOCK_REALTIME, true, false, false},
    {"monotonic", CLOCK_MONOTONIC, true, true, false},
    {"process_cputime_id", CLOCK_PROCESS_CPUTIME_ID, false, false, false},
    {"thread_cputime_id", CLOCK_THREAD_CPUTIME_ID, false, false, false},
    {"monotonic_raw", CLOCK_MONOTONIC_RAW, true, false, false},
    {"realtime_coarse", CLOCK_REALTIME_COARSE, true, true, true},
    {"monotonic_coarse", CLOCK_MONOTONIC_COARSE, true, false, true},
    {"boottime", CLOCK_BOOTTIME, true, false, false},
    {"realtime_alarm", CLOCK_REALTIME_ALARM, false, false, false},
    {"boottime_alarm", CLOCK_BOOTTIME_ALARM, false, false, false},
    {"tai", CLOCK_TAI, true, false, false},
    {"aux0", CLOCK_AUX_FIRST, true, false, false},
    {"aux1", CLOCK_AUX_FIRST + 1, true, false, false},
    {"aux2", CLOCK_AUX_FIRST + 2, true, false, false},
    {"aux3", CLOCK_AUX_FIRST + 3, true, false, false},
    {"aux4", CLOCK_AUX_FIRST + 4, true, false, false},
    {"aux5", CLOCK_AUX_FIRST + 5, true, false, false},
    {"aux6", CLOCK_AUX_FIRST + 6, true, false, false},
    {"aux7", CLOCK_AUX_FIRST + 7, true, false, false},
    {0}};

bool call_reads_clocksource(const struct call *call, const struct clock_name *clock)
{
    return call->reads_clocksource && !(clock && clock->coarse);
}

bool call_ends_in_2038(const struct call *call, const struct clock_name *clock, enum abi abi)
{
    int id = clock ? clock->id : CLOCK_REALTIME;
    bool from_1970 = id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE ||
                     id == CLOCK_REALTIME_ALARM || id == CLOCK_TAI;
    return call->tells_date && from_1970 && abi == ABI_COMPAT;
}

/* The state page that __vdso_getrandom works on, of the size and kind that it asks for when it is
 * called with the length ~0 (include/uapi/linux/random.h, struct vgetrandom_opaque_params). Kept
 * for the life of the process. */
static const char *setup_random(uint64_t entry, uint64_t *arg)
{
    struct {
        uint32_t size, prot, flags, reserved[13];
    } want = {0};
    struct target ask = {.entry = entry, .arg = {0, 0, 0, (uint64_t)(uintptr_t)&want, UINT64_MAX}};
    if (loop_call5(&ask, 1) != 0 || want.size == 0)
        return "the vDSO's getrandom does not tell the size of its state";
    void *state = mmap(NULL, want.size, (int)want.prot, (int)want.flags, -1, 0);
    if (state == MAP_FAILED)
        return "no memory for the state of the vDSO's getrandom";
    arg[3] = (uint64_t)(uintptr_t)state;
    arg[4] = want.size;
    return NULL;
}

#define RANDOM(full_name, size)                                                                    \
    {                                                                                              \
        .name = full_name, .nr = {SYS_getrandom, 355}, .vdso_symbol = "__vdso_getrandom",          \
        .vsyscall_entry = -1, .libc = (const void *)getrandom, .bytes = size,                      \
        .written = {size, size}, .fill = fill_random, .read = read_random,                         \
        .vdso_setup = setup_random                                                                 \
    }

const struct call calls[] = {
    {.name = "gettimeofday",
     .nr = {SYS_gettimeofday, 78},
     .vdso_symbol = "__vdso_gettimeofday",
     .vsyscall_entry = VSYSCALL_GETTIMEOFDAY,
     .libc = (const void *)gettimeofday,
     .by_default = true,
     .reads_clocksource = true,
     .returns_zero = true,
     .tells_date = true,
     .written = {16, 8},
     .fill = fill_pointer,
     .read = read_timeval},
    {.name = "time",
     .nr = {SYS_time, 13},
     .vdso_symbol = "__vdso_time",
     .vsyscall_entry = VSYSCALL_TIME,
     .libc = (const void *)time,
     .by_default = true,
     .timed_with_null = true,
     .tells_date = true,
     .written = {8, 4},
     .fill = fill_pointer,
     .read = read_time},
    {.name = "clock_gettime",
     .nr = {SYS_clock_gettime, 265},
     .vdso_symbol = "__vdso_clock_gettime",
     .vsyscall_entry = -1,
     .libc = (const void *)clock_gettime,
     .by_clock = true,
     .by_default = true,
     .reads_clocksource = true,
     .returns_zero = true,
     .tells_date = true,
     .written = {16, 8},
     .fill = fill_clock,
     .read = read_timespec},
    {.name = "getcpu",
     .nr = {SYS_getcpu, 318},
     .vdso_symbol = "__vdso_getcpu",
     .vsyscall_entry = VSYSCALL_GETCPU,
     .libc = (const void *)getcpu,
     .by_default = true,
     .returns_zero = true,
     .written = {8, 8},
     .fill = fill_getcpu,
     .read = read_getcpu},
    {.name = "sched_getcpu",
     .vsyscall_entry = -1,
     .libc = (const void *)sched_getcpu,
     .fill = fill_nothing,
     .read = read_result,
     .reference = reference_cpu},
    {.name = "rdpid",
     .vsyscall_entry = -1,
     .insn = INSN(rdpid),
     .by_default = true,
     .fill = fill_nothing,
     .read = read_cpunode,
     .reference = reference_getcpu},
    {.name = "rdtscp",
     .vsyscall_entry = -1,
     .insn = INSN(rdtscp),
     .by_default = true,
     .fill = fill_nothing,
     .read = read_cpunode,
     .reference = reference_getcpu},
    {.name = "lsl",
     .vsyscall_entry = -1,
     .insn = INSN(lsl),
     .by_default = true,
     .fill = fill_nothing,
     .read = read_cpunode,
     .reference = reference_getcpu},
    {.name = "rdtsc",
     .vsyscall_entry = -1,
     .insn = INSN(rdtsc),
     .by_default = true,
     .fill = fill_nothing,
     .read = read_result,
     .reference = reference_tsc},
    {.name = "lfence_rdtsc",
     .vsyscall_entry = -1,
     .insn = INSN(lfence_rdtsc),
     .by_default = true,
     .fill = fill_nothing,
     .read = read_result,
     .reference = reference_tsc},
    {.name = "getppid", /* the null call: it does next to nothing in the kernel */
     .nr = {SYS_getppid, 64},
     .vsyscall_entry = -1,
     .by_default = true,
     .fill = fill_nothing,
     .read = read_result},
    {.name = "clock_getres",
     .nr = {SYS_clock_getres, 266},
     .vdso_symbol = "__vdso_clock_getres",
     .vsyscall_entry = -1,
     .libc = (const void *)clock_getres,
     .by_clock = true,
     .returns_zero = true,
     .written = {16, 8},
     .fill = fill_clock,
     .read = read_timespec},
    /* With 32 bits the calls above count seconds up to 2038; these go on. */
    {.name = "clock_gettime64",
     .nr = {0, 403},
     .vdso_symbol = "__vdso_clock_gettime64",
     .vsyscall_entry = -1,
     .libc = (const void *)CLOCK_GETTIME64,
     .by_clock = true,
     .by_default = true,
     .reads_clocksource = true,
     .returns_zero = true,
     .written = {0, 16},
     .fill = fill_clock,
     .read = read_timespec64},
    {.name = "clock_getres_time64",
     .nr = {0, 406},
     .vdso_symbol = "__vdso_clock_getres_time64",
     .vsyscall_entry = -1,
     .libc = (const void *)CLOCK_GETRES64,
     .by_clock = true,
     .returns_zero = true,
     .written = {0, 16},
     .fill = fill_clock,
     .read = read_timespec64},
    RANDOM("getrandom:4", 4),
    RANDOM("getrandom:16", 16),
    RANDOM("getrandom:32", 32),
    RANDOM("getrandom:256", 256),
    RANDOM("getrandom:1024", 1024),
    {.name = "ret", /* what the loop itself costs */
     .vsyscall_entry = -1,
     .by_default = true,
     .fill = fill_nothing,
     .read = read_nothing},
    {0}};

const struct call *call_named(const char *name)
{
    const struct call *c = calls;
    while (c->name && strcmp(c->name, name) != 0)
        c++;
    return c->name ? c : NULL;
}

bool call_has_number(const struct call *call)
{
    return call->nr[ABI_X86_64] || call->nr[ABI_COMPAT];
}

bool call_has_reference(const struct call *call)
{
    return call_has_number(call) || call->reference;
}
