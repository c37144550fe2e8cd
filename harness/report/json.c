/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "text/json_text.h"

#include <errno.h>

static int print(const json_t *report, FILE *out, struct report_style style)
{
    (void)style;
    int error = json_print(report, 0, out);
    return !error && fflush(out) != 0 ? -errno : error;
}

const struct report_format report_json = {
    "json", "systoll.report/1, an object for each record, one after the other", print};
