/* SPDX-License-Identifier: MIT */
#include "compare/formats.h"

const struct report_format *const compare_formats[] = {
    &compare_table, &report_json, &compare_csv, &compare_markdown, &compare_html, NULL};
