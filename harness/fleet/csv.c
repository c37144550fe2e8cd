/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"

#include "output/print.h"
#include "report/csv.h"
#include "text/json.h"

static void put_begin(const json_t *finding, size_t host, FILE *out)
{
    report_csv_value(json_array_get(json_object_get(finding, "names"), host), out);
    fputc(',', out);
    report_csv_value(json_object_get(finding, "group"), out);
    fputc(',', out);
    report_csv_value(json_object_get(finding, "verdict"), out);
    fputc(',', out);
}

static void put_field(const json_t *row, FILE *out)
{
    static const char *const keys[] = {"class", "field", "value", "majority"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        report_csv_value(json_object_get(row, keys[i]), out);
        fputc(',', out);
    }
    fputs(",\n", out);
}

static void put_time(const json_t *row, size_t host, FILE *out)
{
    const json_t *ratio = json_array_get(json_object_get(row, "ratios"), host);
    json_t *median = json_object_get(row, "median");
    json_t *value = json_real(json_number_value(median) * json_number_value(ratio));
    fputs("time,", out);
    report_csv_value(json_object_get(row, "cell"), out);
    fputc(',', out);
    report_csv_value(value, out);
    fputc(',', out);
    report_csv_value(median, out);
    fputc(',', out);
    report_csv_value(json_object_get(row, "unit"), out);
    fputc(',', out);
    report_csv_value(ratio, out);
    fputc('\n', out);
    json_decref(value);
}

static void put_host(const json_t *finding, size_t host, FILE *out)
{
    const json_t *row, *busy = json_object_get(finding, "busy");
    size_t i;
    json_array_foreach(json_object_get(finding, "fields"), i, row) {
        put_begin(finding, host, out);
        put_field(row, out);
    }
    json_array_foreach(json_object_get(finding, "times"), i, row) {
        put_begin(finding, host, out);
        put_time(row, host, out);
    }
    if (json_is_string(busy) || json_is(finding, "verdict", "alone")) {
        put_begin(finding, host, out);
        fputs(json_is_string(busy) ? "busy,," : "alone,,", out);
        report_csv_value(busy, out);
        fputs(",,,\n", out);
    }
}

static int print_fleet_csv(const json_t *document, FILE *out, struct report_style style)
{
    size_t i, host;
    const json_t *finding, *name;
    (void)style;
    fputs("host,group,verdict,class,field,value,majority,unit,ratio\n", out);
    json_array_foreach(json_object_get(document, "findings"), i, finding)
        json_array_foreach(json_object_get(finding, "names"), host, name)
            put_host(finding, host, out);
    return output_flush(out);
}

const struct report_format fleet_csv = {
    .name = "csv", .help = "a row for each thing found of each host", .print = print_fleet_csv};
