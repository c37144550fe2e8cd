/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PIN_H
#define SYSTOLL_PIN_H

#include <stddef.h>

struct cpus;

/* The best CPU for measuring among those that this process may run on: isolated or nohz_full ones
 * first, then performance cores before efficiency cores, then the fewest interrupts, then the
 * highest number. why gets a sentence on the choice. Files are read below root ("" for the running
 * system). Returns the CPU, or -errno. */
int pin_choose(const char *root, char *why, size_t why_size);

/* The CPUs that this process may run on, those that isolcpus= keeps from it unasked among them. 0
 * or -errno. */
int pin_allowed(struct cpus *allowed);

/* NULL where this process may run on that CPU; else a sentence saying why not and which it may use:
 * offline, out of range, or outside the cpuset. A static buffer. */
const char *pin_check(int cpu);

/* Binds the calling thread to the CPU. 0 or -errno. */
int pin_to(int cpu);

/* What an error of pin_to means, and what to do about it. A static buffer. */
const char *pin_refusal(int cpu, int error);

/* Binds the calling thread to every allowed CPU but that one, where there is another. 0 or -errno.
 */
int pin_away_from(int cpu);

#endif
