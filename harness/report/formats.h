/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_FORMATS_H
#define SYSTOLL_REPORT_FORMATS_H

#include "report/report.h"

const struct report_format *report_format_by_name(const char *name);

#endif
