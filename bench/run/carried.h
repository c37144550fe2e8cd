/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CARRIED_H
#define SYSTOLL_CARRIED_H

#include "measure/image.h"

/* The 32-bit program, which times the cells of i386/. It is carried in this program's own file, so
 * that no other file has to be trusted, and systoll-static remains one file; it is executed from
 * memory. */
struct carried {
    struct image image; /* {0} until it is made */
    char path[48];      /* by which other processes of this user find it too */
};

/* Makes it, and tries to run it. NULL; or why it can't be run, a sentence without its full stop, in
 * a static buffer. carried_close in both cases. */
const char *carried_make(struct carried *c);
void carried_close(struct carried *c);

#endif
