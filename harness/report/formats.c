/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include <string.h>

#define FORMAT(name) &report_##name,
const struct report_format *const report_formats[] = {
#include "report/formats.def"
    NULL};
#undef FORMAT

const struct report_format *report_format_by_name(const char *name)
{
    for (const struct report_format *const *f = report_formats; *f; f++)
        if (strcmp((*f)->name, name) == 0)
            return *f;
    return NULL;
}
