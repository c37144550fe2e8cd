/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define VARIABLE "GLIBC_TUNABLES"
#define VALUE "glibc.pthread.rseq=0"

/* sys/rseq.h, from glibc 2.35: the size of the area that each thread registered, 0 where none. */
extern const unsigned int __rseq_size __attribute__((weak));

static bool is_asked_for(void)
{
    const char *tunables = getenv(VARIABLE);
    return tunables && strstr(tunables, VALUE);
}

/* The C library reads it before main, so all that can be done here is to look. */
static const char *enter_norseq(void)
{
    if (!&__rseq_size)
        return "this C library registers no rseq area";
    if (is_asked_for())
        return __rseq_size ? "the C library registers an rseq area all the same" : NULL;
    return __rseq_size ? NULL : "there is no rseq area to leave out: the kernel refused it";
}

const struct context context_norseq = {.enter = enter_norseq, .variable = VARIABLE, .value = VALUE};
