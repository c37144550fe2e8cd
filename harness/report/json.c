/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <errno.h>

static int print(const json_t *report, FILE *out, bool colour)
{
    (void)colour;
    errno = 0;
    /* ASCII, lest a C1 control from a record's text reach a terminal. */
    size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION(17) | JSON_ENSURE_ASCII;
    bool good = json_dumpf(report, out, flags) == 0 && fputc('\n', out) != EOF;
    if (!good || fflush(out) != 0)
        return errno ? -errno : -EIO;
    return 0;
}

const struct report_format report_json = {
    "json", "systoll.report/1, an object for each record, one after the other", print};
