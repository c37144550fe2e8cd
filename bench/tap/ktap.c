/* SPDX-License-Identifier: MIT */
#include "tap/tap.h"

/* KTAP version 1 (docs.kernel.org/dev-tools/ktap.html), for runners of kselftest: plans first, a
 * topic is a test, its assertions are its subtests. '#' is left out of descriptions, where KTAP has
 * no escape for it; notes come before the line that they are about. */

static void begin_ktap(struct tap *t, unsigned topics)
{
    fprintf(t->out, "KTAP version 1\n1..%u\n", topics);
}

static void put_note(struct tap *t, const char *name, const char *text)
{
    if (text)
        fprintf(t->body, "  # %s: %s\n", name, text);
}

static void print_result(struct tap *t, const struct tap_result *r)
{
    if (!r->good) {
        put_note(t, "expected", r->note->expected);
        put_note(t, "came", r->note->came);
        put_note(t, "decided in", r->note->where);
    }
    fprintf(t->body, "  %s %u ", r->good ? "ok" : "not ok", t->own.made);
    for (const char *c = r->text; *c; c++)
        if (*c != '#')
            fputc(*c, t->body);
    fprintf(t->body, "%s%s\n", r->reason ? " # SKIP " : "", r->reason ? r->reason : "");
}

static void topic_end(struct tap *t)
{
    bool none = t->own.skipped == t->own.made;
    fprintf(t->out, "  KTAP version 1\n  # Subtest: %s\n  1..%u\n%s", t->topic, t->own.made,
            t->text);
    fprintf(t->out, "%s %u %s%s\n", t->own.failed ? "not ok" : "ok", t->topics, t->topic,
            none ? " # SKIP nothing of it can be checked here" : "");
}

static void end_ktap(struct tap *t)
{
    fprintf(t->out, "# Totals: pass:%u fail:%u xfail:0 xpass:0 skip:%u error:0\n",
            t->all.made - t->all.failed - t->all.skipped, t->all.failed, t->all.skipped);
}

const struct tap_format tap_ktap = {.name = "ktap",
                                    .help = "KTAP 1, plans first, topics nested",
                                    .counts_first = true,
                                    .begin = begin_ktap,
                                    .result = print_result,
                                    .topic_end = topic_end,
                                    .end = end_ktap};
