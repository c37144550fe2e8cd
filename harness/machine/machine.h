/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MACHINE_H
#define SYSTOLL_MACHINE_H

#include <jansson.h>
#include <stdbool.h>

/* The machine as a record describes it, a new reference: an object with
 *   platform {cpu_vendor, cpu_family, cpu_model, cpu_stepping, microcode, hypervisor}
 *   subject  {kernel, kernel_version, kernel_config, clocksource, mitigations, vulnerabilities {},
 *             smt, governor, seccomp, libc, compiler, loops, ...}
 *   rest     {whatever else of facts that bear on latency could be read}
 *   cpu, kernel, hypervisor, clocksource: the same facts once more, for people.
 * What cannot be read on this machine is absent, never an invented value. Everything is read below
 * root ("" for the running system; a directory in tests). NULL only without memory. */
json_t *machine_describe(const char *root, int cpu);

/* Steal time, in ticks of USER_HZ since boot, of one CPU; -1 where it is unknown. */
long long machine_steal(const char *root, int cpu);
/* Likewise, what the other threads of its core were busy for; -1 where it has none. */
long long machine_sibling_busy(const char *root, int cpu);

#endif
