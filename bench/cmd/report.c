/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "cmd/style.h"
#include "record/record.h"
#include "report/report.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print them (table)"},
    {"recompute", 0, NULL, "derive the figures again from the samples"},
    {0},
};
enum { FORMAT, RECOMPUTE };

/* Puts a summary made again in the place of the one that the record holds. */
static void recompute(struct record *r)
{
    json_t *summary = summary_make(r);
    json_decref(r->summary);
    r->summary = summary;
}

static int print_record(const struct report_format *format, const struct record *r)
{
    json_t *report = summary_report(r);
    if (!report)
        return cmd_error("report", "out of memory");
    int result = format->print(report, stdout, style_of(stdout));
    json_decref(report);
    if (result)
        return cmd_error("report", "the output can't be written: %s", strerror(-result));
    return EXIT_OK;
}

static int report_one(const struct report_format *format, const char *path, bool again)
{
    struct record r;
    char error[600];
    if (record_read(path, again ? RECORD_SAMPLES : RECORD_SUMMARY, &r, error, sizeof error) != 0)
        return cmd_error("report", "%s", error);
    if (r.torn)
        cmd_error("report", "the last line of %s is torn; the lines before it are used", path);
    if (again && r.rounds == 0)
        cmd_error("report", "%s holds no rounds; its summary is used as it stands", path);
    else if (again)
        recompute(&r);
    int result = print_record(format, &r);
    record_free(&r);
    return result;
}

static int report_all(const struct report_format *format, char **paths, int size, bool again)
{
    int result = EXIT_OK;
    for (int i = 0; i < size; i++) {
        if (i && format != &report_json && format != &report_csv)
            putchar('\n');
        int one = report_one(format, paths[i], again);
        result = one ? one : result;
    }
    return result;
}

static int run(int argc, char **argv)
{
    const struct report_format *format = &report_table;
    bool again = false;
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&cmd_report, options, argc, argv, &index, &arg)) >= 0) {
        if (found == FORMAT && !(format = report_format_by_name(arg)))
            return cmd_unknown("report", "format", arg, format_words, report_formats);
        again |= found == RECOMPUTE;
    }
    if (found == OPT_HELP)
        return EXIT_OK;
    if (found == OPT_ERROR)
        return EXIT_USAGE;
    if (index >= argc)
        return cmd_error("report", "name a record, or - for standard input");
    return report_all(format, argv + index, argc - index, again);
}

static const struct opt_words words[] = {{"format", format_words, report_formats}, {0}};

const struct command cmd_report = {
    .name = "report",
    .synopsis = "[OPTION]... RECORD...",
    .help = "Print records as tables, or as JSON objects one after the other",
    .run = run,
    .words = words,
};
