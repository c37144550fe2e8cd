/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_EXPLAIN_H
#define SYSTOLL_EXPLAIN_H

#include "kernel/process.h"
#include "kernel/vsyscall.h"

/* What the kernel's own mappings are, in sentences for people; all texts are static. */

/* What a line of /proc/PID/maps is, whether it is part of the kernel, and whether it is safe. */
const char *explain_line(const char *name, enum vsyscall_mode mode);

/* What this boot's mode means. */
struct mode_words {
    const char *read, *call, *misuse, *change;
};
const struct mode_words *explain_mode(enum vsyscall_mode mode);

/* Why a process of that class (CLASS_*) may have no [vsyscall] line where the boot has the page:
 * the end of a sentence. */
const char *explain_absence(int elf);

/* Where the vDSO lies, and whether that could have been foretold. */
const char *explain_aslr(const struct process *p);

#endif
