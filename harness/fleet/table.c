/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"

#include "fleet/say.h"
#include "fleet/view/table.h"

#include <stdio.h>

static void put_lines(const json_t *document, fleet_put_line *put, void *to)
{
    size_t i;
    const json_t *one;
    put(to, FLEET_HEADING, "Fleet", fleet_say_counts(document));
    json_array_foreach(json_object_get(document, "groups"), i, one) {
        char label[FLEET_TITLE];
        fleet_group_title(one, i, label);
        put(to, FLEET_HEADING, label, fleet_say_group(one));
    }
    json_array_foreach(json_object_get(document, "findings"), i, one)
        put(to, FLEET_FOUND, fleet_say_verdict(one), fleet_say_finding(one));
    json_array_foreach(json_object_get(document, "unread"), i, one)
        put(to, FLEET_FOUND, "Unread", fleet_say_unread(one));
}

static const int ranks[FLEET_COLUMNS] = {0, 1, 2, 0, 0, 0};

const struct fleet_view fleet_view = {.label = 9,
                                      .put_lines = put_lines,
                                      .parts = "groups",
                                      .part = "group",
                                      .title = fleet_group_title,
                                      .columns = FLEET_COLUMNS,
                                      .words = 2,
                                      .names = fleet_columns,
                                      .ranks = ranks,
                                      .column_text = fleet_column_text,
                                      .legend = fleet_legend};

static int print_fleet_table(const json_t *document, FILE *out, struct report_style style)
{
    return fleet_print_table(&fleet_view, document, out, style);
}

const struct report_format fleet_table = {
    .name = "table", .help = "for people, on a terminal in colour", .print = print_fleet_table};
