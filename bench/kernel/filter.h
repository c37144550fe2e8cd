/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FILTER_H
#define SYSTOLL_FILTER_H

#include <stdint.h>

/* Puts the calling process, a probe's child, under a seccomp filter that answers 64-bit system
 * calls and those of int 0x80 with one SECCOMP_RET_ action each. Only the ways out stay allowed. 0
 * or -errno. */
int filter_enter(uint32_t native, uint32_t compat);

#endif
