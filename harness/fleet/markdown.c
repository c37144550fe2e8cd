/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"

#include "fleet/view/markdown.h"

static int print_fleet_markdown(const json_t *document, FILE *out, struct report_style style)
{
    (void)style;
    return fleet_print_markdown(&fleet_view, document, out);
}

const struct report_format fleet_markdown = {
    .name = "markdown", .help = "for a page or a comment", .print = print_fleet_markdown};
