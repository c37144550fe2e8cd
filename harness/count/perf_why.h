/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PERF_WHY_H
#define SYSTOLL_PERF_WHY_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>

/* What decides whether perf counts here. */
struct perf_facts {
    int paranoid;      /* perf_event_paranoid; INT_MIN where it can't be read */
    bool root;         /* user 0 */
    bool perfmon;      /* CAP_PERFMON or CAP_SYS_ADMIN, held outside of a user namespace */
    int seccomp;       /* mode of /proc/self/status; 0 also where it can't be read */
    int pmu;           /* 1 the kernel drives a PMU of the CPU, 0 none, -1 unknown */
    bool virtual;      /* a hypervisor lies beneath */
    bool nmi_watchdog; /* takes a counter of each CPU */
    bool whole_system; /* set by who asks: every process of a CPU is to be counted */
};

/* root goes before the paths, as sysfile.h has it. */
struct perf_facts perf_facts_read(const char *root);

/* Why an event of that kind was not opened (error: -errno of perf_event_open), or did not count all
 * along (-EBUSY), and what to do about it: part of a sentence, written to text, which is given
 * back. */
const char *perf_why(int error, const struct perf_event_attr *attr, const struct perf_facts *f,
                     char *text, size_t size);

/* A counter of the CPU: no software event, tracepoint or breakpoint. */
bool perf_is_hardware(const struct perf_event_attr *attr);

#endif
