/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNTERS_H
#define SYSTOLL_COUNTERS_H

#include "measure/work.h"

#include <stddef.h>
#include <stdint.h>

#define COUNT_UNKNOWN INT64_MIN

/* A way to count what happens while work is done. One row per kind. */
struct counter_kind {
    const char *name; /* as in a worker's request and in a record: "perf", "seccomp", "events" */
    /* Counts what n repetitions of the work cause in the calling thread, and what counting itself
     * does, which is the same for every n. values[i] belongs to names[i]; COUNT_UNKNOWN where this
     * kind can't see it. NULL, or why nothing was counted: a sentence without its full stop, static
     * or in a static buffer of the module. */
    const char *(*count)(const struct work *w, uint64_t n, const char *const *names, size_t size,
                         int64_t *values);
    void (*release)(void); /* NULL, or closes what count leaves open; see counters_release */
};

/* At most so many names in one count. */
enum { COUNT_NAMES_MAX = 32 };

/* Kernel entries, in this order: sys_enter, emulate_vsyscall, page_fault_user, page_faults. */
enum { ENTRY_NAMES = 4 };
extern const char *const entry_names[ENTRY_NAMES];

/* Three tracepoints and the software event, by perf_event_open (names as entry_names; any other is
 * COUNT_UNKNOWN). A kernel that lacks one of the events still counts the others; without sys_enter
 * nothing is counted. */
extern const struct counter_kind counter_perf;
/* A forked child under SECCOMP_RET_TRAP counts its SIGSYS; needs no privilege; page faults stay
 * COUNT_UNKNOWN. No system call of the work is carried out. */
extern const struct counter_kind counter_seccomp;
/* Any event that libpfm4 knows and the kernel opens, modifiers :u and :k included; all names in one
 * pinned group, by RDPMC where each allows it; refused (never scaled) where enabled and running
 * time differ. events_plan says what counts together. */
extern const struct counter_kind counter_events;
/* Counts nothing and always works: every value is 0. For tests. */
extern const struct counter_kind counter_null;

/* The kind of that name, or NULL. */
const struct counter_kind *counter_kind_by_name(const char *name);

/* Closes whatever counters are open; nothing to do is no error. To be called before anything is
 * timed: counter_perf leaves its tracepoints open, because closing them takes the kernel 0.1 s, and
 * an open tracepoint lengthens every system call of the machine. So count one kind for all cells in
 * a row. counter_events leaves its events open likewise. */
void counters_release(void);

/* What one repetition of the work causes: counts n (at least 1) and 2n alternately, so that what
 * counting itself does cancels, subtracts, divides. NAN where unknown. NULL, or why nothing was
 * counted, as count. */
const char *count_per_call(const struct counter_kind *kind, const struct work *w, uint64_t n,
                           const char *const *names, size_t size, double *per_call);

#endif
