/* SPDX-License-Identifier: MIT */
#include "gate/gate.h"

#include "text/json.h"
#include "text/json_text.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAMED = 3 };

json_t *gate_new(const char *gate)
{
    return json_pack("{s:s, s:s, s:n, s:n, s:n, s:[], s:[]}", "schema", GATE_SCHEMA, "gate", gate,
                     "verdict", "exit", "text", "notes", "cells");
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* Rows of these are only counted, once gate_list_few was called. */
static const enum verdict unlisted[] = {VERDICT_PASS, VERDICT_SKIPPED};
enum { UNLISTED = sizeof unlisted / sizeof *unlisted };

void gate_list_few(json_t *answer)
{
    json_t *counts = json_object();
    for (size_t i = 0; i < UNLISTED; i++)
        json_object_set_new(counts, verdict_name(unlisted[i]), json_integer(0));
    json_object_set_new(answer, "unlisted", counts);
    gate_note(answer, "Of so many records, what passed or was skipped is counted and not listed.");
}

/* Whether a row of that verdict was counted so, and is not to be listed. */
static bool is_left_out(json_t *answer, enum verdict v)
{
    json_t *count = json_object_get(json_object_get(answer, "unlisted"), verdict_name(v));
    return count && json_integer_set(count, json_integer_value(count) + 1) == 0;
}

void gate_add(json_t *answer, const struct gate_row *row)
{
    const struct estimate nothing = {.value = NAN, .lo = NAN, .hi = NAN};
    const struct judgement none = {.effect = nothing, .itself = nothing};
    const struct judgement *t = row->timing ? row->timing : &none;
    if (is_left_out(answer, row->timing ? t->verdict : row->verdict))
        return;
    json_t *cell = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "record", row->record, "cell", row->cell, "check", row->check, "verdict",
        verdict_name(row->timing ? t->verdict : row->verdict), "reason", text_or_null(row->reason),
        "unit", row->unit, "old", json_real_or_null(row->old), "new", json_real_or_null(row->now),
        "difference", json_real_or_null(row->now - row->old), "effect",
        json_real_or_null(t->effect.value), "lo", json_real_or_null(t->effect.lo), "hi",
        json_real_or_null(t->effect.hi), "itself", json_real_or_null(t->itself.value), "itself_lo",
        json_real_or_null(t->itself.lo), "itself_hi", json_real_or_null(t->itself.hi), "margin",
        row->timing ? json_real_or_null(t->margin) : json_null(), "smallest",
        json_real_or_null(row->timing ? t->smallest : row->smallest));
    json_array_append_new(json_object_get(answer, "cells"), cell);
}

void gate_note(json_t *answer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    json_array_append_new(json_object_get(answer, "notes"), json_vsay(format, args));
    va_end(args);
}

/* Takes the text. */
static void put_outcome(json_t *answer, enum outcome o, json_t *text)
{
    json_object_set_new(answer, "verdict", json_string(outcome_name(o)));
    json_object_set_new(answer, "exit", json_integer(o));
    json_object_set_new(answer, "text", text);
}

void gate_refuse(json_t *answer, const char *why)
{
    put_outcome(answer, OUTCOME_INCOMPARABLE, json_say("Not comparable: %s.", why));
}

static enum verdict verdict_at(const json_t *cell)
{
    return verdict_by_name(json_string_value(json_object_get(cell, "verdict")));
}

/* "a:b (entries), c:d (time) and 3 more": the cells of that verdict. */
static void name_cells(const json_t *cells, enum verdict v, size_t count, FILE *out)
{
    size_t i, named = 0;
    const json_t *cell;
    json_array_foreach(cells, i, cell) {
        if (verdict_at(cell) != v || named == NAMED)
            continue;
        fprintf(out, "%s%s (%s)", named ? ", " : "",
                json_string_value(json_object_get(cell, "cell")),
                json_string_value(json_object_get(cell, "check")));
        named++;
    }
    if (count > named)
        fprintf(out, " and %zu more", count - named);
}

static void say_counts(const size_t counts[VERDICTS], FILE *out)
{
    const char *comma = "";
    for (size_t v = 0; v < VERDICTS; v++)
        if (counts[v]) {
            fprintf(out, "%s%zu %s", comma, counts[v], verdict_name((enum verdict)v));
            comma = ", ";
        }
    if (!*comma)
        fputs("there is no cell in the record", out);
}

static char *in_words(const json_t *cells, const size_t counts[VERDICTS], enum outcome o)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%c%s: ", toupper(*outcome_name(o)), outcome_name(o) + 1);
    enum verdict named = o == OUTCOME_REGRESSION     ? VERDICT_REGRESSION
                         : o == OUTCOME_INCONCLUSIVE ? VERDICT_INCONCLUSIVE
                                                     : VERDICT_IMPROVEMENT;
    if (counts[named]) {
        fputs(named == VERDICT_IMPROVEMENT ? "improved: " : "", out);
        name_cells(cells, named, counts[named], out);
        fputs("; ", out);
    }
    say_counts(counts, out);
    fputc('.', out);
    return fclose(out) == 0 ? text : (free(text), NULL);
}

static void count_unlisted(const json_t *answer, size_t counts[VERDICTS])
{
    const json_t *left = json_object_get(answer, "unlisted");
    for (size_t i = 0; i < UNLISTED; i++)
        counts[unlisted[i]] +=
            (size_t)json_integer_value(json_object_get(left, verdict_name(unlisted[i])));
}

enum outcome gate_conclude(json_t *answer)
{
    const json_t *cells = json_object_get(answer, "cells"), *cell;
    size_t counts[VERDICTS + 1] = {0}, i;
    json_array_foreach(cells, i, cell)
        counts[verdict_at(cell)]++;
    count_unlisted(answer, counts);
    enum outcome o = judge_outcome(counts);
    char *text = in_words(cells, counts, o);
    put_outcome(answer, o, json_say("%s", text ? text : outcome_name(o)));
    free(text);
    return o;
}
