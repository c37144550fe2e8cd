/* SPDX-License-Identifier: MIT */
#include "fleet/against/formats.h"

#include "output/print.h"
#include "report/csv.h"
#include "text/json.h"

/* A column for each key; none has the key "". */
static void put_keys(const json_t *row, const char *const *keys, FILE *out)
{
    for (; *keys; keys++) {
        fputc(',', out);
        report_csv_value(json_object_get(row, *keys), out);
    }
}

static void put_begin(const json_t *change, FILE *out)
{
    static const char *const keys[] = {"size", "group", NULL};
    report_csv_value(json_object_get(change, "hosts"), out);
    put_keys(change, keys, out);
}

/* What the change is as a whole, or why its hosts are in none. */
static void put_whole(const json_t *change, const char *verdict, FILE *out)
{
    put_begin(change, out);
    fprintf(out, ",%s,,,,,,,,\n", verdict);
}

static void put_change(const json_t *change, FILE *out)
{
    static const char *const field_keys[] = {"verdict", "class", "field", "before", "value",
                                             "",        "",      "",      "",       NULL};
    static const char *const verdict_keys[] = {"verdict", NULL};
    static const char *const cell_keys[] = {"cell",  "before", "now", "unit",
                                            "ratio", "lo",     "hi",  NULL};
    const json_t *row;
    size_t i;
    put_whole(change, json_text_of(change, "verdict"), out);
    json_array_foreach(json_object_get(change, "fields"), i, row) {
        put_begin(change, out);
        put_keys(row, field_keys, out);
        fputc('\n', out);
    }
    json_array_foreach(json_object_get(change, "cells"), i, row) {
        put_begin(change, out);
        put_keys(row, verdict_keys, out);
        fputs(",time", out);
        put_keys(row, cell_keys, out);
        fputc('\n', out);
    }
}

static int print_changes_csv(const json_t *document, FILE *out, struct report_style style)
{
    static const char *const others[] = {"came", "left", "copied"};
    const json_t *change;
    size_t i;
    (void)style;
    fputs("hosts,size,group,verdict,class,field,before,now,unit,ratio,lo,hi\n", out);
    json_array_foreach(json_object_get(document, "changes"), i, change)
        put_change(change, out);
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        const json_t *hosts = json_object_get(document, others[i]);
        if (json_integer_value(json_object_get(hosts, "size")))
            put_whole(hosts, others[i], out);
    }
    return output_flush(out);
}

const struct report_format changes_csv = {.name = "csv",
                                          .help = "a row for each thing that changed of each set "
                                                  "of hosts",
                                          .print = print_changes_csv};
