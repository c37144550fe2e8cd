/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

#include "gate/texts.h"
#include "text/json_show.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A workflow command's message; it ends with its line, and a property also at "," and "::"
 * (actions/toolkit, packages/core/src/command.ts, escapeData and escapeProperty). */
static void put_escaped(const char *text, bool property, FILE *out)
{
    for (; *text; text++)
        if (*text == '%' || (property && strchr(":,", *text)))
            fprintf(out, "%%%02X", (unsigned)*text);
        else
            fputc(*text, out);
}

static void annotate(const char *level, const json_t *answer, const char *text, FILE *out)
{
    char gate[GATE_WORD];
    fprintf(out, "::%s title=systoll ", level);
    put_escaped(json_show_string(answer, "gate", gate, sizeof gate), true, out);
    fputs("::", out);
    put_escaped(text, false, out);
    fputc('\n', out);
}

static void annotate_whole(const char *level, const json_t *answer, const json_t *sentence,
                           FILE *out)
{
    char *text = json_show_whole(sentence);
    annotate(level, answer, text ? text : "out of memory", out);
    free(text);
}

static const char *level_of(const json_t *answer)
{
    json_int_t code = json_integer_value(json_object_get(answer, "exit"));
    if (code == OUTCOME_PASS)
        return "notice";
    return code == OUTCOME_REGRESSION ? "error" : "warning";
}

static int print_answer_github(const json_t *answer, FILE *out, struct report_style style)
{
    size_t i;
    const json_t *row, *note;
    (void)style;
    errno = 0;
    annotate_whole(level_of(answer), answer, json_object_get(answer, "text"), out);
    json_array_foreach(json_object_get(answer, "notes"), i, note)
        annotate_whole("notice", answer, note, out);
    json_array_foreach(json_object_get(answer, "cells"), i, row) {
        enum verdict v = gate_verdict(row);
        if (v != VERDICT_REGRESSION && v != VERDICT_INCONCLUSIVE)
            continue;
        char *text = gate_sentence(row);
        annotate(v == VERDICT_REGRESSION ? "error" : "warning", answer,
                 text ? text : "out of memory", out);
        free(text);
    }
    return gate_flush(out);
}

const struct report_format gate_github = {.name = "github",
                                          .help =
                                              "::error and ::warning lines for a GitHub workflow",
                                          .print = print_answer_github,
                                          .kind = &output_github};
