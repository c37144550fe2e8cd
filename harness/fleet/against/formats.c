/* SPDX-License-Identifier: MIT */
#include "fleet/against/formats.h"

#include "fleet/formats.h"

const struct report_format *const changes_formats[] = {&changes_table, &fleet_json, &changes_csv,
                                                       &changes_markdown, NULL};
