/* SPDX-License-Identifier: MIT */
#include "fleet/against/formats.h"

#include "fleet/view/markdown.h"

static int print_changes_markdown(const json_t *document, FILE *out, struct report_style style)
{
    (void)style;
    return fleet_print_markdown(&changes_view, document, out);
}

const struct report_format changes_markdown = {
    .name = "markdown", .help = "for a page or a comment", .print = print_changes_markdown};
