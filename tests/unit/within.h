/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_WITHIN_H
#define SYSTOLL_TESTS_WITHIN_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Fails the test unless least <= value <= most, three whole numbers from 0 on. cmocka's own
 * assert_in_range is deprecated since 2.0, and what stands in its place is not in 1.1. */
#define assert_within(value, least, most)                                                          \
    within_range((uint64_t)(value), (uint64_t)(least), (uint64_t)(most), #value, __FILE__, __LINE__)

static inline void within_range(uint64_t value, uint64_t least, uint64_t most, const char *what,
                                const char *file, int line)
{
    if (value >= least && value <= most)
        return;
    print_error("%s is %" PRIu64 ", not %" PRIu64 " to %" PRIu64 "\n", what, value, least, most);
    _fail(file, line);
}

#endif
