/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AUDIT_H
#define SYSTOLL_AUDIT_H

/* The kernel's audit state: 0 off, 1 on, 2 on and locked; -errno where it won't say (it tells none
 * but CAP_AUDIT_CONTROL). */
int audit_enabled(void);

#endif
