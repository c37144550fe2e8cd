/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_VIEW_TABLE_H
#define SYSTOLL_FLEET_VIEW_TABLE_H

#include "fleet/view/view.h"
#include "report/report.h"

/* For a terminal. 0, or -errno of the stream. */
int fleet_print_table(const struct fleet_view *v, const json_t *document, FILE *out,
                      struct report_style style);

#endif
