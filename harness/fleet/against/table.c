/* SPDX-License-Identifier: MIT */
#include "fleet/against/formats.h"

#include "fleet/against/say.h"
#include "fleet/say.h"
#include "fleet/view/table.h"
#include "text/json.h"

#include <stdio.h>

static const char legend[] =
    "before, now: geometric means over the hosts that were timed in both sweeps. times: now to "
    "before, with its interval (5 % each way). regression, improvement: beyond 2 %; inconclusive: "
    "the interval reaches beyond 2 % (docs/fleet.md).";

/* "Change 1", of the first one. */
static void put_title(const json_t *change, size_t index, char text[FLEET_TITLE])
{
    (void)change;
    snprintf(text, FLEET_TITLE, "Change %zu", index + 1);
}

static void put_hosts(const json_t *document, fleet_put_line *put, void *to)
{
    static const char *const names[][2] = {
        {"came", "Came"}, {"left", "Left"}, {"copied", "Copied"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *hosts = json_object_get(document, names[i][0]);
        if (json_integer_value(json_object_get(hosts, "size")))
            put(to, FLEET_HEADING, names[i][1], changes_say_hosts(hosts));
    }
}

static void put_lines(const json_t *document, fleet_put_line *put, void *to)
{
    size_t i;
    const json_t *one;
    char label[FLEET_TITLE];
    put(to, FLEET_HEADING, "Sweeps", changes_say_counts(document));
    json_array_foreach(json_object_get(document, "groups"), i, one) {
        fleet_group_title(one, i, label);
        put(to, FLEET_HEADING, label, fleet_say_group(one));
    }
    put_hosts(document, put, to);
    json_array_foreach(json_object_get(document, "changes"), i, one) {
        put_title(one, i, label);
        put(to, json_is(one, "verdict", "worse") ? FLEET_FOUND : FLEET_LINE, label,
            changes_say_change(one));
    }
    json_array_foreach(json_object_get(document, "unread"), i, one)
        put(to, FLEET_FOUND, "Unread", fleet_say_unread(one));
}

static const int ranks[CHANGES_COLUMNS] = {0, 5, 0, 1, 3, 4, 0, 2};

const struct fleet_view changes_view = {.label = 11,
                                        .put_lines = put_lines,
                                        .parts = "changes",
                                        .part = "change",
                                        .title = put_title,
                                        .columns = CHANGES_COLUMNS,
                                        .words = 3,
                                        .names = changes_columns,
                                        .ranks = ranks,
                                        .column_text = changes_column_text,
                                        .legend = legend};

static int print_changes_table(const json_t *document, FILE *out, struct report_style style)
{
    return fleet_print_table(&changes_view, document, out, style);
}

const struct report_format changes_table = {
    .name = "table", .help = "for people, on a terminal in colour", .print = print_changes_table};
