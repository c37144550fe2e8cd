/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"

const struct report_format *const fleet_formats[] = {&fleet_table,    &fleet_json, &fleet_csv,
                                                     &fleet_markdown, &fleet_html, NULL};
