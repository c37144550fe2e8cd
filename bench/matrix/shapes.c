/* SPDX-License-Identifier: MIT */
#include "matrix/shapes.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <x86intrin.h>

enum { NS_PER_S = 1000000000, CPU_BITS = 12 };

static uint64_t address(void *p)
{
    return (uint64_t)(uintptr_t)p;
}

void fill_pointer(int clock, void *scratch, uint64_t *arg)
{
    (void)clock;
    arg[0] = address(scratch);
}

void fill_clock(int clock, void *scratch, uint64_t *arg)
{
    arg[0] = (uint64_t)(int64_t)clock;
    arg[1] = address(scratch);
}

void fill_getcpu(int clock, void *scratch, uint64_t *arg)
{
    (void)clock;
    arg[0] = address(scratch);
    arg[1] = address(scratch) + sizeof(unsigned);
}

void fill_random(int bytes, void *scratch, uint64_t *arg)
{
    arg[0] = address(scratch);
    arg[1] = (uint64_t)bytes;
}

void fill_nothing(int clock, void *scratch, uint64_t *arg)
{
    (void)clock;
    (void)scratch;
    (void)arg;
}

/* Two longs of the ABI: seconds, and a fraction of which per_second make one. */
static int64_t read_pair(enum abi abi, const void *scratch, int64_t per_second)
{
    int64_t pair[2];
    if (abi == ABI_COMPAT) {
        int32_t half[2];
        memcpy(half, scratch, sizeof half);
        pair[0] = half[0];
        pair[1] = half[1];
    } else {
        memcpy(pair, scratch, sizeof pair);
    }
    bool normal =
        pair[0] >= 0 && pair[0] < INT64_MAX / NS_PER_S - 1 && pair[1] >= 0 && pair[1] < per_second;
    return normal ? pair[0] * NS_PER_S + pair[1] * (NS_PER_S / per_second) : NO_READING;
}

int64_t read_timeval(enum abi abi, uint64_t ret, const void *scratch)
{
    (void)ret;
    return read_pair(abi, scratch, 1000000);
}

int64_t read_timespec(enum abi abi, uint64_t ret, const void *scratch)
{
    (void)ret;
    return read_pair(abi, scratch, NS_PER_S);
}

int64_t read_timespec64(enum abi abi, uint64_t ret, const void *scratch)
{
    (void)abi;
    return read_timespec(ABI_X86_64, ret, scratch);
}

/* time() gives its reading twice: both have to be the same. */
int64_t read_time(enum abi abi, uint64_t ret, const void *scratch)
{
    int64_t stored;
    int32_t half;
    memcpy(&stored, scratch, sizeof stored);
    memcpy(&half, scratch, sizeof half);
    if (abi == ABI_COMPAT)
        return half >= 0 && (uint32_t)ret == (uint32_t)half ? half : NO_READING;
    return stored >= 0 && ret == (uint64_t)stored ? stored : NO_READING;
}

/* One number of both. */
static int64_t node_above_cpu(uint32_t node, uint32_t cpu)
{
    return (int64_t)node << 31 | cpu;
}

int64_t read_getcpu(enum abi abi, uint64_t ret, const void *scratch)
{
    (void)abi;
    (void)ret;
    uint32_t cpu_node[2];
    memcpy(cpu_node, scratch, sizeof cpu_node);
    return node_above_cpu(cpu_node[1], cpu_node[0]);
}

/* The bytes are random: that each four of them were written is what can be known. */
int64_t read_random(enum abi abi, uint64_t ret, const void *scratch)
{
    uint32_t poison, word;
    const unsigned char *bytes = scratch;
    (void)abi;
    if (ret > RANDOM_MOST)
        return NO_READING;
    memset(&poison, SCRATCH_POISON, sizeof poison);
    for (uint64_t i = 0; i + sizeof word <= ret; i += sizeof word) {
        memcpy(&word, bytes + i, sizeof word);
        if (word == poison)
            return NO_READING;
    }
    return 0;
}

int64_t read_result(enum abi abi, uint64_t ret, const void *scratch)
{
    (void)abi;
    (void)scratch;
    return (int64_t)ret;
}

int64_t read_nothing(enum abi abi, uint64_t ret, const void *scratch)
{
    (void)abi;
    (void)ret;
    (void)scratch;
    return 0;
}

int64_t read_cpunode(enum abi abi, uint64_t ret, const void *scratch)
{
    (void)abi;
    (void)scratch;
    return node_above_cpu((uint32_t)ret >> CPU_BITS, (uint32_t)ret & ((1 << CPU_BITS) - 1));
}

int64_t reference_cpu(void)
{
    uint32_t cpu;
    return syscall(SYS_getcpu, &cpu, NULL, NULL) ? -errno : (int64_t)cpu;
}

int64_t reference_getcpu(void)
{
    uint32_t cpu, node;
    return syscall(SYS_getcpu, &cpu, &node, NULL) ? -errno : node_above_cpu(node, cpu);
}

int64_t reference_tsc(void)
{
    _mm_lfence();
    int64_t now = (int64_t)__rdtsc();
    _mm_lfence();
    return now;
}
