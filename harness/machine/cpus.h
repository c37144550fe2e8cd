/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CPUS_H
#define SYSTOLL_CPUS_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

/* As many as x86 kernels can be built for (arch/x86/Kconfig, NR_CPUS_RANGE_END). */
enum { CPUS_MAX = 8192 };

/* A set of CPU numbers. */
struct cpus {
    cpu_set_t bits[CPUS_MAX / CPU_SETSIZE];
};

void cpus_clear(struct cpus *c);
void cpus_add(struct cpus *c, int cpu);
bool cpus_has(const struct cpus *c, int cpu); /* false for any number out of range */
int cpus_count(const struct cpus *c);
bool cpus_equal(const struct cpus *a, const struct cpus *b);
/* a and b, a without b, a or b. */
struct cpus cpus_both(const struct cpus *a, const struct cpus *b);
struct cpus cpus_without(const struct cpus *a, const struct cpus *b);
struct cpus cpus_either(const struct cpus *a, const struct cpus *b);

/* Reads the kernel's list format, "0-3,8,10-11". False, with an empty set, for anything else. */
bool cpus_parse(const char *text, struct cpus *c);
/* Reads such a file; false, with an empty set, where it is absent or says something else. */
bool cpus_read(const char *root, const char *path, struct cpus *c);
/* Writes the list format; ends with "..." where the buffer is too small. Returns buffer. */
const char *cpus_format(const struct cpus *c, char *buffer, size_t size);

/* The efficiency cores of a hybrid CPU, empty elsewhere. */
struct cpus cpus_efficient(const char *root);

#endif
