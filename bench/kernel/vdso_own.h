/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_KERNEL_VDSO_OWN_H
#define SYSTOLL_KERNEL_VDSO_OWN_H

#include "kernel/vdso.h"

/* This process's own vDSO, found through AT_SYSINFO_EHDR. NULL, or why there is none. */
const char *vdso_own(struct vdso *v);

/* Its clock_gettime, which no library can stand in for; NULL where there is none. */
int (*vdso_clock(void))(int id, struct timespec *t);

#endif
