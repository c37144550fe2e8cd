/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_PROVED_CELL_H
#define SYSTOLL_TEST_PROVED_CELL_H

#include "matrix/cell.h"

#include <string.h>

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

/* A loop that answers wrongly, and what is said of it. */
struct wrong_loop {
    uint64_t (*loop)(void *, uint64_t);
    const char *reason;
};

static inline void expect_failures(const char *name, const struct wrong_loop *rows, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        struct cell cell;
        assert_true(cell_by_name(name, &cell));
        struct path path = *cell.path;
        path.loop = rows[i].loop;
        cell.path = &path;
        cell_prove(&cell, &vs);
        assert_int_equal(cell.state, CELL_FAILED);
        if (!strstr(cell.reason, rows[i].reason))
            fail_msg("'%s' instead of '%s'", cell.reason, rows[i].reason);
    }
}

#endif
