/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <string.h>

const struct report_format *const report_formats[] = {
    &report_table,     &report_json,  &report_csv,
    &report_markdown,  &report_plain, &report_prometheus,
    &report_benchmark, &report_bmf,   &report_github,
    &report_gobench,   NULL};

const struct report_format *report_format_by_name(const char *name)
{
    for (const struct report_format *const *f = report_formats; *f; f++)
        if (strcmp((*f)->name, name) == 0)
            return *f;
    return NULL;
}
