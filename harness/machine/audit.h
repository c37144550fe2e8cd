/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AUDIT_H
#define SYSTOLL_AUDIT_H

#include <stdbool.h>

/* The kernel's audit state: 0 off, 1 on, 2 on and locked; -errno where it won't say (it tells none
 * but CAP_AUDIT_CONTROL). */
int audit_enabled(void);

/* What the rules make of a system call: how many look at system calls as they leave, and whether
 * one ("never,task" without conditions) keeps processes that began after it out of all of it. */
struct audit_rules {
    int exit;
    bool never;
};

/* 0 or -errno, as audit_enabled. */
int audit_rules_read(struct audit_rules *r);

#endif
