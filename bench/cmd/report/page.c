/* SPDX-License-Identifier: MIT */
#include "cmd/report/page.h"

#include "cmd/cmd.h"
#include "compare/compare.h"
#include "compare/formats.h"
#include "compare/names.h"
#include "output/print.h"
#include "page/run/drift_facts.h"
#include "text/sha256.h"
#include "text/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int page_check_terminal(const char *command, const struct report_format *format, const char *how)
{
    if (!format->page || !isatty(STDOUT_FILENO))
        return EXIT_OK;
    return cmd_error(command,
                     "--format %s is a page for a browser, not for a terminal; name a file with %s",
                     format->name, how);
}

/* A new string; null where the path is no file, or it can't be read. */
static json_t *hash_of(const char *path)
{
    char text[SHA256_TEXT];
    struct stat st;
    FILE *in = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? fopen(path, "re") : NULL;
    bool whole = in && sha256_stream(in, text) == 0;
    if (in)
        fclose(in);
    return whole ? json_string(text) : json_null();
}

json_t *page_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = strdup(strcmp(path, "-") == 0 ? "standard input" : slash ? slash + 1 : path);
    if (name)
        text_utf8(name);
    json_t *file = json_pack("{s:s?, s:o}", "name", name, "sha256", hash_of(path));
    free(name);
    return file;
}

json_t *page_facts(const char *path, const struct record *r)
{
    json_t *facts = page_file(path), *drift = drift_facts(r);
    const json_t *machine = json_object_get(r->manifest, "machine");
    if (drift)
        json_object_set_new(facts, "drift", drift);
    if (json_object_get(machine, "space"))
        json_object_set(facts, "space", json_object_get(machine, "space"));
    return facts;
}

/* A new reference; NULL without memory. */
static json_t *compare_reports(json_t *const *reports, char *const *paths, size_t size)
{
    struct compare_record *records = calloc(size, sizeof *records);
    char(*names)[COMPARE_NAME] = calloc(size, sizeof *names);
    json_t *comparison = NULL;
    if (records && names) {
        compare_names(paths, size, names);
        for (size_t i = 0; i < size; i++)
            records[i] = (struct compare_record){.name = names[i], .report = reports[i]};
        comparison = compare_make(records, size, 0);
    }
    free(records);
    free(names);
    return comparison;
}

static int print_comparison(const void *comparison, FILE *out)
{
    return compare_html.print(comparison, out, (struct report_style){0});
}

static int put_comparison(const char *output, const json_t *comparison)
{
    char error[OUTPUT_ERROR];
    if (output)
        return output_print(output, compare_html.kind, print_comparison, comparison, NULL, error,
                            sizeof error)
                   ? cmd_error("report", "%s", error)
                   : EXIT_OK;
    int result = print_comparison(comparison, stdout);
    return result ? cmd_error("report", "the output can't be written: %s", strerror(-result))
                  : EXIT_OK;
}

int page_side_by_side(const char *output, json_t *const *reports, char *const *paths, size_t size)
{
    char why[OUTPUT_ERROR];
    json_t *comparison = compare_reports(reports, paths, size);
    int code = EXIT_OK;
    if (!comparison)
        code = cmd_error("report", "out of memory");
    else if (compare_comparable(comparison, true, why, sizeof why))
        code = put_comparison(output, comparison);
    else {
        cmd_error("report", "%s", why);
        code = EXIT_INCOMPARABLE;
    }
    json_decref(comparison);
    return code;
}
