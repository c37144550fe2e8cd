/* SPDX-License-Identifier: MIT */
#include "tap/tap.h"

/* TAP version 13 (testanything.org), each assertion as it comes, the plan at the end. */

static void begin_tap13(struct tap *t, unsigned topics)
{
    (void)topics;
    fputs("TAP version 13\n", t->out);
}

static void put_note(struct tap *t, const char *name, const char *text)
{
    if (text)
        fprintf(t->body, "# %s: %s\n", name, text);
}

/* '#' would begin a directive, and a reason may hold one. */
static void print_result(struct tap *t, const struct tap_result *r)
{
    fprintf(t->body, "%s %u - %s: ", r->good ? "ok" : "not ok", t->all.made, t->topic);
    for (const char *c = r->text; *c; c++)
        fprintf(t->body, *c == '#' ? "\\%c" : "%c", *c);
    fprintf(t->body, "%s%s\n", r->reason ? " # SKIP " : "", r->reason ? r->reason : "");
    if (r->good)
        return;
    put_note(t, "expected", r->note->expected);
    put_note(t, "came", r->note->came);
    put_note(t, "decided in", r->note->where);
}

static void end_tap13(struct tap *t)
{
    fprintf(t->out, "1..%u\n", t->all.made);
}

const struct tap_format tap_tap = {.name = "tap",
                                   .help = "TAP 13, a line as each assertion is made",
                                   .begin = begin_tap13,
                                   .result = print_result,
                                   .end = end_tap13};
