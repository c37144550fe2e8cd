/* SPDX-License-Identifier: MIT */
#include "matrix/site.h"

#include "matrix/loops.h"

#include <stddef.h>

/* The loops whose call is indirect, and their copies. */
static const struct {
    site_loop *own;
    const unsigned char *copies, *end;
} calling[] = {{loop_call, sites_call, sites_call_end},
               {loop_call5, sites_call5, sites_call5_end},
               {loop_call_inject, sites_call_inject, sites_call_inject_end}};

enum { CALLING = sizeof calling / sizeof *calling, PAGE = SITE_COPIES * SITE_SIZE };

site_loop *site_own(site_loop *loop)
{
    static size_t taken[CALLING];
    for (size_t i = 0; i < CALLING; i++) {
        if (calling[i].own != loop)
            continue;
        const unsigned char *page = calling[i].copies + PAGE * taken[i];
        if (page >= calling[i].end)
            return NULL;
        taken[i]++;
        return (site_loop *)(uintptr_t)page;
    }
    return loop;
}

site_loop *site_turn(site_loop *copy)
{
    uintptr_t at = (uintptr_t)copy, page = at & ~(uintptr_t)(PAGE - 1);
    for (size_t i = 0; i < CALLING; i++)
        if (at >= (uintptr_t)calling[i].copies && at < (uintptr_t)calling[i].end)
            return (site_loop *)(page + (at - page + SITE_SIZE) % PAGE);
    return copy;
}
