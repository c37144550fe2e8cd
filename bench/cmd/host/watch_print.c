/* SPDX-License-Identifier: MIT */
#include "cmd/host/watch_print.h"
#include "cmd/style.h"

#include "output/print.h"
#include "report/csv.h"
#include "report/layout.h"
#include "text/json_text.h"
#include "text/show.h"
#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>

enum { PLACE = PATH_MAX + ELF_NAME + 64, CALLS = 12, CALL = 14, PID = 8, COMMAND = 17, GAP = 2 };

/* Calls whose caller is not known: their samples were lost, or there were too many callers. */
static uint64_t count_unknown(const struct watched *w)
{
    return w->total > w->callers->calls ? w->total - w->callers->calls : 0;
}

static void say_place(const struct caller *c, char place[PLACE])
{
    char symbol[ELF_NAME + 32] = "";
    if (*c->symbol)
        snprintf(symbol, sizeof symbol, " (%s+0x%" PRIx64 ")", c->symbol, c->within);
    if (c->file)
        text_say(place, PLACE, "%s+0x%" PRIx64 "%s", c->file, c->offset, symbol);
    else if (c->address)
        text_say(place, PLACE, "0x%" PRIx64, c->address);
    else
        text_say(place, PLACE, "not known: its stack could not be read");
}

static void print_caller(const struct caller *c, int width, FILE *out)
{
    char place[PLACE];
    const char *command = *c->command ? c->command : c->pid ? "(not known)" : "(outside)";
    say_place(c, place);
    int column = fprintf(out, "%*" PRIu64 "  %-*s%*d  %-*s", CALLS, c->calls, CALL,
                         page_calls[c->call], PID, (int)c->pid, COMMAND, command);
    layout_paragraph(out, width, column, " ", place);
}

static void print_sum(const struct watched *w, int width, FILE *out)
{
    char text[512], seconds[SHOW_NUMBER];
    text_say(text, sizeof text,
             "%" PRIu64 " call%s in %s s: gettimeofday %" PRIu64 ", time %" PRIu64
             ", getcpu %" PRIu64 ".",
             w->total, w->total == 1 ? "" : "s", show_short(w->seconds, 3, seconds), w->counts[0],
             w->counts[1], w->counts[2]);
    layout_paragraph(out, width, 0, " ", text);
    if (!count_unknown(w))
        return;
    text_say(text, sizeof text,
             "Of %" PRIu64 " calls the caller is not known: they came faster than they could be "
             "written down (%" PRIu64 " samples lost), or from more than %d places. The counts by "
             "call are exact all the same.",
             count_unknown(w), w->lost, CALLERS_MOST);
    layout_paragraph(out, width, 0, " ", text);
}

int watch_print_table(const struct watched *w, FILE *out)
{
    struct report_style style = style_of(out);
    if (w->callers->size)
        fprintf(out, "%*s  %-*s%*s  %-*s%s\n", CALLS, "calls", CALL, "call", PID, "pid", COMMAND,
                "process", "returns to");
    for (size_t i = 0; i < w->callers->size; i++)
        print_caller(w->callers->each[i], style.width, out);
    if (w->callers->size)
        fputc('\n', out);
    print_sum(w, style.width, out);
    return output_flush(out);
}

static json_t *hex_or_null(bool known, uint64_t value)
{
    return known ? json_sprintf("0x%" PRIx64, value) : json_null();
}

static json_t *caller_json(const struct caller *c)
{
    bool symbol = *c->symbol;
    return json_pack("{s:i, s:s?, s:s, s:I, s:o, s:s?, s:o, s:s?, s:o}", "pid", (int)c->pid,
                     "command", *c->command ? c->command : NULL, "call", page_calls[c->call],
                     "calls", (json_int_t)c->calls, "address", hex_or_null(c->address, c->address),
                     "file", c->file, "offset", hex_or_null(c->file, c->offset), "symbol",
                     symbol ? c->symbol : NULL, "within", hex_or_null(symbol, c->within));
}

int watch_print_json(const struct watched *w, FILE *out)
{
    json_t *counts = json_object(), *callers = json_array();
    for (int i = 0; i < PAGE_CALLS; i++)
        json_object_set_new(counts, page_calls[i], json_integer((json_int_t)w->counts[i]));
    for (size_t i = 0; i < w->callers->size; i++)
        json_array_append_new(callers, caller_json(w->callers->each[i]));
    json_t *all = json_pack("{s:s, s:s, s:s, s:s?, s:f, s:I, s:o, s:I, s:I, s:o}", "schema",
                            "systoll.watch/1", "systoll", SYSTOLL_VERSION, "scope", w->scope,
                            "mode", w->mode, "seconds", w->seconds, "calls", (json_int_t)w->total,
                            "by_call", counts, "unknown_caller", (json_int_t)count_unknown(w),
                            "lost_samples", (json_int_t)w->lost, "callers", callers);
    if (!all)
        return -ENOMEM;
    json_print(all, 0, out);
    json_decref(all);
    return output_flush(out);
}

/* A last row has what no caller is known for, so that the column of calls adds up. */
int watch_print_csv(const struct watched *w, FILE *out)
{
    static const char *const columns[] = {"pid",  "command", "call",   "calls", "address",
                                          "file", "offset",  "symbol", "within"};
    const size_t size = sizeof columns / sizeof *columns;
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%s%s", columns[i], i + 1 < size ? "," : "\n");
    for (size_t n = 0; n < w->callers->size; n++) {
        json_t *row = caller_json(w->callers->each[n]);
        for (size_t i = 0; i < size; i++) {
            report_csv_value(json_object_get(row, columns[i]), out);
            fputc(i + 1 < size ? ',' : '\n', out);
        }
        json_decref(row);
    }
    if (count_unknown(w))
        fprintf(out, ",,,%" PRIu64 ",,,,,\n", count_unknown(w));
    return output_flush(out);
}
