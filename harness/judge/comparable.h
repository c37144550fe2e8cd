/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_COMPARABLE_H
#define SYSTOLL_GATE_COMPARABLE_H

#include "compare/compare.h"

/* Whether times of the records can be compared as far as the machine goes: one unit, one platform,
 * one timebase. Else false, with a sentence in why, printable and without its full stop. */
bool gate_same_machine(const struct compare_record *records, size_t size, char *why,
                       size_t why_size);

/* The subject's fields that are not alike in all records (one that is unknown can't show that
 * the subject is the same), but for those in may_differ (NULL, or ends with NULL; "vulnerabilities"
 * stands for all its members), and but for what older records lack (unrecorded.h): "kernel (6.1 in
 * a, 6.12 in b), ...", "" where there are none. The caller frees; NULL without memory. */
char *gate_subject_differences(const struct compare_record *records, size_t size,
                               const char *const *may_differ);

#endif
