/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "text/json_text.h"

#include <errno.h>

static int print_report_json(const json_t *report, FILE *out, struct report_style style)
{
    (void)style;
    int error = json_print(report, 0, out);
    return !error && fflush(out) != 0 ? -errno : error;
}

static const struct output_kind kind = {.name = "JSON report of systoll",
                                        .begins = {"{", NULL},
                                        .holds = "\"schema\": \"systoll.report/"};

const struct report_format report_json = {
    .name = "json",
    .help = "systoll.report/1, an object for each record, one after the other",
    .print = print_report_json,
    .kind = &kind,
    .several = REPORT_JOINED};
