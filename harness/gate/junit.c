/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

#include "gate/texts.h"
#include "text/json_show.h"
#include "text/xml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void put_string(const char *name, const json_t *object, const char *key, FILE *out)
{
    char *text = json_show_whole(json_object_get(object, key));
    xml_attribute(name, text ? text : "out of memory", out);
    free(text);
}

/* What is inconclusive has failed nobody: it is skipped. */
static const char *element_of(enum verdict v)
{
    if (v == VERDICT_REGRESSION)
        return "failure";
    return v == VERDICT_INCONCLUSIVE || v == VERDICT_SKIPPED ? "skipped" : NULL;
}

static void put_whole(const json_t *sentence, FILE *out)
{
    char *text = json_show_whole(sentence);
    xml_text(text ? text : "out of memory", out);
    free(text);
}

static void print_case(const json_t *row, FILE *out)
{
    enum verdict v = gate_verdict(row);
    fputs("    <testcase", out);
    put_string("classname", row, "record", out);
    fputs(" name=\"", out);
    put_whole(json_object_get(row, "cell"), out);
    fputc(' ', out);
    put_whole(json_object_get(row, "check"), out);
    fputc('"', out);
    if (!element_of(v)) {
        fputs("/>\n", out);
        return;
    }
    char *text = gate_sentence(row);
    fprintf(out, ">\n      <%s", element_of(v));
    xml_attribute("message", text ? text : "out of memory", out);
    fputs("/>\n    </testcase>\n", out);
    free(text);
}

static size_t count_elements(const json_t *answer, const char *element)
{
    size_t i, found = 0;
    const json_t *row;
    json_array_foreach(json_object_get(answer, "cells"), i, row) {
        const char *own = element_of(gate_verdict(row));
        found += own && strcmp(own, element) == 0;
    }
    return found;
}

/* The gate itself, where it has no cells to show. */
static void print_refusal(const json_t *answer, FILE *out)
{
    fputs("    <testcase", out);
    put_string("classname", answer, "gate", out);
    fputs(" name=\"comparable\">\n      <error", out);
    put_string("message", answer, "text", out);
    fputs("/>\n    </testcase>\n", out);
}

/* The answer in words, and what else has to be said, a line each. */
static void print_words(const json_t *answer, FILE *out)
{
    size_t i;
    const json_t *note;
    fputs("    <system-out>", out);
    put_whole(json_object_get(answer, "text"), out);
    json_array_foreach(json_object_get(answer, "notes"), i, note) {
        fputc('\n', out);
        put_whole(note, out);
    }
    fputs("</system-out>\n", out);
}

static int print_answer_junit(const json_t *answer, FILE *out, struct report_style style)
{
    const json_t *rows = json_object_get(answer, "cells"), *row;
    bool refused = json_integer_value(json_object_get(answer, "exit")) == OUTCOME_INCOMPARABLE;
    size_t i;
    (void)style;
    errno = 0;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite", out);
    put_string("name", answer, "gate", out);
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"%zu\">\n",
            json_array_size(rows) + refused, count_elements(answer, "failure"), refused,
            count_elements(answer, "skipped"));
    json_array_foreach(rows, i, row)
        print_case(row, out);
    if (refused)
        print_refusal(answer, out);
    print_words(answer, out);
    fputs("  </testsuite>\n</testsuites>\n", out);
    return gate_flush(out);
}

const struct report_format gate_junit = {
    .name = "junit",
    .help = "XML, a test case for each check; inconclusive is skipped",
    .print = print_answer_junit,
    .kind = &output_junit};
