/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_LAUNCHES_H
#define SYSTOLL_SUMMARY_LAUNCHES_H

#include "record/record.h"

/* What disturbed all launches together; NULL where the record does not tell. */
json_t *summary_interference(const struct record *r);

#endif
