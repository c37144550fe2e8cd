/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CHECK_SURROUNDINGS_H
#define SYSTOLL_CHECK_SURROUNDINGS_H

#include "check/setting.h"

/* Fills in what is found by trying (surroundings.c), in memory that is there already. 0 or -errno.
 */
int surroundings_find(struct setting *s);

#endif
