/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"

#include "output/print.h"
#include "text/json_text.h"

static int print_fleet_json(const json_t *document, FILE *out, struct report_style style)
{
    (void)style;
    int error = json_print(document, 0, out);
    return error ? error : output_flush(out);
}

const struct report_format fleet_json = {
    .name = "json", .help = "systoll.fleet/1, for programs", .print = print_fleet_json};
