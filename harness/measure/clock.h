/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CLOCK_H
#define SYSTOLL_CLOCK_H

#include <poll.h>
#include <stdint.h>

/* All time of the program's own: it is asked of the kernel by the system call itself, written here
 * in assembly. The C library's functions, and even its syscall(), may belong to another library
 * (LD_PRELOAD of one that fakes or speeds up time), and then lie to every program that uses them.
 * What libc answers is measured, as cells of the libc path; nothing is measured by it. */

/* Nanoseconds of a clock (CLOCK_MONOTONIC, ...); 0 where the kernel refuses it. It enters the
 * kernel every time: what is timed by a clock is read through the vDSO's own function where there
 * is one (timebase_read_by). */
uint64_t clock_ns(int id);

/* Seconds of CLOCK_MONOTONIC. */
double clock_seconds(void);

/* The step, in nanoseconds, in which the kernel says that a clock's timers go; 0 where unknown. */
uint64_t clock_step(int id);

/* Sleeps; a signal ends it early. */
void clock_sleep(uint64_t ns);

/* poll(2) of so many descriptors for at most so many milliseconds: above 0 where there is
 * something, 0 after that time, or -errno. */
int clock_poll(struct pollfd *all, nfds_t size, int ms);

/* Sleeps until that signal, which the caller has blocked, comes (and takes it), another one is
 * handled, or the time is up. */
void clock_await(int signal, uint64_t ns);

/* SIGALRM after that time, once. */
void clock_alarm(uint64_t ns);

#endif
