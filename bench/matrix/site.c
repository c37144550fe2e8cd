/* SPDX-License-Identifier: MIT */
#include "matrix/site.h"

#include "matrix/loops.h"

#include <stddef.h>

typedef uint64_t loop(void *target, uint64_t n);

/* The loops whose call is indirect, and their copies. */
static const struct {
    loop *own;
    const unsigned char *copies, *end;
} calling[] = {{loop_call, sites_call, sites_call_end},
               {loop_call5, sites_call5, sites_call5_end},
               {loop_call_inject, sites_call_inject, sites_call_inject_end}};

enum { CALLING = sizeof calling / sizeof *calling };

loop *site_own(loop *l)
{
    static size_t taken[CALLING];
    for (size_t i = 0; i < CALLING; i++) {
        if (calling[i].own != l)
            continue;
        const unsigned char *site = calling[i].copies + SITE_SIZE * taken[i];
        if (site >= calling[i].end)
            return NULL;
        taken[i]++;
        return (loop *)(uintptr_t)site;
    }
    return l;
}
