/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_RECORD_H
#define SYSTOLL_COMPARE_RECORD_H

#include <jansson.h>

/* One side: a systoll.report/1 document under a name for people. Nothing is owned. */
struct compare_record {
    const char *name;
    const json_t *report;
};

#endif
