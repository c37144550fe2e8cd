/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_BOOTMODES_H
#define SYSTOLL_PAGE_BOOTMODES_H

#include "report/report.h"

#define BOOTMODES_SCHEMA "systoll.bootmodes/1"

/* The page of a systoll.bootmodes/1 document that bootmodes_check let pass. */
extern const struct report_format bootmodes_html;

#endif
