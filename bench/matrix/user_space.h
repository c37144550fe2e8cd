/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_USER_SPACE_H
#define SYSTOLL_USER_SPACE_H

#include "matrix/loops.h"

/* True where the vDSO answers target (of the vDSO path) without a system call: tried in a child
 * under a seccomp filter. -errno where that can't be found out. */
int stays_in_user_space(const struct target *target);

#endif
