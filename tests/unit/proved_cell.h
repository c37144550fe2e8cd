/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_PROVED_CELL_H
#define SYSTOLL_TEST_PROVED_CELL_H

#include "matrix/cell.h"

/* A cell tried as before a run, with this machine's vsyscall page; after cmocka's header. */

static struct vsyscall vs;

/* The group's set-up. */
static inline int find_vsyscall(void **state)
{
    const char *why;
    (void)state;
    return vsyscall_find(&vs, &why);
}

static inline struct cell prove(const char *name)
{
    struct cell cell;
    assert_true(cell_by_name(name, &cell));
    cell_prove(&cell, &vs);
    return cell;
}

#endif
