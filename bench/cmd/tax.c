/* SPDX-License-Identifier: MIT */
#include "cmd/run.h"
#include "cmd/style.h"

#include "output/output.h"
#include "record/open.h"
#include "report/tax.h"
#include "summary/summary.h"

#include <string.h>

/* Three rounds each of all cells in every context fit into the time. */
enum { LAUNCHES = 12 };

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print it (table)"},
    {"output", 'o', "FILE", "write the record there; - is standard output"},
    {"paths", 0, "LIST", "comma-separated, of these:"},
    {"calls", 0, "LIST", "comma-separated, of these:"},
    {"clocks", 0, "LIST", "comma-separated, of these:"},
    {"contexts", 0, "LIST", "with hot among them (all), comma-separated, of these:"},
    {"cells", 0, "LIST", "comma-separated, path:call[:clock]; shell patterns are allowed"},
    {"cpu", 0, "N", "pin to CPU N (default: the quietest one allowed)"},
    {"launches", 0, "N", "new processes, 1 to 1000 (12)"},
    {"time", 0, "S", "seconds for the whole run, 0.1 to 86400 (9)"},
    {"seed", 0, "N", "replay the order of an earlier run"},
    {0}};
enum { FORMAT };

static const struct report_format *find_format(const char *name)
{
    for (size_t i = 0; tax_formats[i]; i++)
        if (strcmp(tax_formats[i]->name, name) == 0)
            return tax_formats[i];
    cmd_unknown("tax", "format", name, format_words, tax_formats);
    return NULL;
}

static int print_record(const struct report_format *format, const char *path)
{
    struct record record;
    char error[OUTPUT_ERROR];
    if (record_read(path, RECORD_SUMMARY, &record, error, sizeof error))
        return cmd_error("tax", "%s", error);
    json_t *report = summary_report(&record);
    record_free(&record);
    int code = EXIT_OK, failed = 0;
    if (!report)
        code = cmd_error("tax", "out of memory");
    else if (!tax_known(report))
        code = cmd_error("tax",
                         "no cell of %s was measured hot and in a context; run with "
                         "--contexts",
                         path);
    else if ((failed = format->print(report, stdout, style_of(stdout))))
        code = cmd_error("tax", "the output can't be written: %s", strerror(-failed));
    json_decref(report);
    return code;
}

static int parse_tax(struct run_command *r, int argc, char **argv)
{
    char error[OUTPUT_ERROR], *arg;
    int at = 0, o;
    bool measures = false;
    while ((o = opt_next(&cmd_tax, options, argc, argv, &at, &arg)) >= 0) {
        measures |= o != FORMAT;
        if (o == FORMAT && !(r->view = find_format(arg)))
            return EXIT_USAGE;
        if (o != FORMAT && !run_take(r, options[o].name, arg, error, sizeof error))
            return cmd_error("tax", "%s", error);
    }
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc && (measures || at + 1 < argc))
        return cmd_error("tax", "a record is read alone: systoll tax [--format FORMAT] RECORD");
    if (at < argc)
        return print_record(r->view, argv[at]);
    run_set_defaults(r, LAUNCHES);
    if (!r->selection.contexts)
        r->selection.contexts = "all";
    return -1;
}

static int run_tax(int argc, char **argv)
{
    return run_and_print(&cmd_tax, tax_formats[0], parse_tax, argc, argv);
}

static const struct opt_words words[] = {
    {"format", format_words, tax_formats}, {"paths", path_words, NULL},
    {"calls", call_words, NULL},           {"clocks", clock_words, NULL},
    {"contexts", context_words, NULL},     {0}};

const struct command cmd_tax = {
    .name = "tax",
    .synopsis = "[OPTION]... [RECORD]",
    .help = "Measure what each context adds to calls, or read it from a record",
    .run = run_tax,
    .words = words};
