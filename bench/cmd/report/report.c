/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "cmd/report/page.h"
#include "cmd/style.h"
#include "output/output.h"
#include "output/place.h"
#include "output/print.h"
#include "page/saved/saved.h"
#include "record/open.h"
#include "record/record.h"
#include "report/formats.h"
#include "report/report.h"
#include "summary/per_launch.h"
#include "summary/summary.h"
#include "text/json.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print them (table)"},
    {"output", 'o', "FILE", "write to FILE instead, which is whole or as it was"},
    {"recompute", 0, NULL, "derive the figures again from the samples"},
    {0},
};
enum { FORMAT, OUTPUT, RECOMPUTE };

struct request {
    const struct report_format *format;
    const char *output; /* NULL: standard output */
    bool again;
    char *const *paths;
    int size;
};

/* Puts a summary made again in the place of the one that the record holds. */
static void recompute(struct record *r)
{
    json_t *summary = summary_make(r);
    json_decref(r->summary);
    r->summary = summary;
}

/* A page of one record shows all that the record has; one of several sets them side by side. */
static bool is_whole_page(const struct request *q)
{
    return q->format->page && q->size == 1;
}

/* What is no record, and why, may be a document that is a page by itself. A new reference; NULL
 * after one sentence. */
static json_t *read_saved(const struct request *q, const char *path, const char *why)
{
    char error[OUTPUT_ERROR] = "";
    json_t *document = strcmp(path, "-") == 0 ? NULL : saved_read(path, error, sizeof error);
    if (document && is_whole_page(q)) {
        json_object_set_new(document, "page", page_file(path));
        return document;
    }
    if (document)
        cmd_error("report", "%s is a %s document, %s", path, json_text_of(document, "schema"),
                  q->format->page ? "which is a page by itself; name no other file with it"
                                  : "which --format html prints, and no other");
    else
        cmd_error("report", "%s", *error ? error : why);
    json_decref(document);
    return NULL;
}

/* A new document; NULL after one sentence. */
static json_t *read_report(const struct request *q, const char *path)
{
    struct record r;
    char error[OUTPUT_ERROR];
    bool samples = q->again || q->format->launches || is_whole_page(q);
    if (record_read(path, samples ? RECORD_SAMPLES : RECORD_SUMMARY, &r, error, sizeof error))
        return read_saved(q, path, error);
    if (r.torn)
        cmd_error("report", "the last line of %s is torn; the lines before it are used", path);
    if (q->again && r.rounds == 0)
        cmd_error("report", "%s holds no rounds; its summary is used as it stands", path);
    else if (q->again)
        recompute(&r);
    json_t *report = summary_report(&r);
    if (report && q->format->launches)
        json_object_set_new(report, "launches", summary_launches(&r));
    if (report && is_whole_page(q))
        json_object_set_new(report, "page", page_facts(path, &r));
    record_free(&r);
    if (!report)
        cmd_error("report", "out of memory");
    return report;
}

/* 0 or -errno of the stream. */
static int print_one(const struct request *q, int index, const json_t *report, FILE *out)
{
    if (index && q->format->several == REPORT_SPACED)
        fputc('\n', out);
    const struct report_format *saved = saved_page(report);
    return (saved ? saved : q->format)->print(report, out, style_of(out));
}

static int print_all(const struct request *q)
{
    int result = EXIT_OK;
    for (int i = 0; i < q->size; i++) {
        json_t *report = read_report(q, q->paths[i]);
        int error = report ? print_one(q, i, report, stdout) : 0;
        json_decref(report);
        if (error)
            cmd_error("report", "the output can't be written: %s", strerror(-error));
        result = report && !error ? result : EXIT_USAGE;
    }
    return result;
}

struct file {
    const struct request *q;
    json_t *const *reports;
};

static int print_report(const void *arg, FILE *out)
{
    const struct file *f = arg;
    int error = 0;
    for (int i = 0; i < f->q->size && !error; i++)
        error = print_one(f->q, i, f->reports[i], out);
    return error;
}

/* One page or one file of all of them. */
static int write_reports(const struct request *q, json_t *const *reports)
{
    const struct file f = {q, reports};
    char error[OUTPUT_ERROR];
    if (q->format->page && q->size > 1)
        return page_side_by_side(q->output, reports, q->paths, (size_t)q->size);
    if (output_print(q->output, q->format->kind, print_report, &f, NULL, error, sizeof error))
        return cmd_error("report", "%s", error);
    return EXIT_OK;
}

/* Reads all before it writes any: with a record that can't be read the file stays as it is. */
static int write_all(const struct request *q)
{
    json_t **reports = calloc((size_t)q->size, sizeof *reports);
    int code = reports ? EXIT_OK : cmd_error("report", "out of memory");
    for (int i = 0; i < q->size && reports; i++)
        if (!(reports[i] = read_report(q, q->paths[i])))
            code = EXIT_USAGE;
    if (!code)
        code = write_reports(q, reports);
    for (int i = 0; i < q->size && reports; i++)
        json_decref(reports[i]);
    free(reports);
    return code;
}

/* Before anything is read: whether the format takes so many records, and the file can be written.
 */
static int check_request(const struct request *q)
{
    char error[OUTPUT_ERROR];
    if (q->size < 1)
        return cmd_error("report", "name a record, or - for standard input");
    if (q->size > 1 && q->format->several == REPORT_ONE && !q->format->page)
        return cmd_error("report", "--format %s takes one record; print each of the %d by itself",
                         q->format->name, q->size);
    for (int i = 0; i < q->size && q->output; i++)
        if (place_same(q->output, q->paths[i]))
            return cmd_error("report",
                             "%s would be written over %s, which is read; give another name",
                             q->output, q->paths[i]);
    if (q->output && output_check(q->output, q->format->kind, error, sizeof error) != 0)
        return cmd_error("report", "%s", error);
    return q->output ? EXIT_OK : page_check_terminal("report", q->format, "-o FILE");
}

static int run_report(int argc, char **argv)
{
    struct request q = {.format = &report_table};
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&cmd_report, options, argc, argv, &index, &arg)) >= 0) {
        if (found == FORMAT && !(q.format = report_format_by_name(arg)))
            return cmd_unknown("report", "format", arg, format_words, report_formats);
        if (found == OUTPUT)
            q.output = strcmp(arg, "-") == 0 ? NULL : arg;
        q.again |= found == RECOMPUTE;
    }
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    q.paths = argv + index;
    q.size = argc - index;
    int code = check_request(&q);
    if (code)
        return code;
    bool together = q.format->page && q.size > 1;
    return q.output || together ? write_all(&q) : print_all(&q);
}

static const struct opt_words words[] = {{"format", format_words, report_formats}, {0}};

const struct command cmd_report = {
    .name = "report",
    .synopsis = "[OPTION]... RECORD...",
    .help = "Print records as tables, or in the formats of other programs",
    .run = run_report,
    .words = words,
};
