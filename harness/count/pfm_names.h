/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PFM_NAMES_H
#define SYSTOLL_PFM_NAMES_H

/* libpfm4's initialisation, once and only when an event is asked for: it takes 2 ms, and 19 ms
 * where debugfs is mounted. 0, or an error of libpfm4. */
int pfm_names_init(void);

/* The event whose name is nearest to that one, its PMU and modifiers left aside, in a static
 * buffer; NULL where none is near. */
const char *pfm_names_nearest(const char *name);

/* Calls each(name, description, arg) for every event of this machine's PMUs whose full name
 * ("perf::PAGE-FAULTS"), or what follows its "::", matches the shell pattern in either case. */
void counter_event_list(const char *pattern, void (*each)(const char *, const char *, void *),
                        void *arg);

#endif
