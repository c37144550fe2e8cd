/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "cmd/pictures.h"
#include "cmd/style.h"
#include "compare/compare.h"
#include "compare/formats.h"
#include "compare/pictures.h"
#include "record/record.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print it (table)"},
    {"base", 0, "N", "compare with the Nth record instead of the first"},
    {"output", 'o', "DIR", "draw pictures there too; made where it is absent"},
    {"across-platforms", 0, NULL, "also where processor, microcode or hypervisor differ"},
    {0},
};
enum { FORMAT, BASE, OUTPUT, ACROSS };

enum { MOST_RECORDS = 64, ERROR = 600 };

struct request {
    const struct report_format *format;
    const char *folder; /* for pictures; NULL: none */
    char **paths;
    size_t size, base; /* base from 0 */
    bool across;
};

/* The format of that name; else one sentence, and NULL. */
static const struct report_format *find_format(const char *name)
{
    for (size_t i = 0; compare_formats[i]; i++)
        if (strcmp(compare_formats[i]->name, name) == 0)
            return compare_formats[i];
    cmd_unknown("compare", "format", name, format_words, compare_formats);
    return NULL;
}

/* The report of one record; NULL after one sentence. */
static json_t *read_report(const char *path)
{
    struct record r;
    char error[ERROR];
    if (record_read(path, RECORD_SUMMARY, &r, error, sizeof error) != 0) {
        cmd_error("compare", "%s", error);
        return NULL;
    }
    if (r.torn)
        cmd_error("compare", "the last line of %s is torn; the lines before it are used", path);
    json_t *report = summary_report(&r);
    record_free(&r);
    if (!report)
        cmd_error("compare", "out of memory");
    return report;
}

static int draw(const char *folder, const json_t *comparison)
{
    struct drawing drawings[COMPARE_PICTURES];
    compare_drawings(comparison, drawings);
    return pictures_draw("compare", folder, drawings, COMPARE_PICTURES);
}

static int print_comparison(const struct request *q, const json_t *comparison)
{
    char why[ERROR];
    if (!comparison)
        return cmd_error("compare", "out of memory");
    if (!compare_comparable(comparison, q->across, why, sizeof why)) {
        bool platform = compare_comparable(comparison, true, why, sizeof why);
        compare_comparable(comparison, q->across, why, sizeof why);
        cmd_error("compare", "%s%s", why, platform ? "; --across-platforms compares them" : "");
        return EXIT_INCOMPARABLE;
    }
    int drawn = q->folder ? draw(q->folder, comparison) : EXIT_OK;
    if (drawn != EXIT_OK)
        return drawn;
    int result = q->format->print(comparison, stdout, style_of(stdout));
    if (result)
        return cmd_error("compare", "the output can't be written: %s", strerror(-result));
    return EXIT_OK;
}

static int compare_reports(const struct request *q, json_t *const *reports)
{
    struct compare_record records[MOST_RECORDS];
    char names[MOST_RECORDS][COMPARE_NAME];
    compare_names(q->paths, q->size, names);
    for (size_t i = 0; i < q->size; i++)
        records[i] = (struct compare_record){.name = names[i], .report = reports[i]};
    json_t *comparison = compare_make(records, q->size, q->base);
    int code = print_comparison(q, comparison);
    json_decref(comparison);
    return code;
}

static int compare_records(const struct request *q)
{
    json_t *reports[MOST_RECORDS] = {0};
    int code = EXIT_OK;
    for (size_t i = 0; i < q->size && code == EXIT_OK; i++)
        if (!(reports[i] = read_report(q->paths[i])))
            code = EXIT_USAGE;
    if (code == EXIT_OK)
        code = compare_reports(q, reports);
    for (size_t i = 0; i < q->size; i++)
        json_decref(reports[i]);
    return code;
}

static int take_operands(struct request *q, char **paths, int size)
{
    q->paths = paths;
    q->size = size > 0 ? (size_t)size : 0;
    if (size < 2)
        return cmd_error("compare", "name two records or more, to set side by side");
    if (size > MOST_RECORDS)
        return cmd_error("compare", "%d records are too many; %d can be compared at once", size,
                         MOST_RECORDS);
    if (q->base > q->size)
        return cmd_error("compare", "--base %zu: there are %zu records", q->base, q->size);
    q->base -= 1;
    if (q->folder && q->size > COMPARE_MOST_PANELS)
        return cmd_error("compare", "%zu records are too many for a picture; draw %d at most",
                         q->size, COMPARE_MOST_PANELS);
    return q->folder ? pictures_check("compare") : EXIT_OK;
}

static int take_option(struct request *q, int option, const char *arg)
{
    char error[ERROR];
    uint64_t base;
    if (option == OUTPUT)
        q->folder = arg;
    if (option == ACROSS)
        q->across = true;
    if (option == FORMAT && !(q->format = find_format(arg)))
        return EXIT_USAGE;
    if (option != BASE)
        return EXIT_OK;
    if (!arg_integer("--base", arg, 1, MOST_RECORDS, &base, error, sizeof error))
        return cmd_error("compare", "%s", error);
    q->base = base;
    return EXIT_OK;
}

static int run(int argc, char **argv)
{
    struct request q = {.format = &compare_table, .base = 1};
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&cmd_compare, options, argc, argv, &index, &arg)) >= 0)
        if (take_option(&q, found, arg) != EXIT_OK)
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    int code = take_operands(&q, argv + index, argc - index);
    return code ? code : compare_records(&q);
}

static const struct opt_words words[] = {{"format", format_words, compare_formats}, {0}};

const struct command cmd_compare = {
    .name = "compare",
    .synopsis = "[OPTION]... RECORD RECORD...",
    .help = "Set records side by side: ratios, and what was measured in one alone",
    .run = run,
    .words = words,
};
