/* SPDX-License-Identifier: MIT */
#include "tap/tap.h"

#include "text/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 256 };

const struct tap_format *const tap_formats[] = {&tap_tap, &tap_ktap, &tap_junit, NULL};

void tap_begin(struct tap *t, const struct tap_format *format, unsigned topics, FILE *out)
{
    *t = (struct tap){.out = out, .format = format, .body = out};
    format->begin(t, topics);
    fflush(out); /* or the children of a topic print it again */
}

void tap_topic(struct tap *t, const char *topic)
{
    t->topic = topic;
    t->own = (struct tap_counts){0};
    t->topics++;
    if (t->format->counts_first && !(t->body = open_memstream(&t->text, &t->size)))
        t->error = -ENOMEM;
}

void tap_topic_end(struct tap *t)
{
    if (t->body && t->body != t->out && fclose(t->body) != 0)
        t->error = -ENOMEM;
    if (t->format->topic_end && !t->error)
        t->format->topic_end(t);
    free(t->text);
    t->text = NULL;
    t->body = t->out;
    fflush(t->out);
}

static void count_result(struct tap_counts *counts, const struct tap_result *r)
{
    counts->made++;
    counts->failed += !r->good;
    counts->skipped += r->reason != NULL;
}

/* A copy that is printable, for what may be the kernel's words. NULL of NULL and without memory. */
static char *printable(const char *text)
{
    char *own = text ? strdup(text) : NULL;
    if (own)
        text_printable(own);
    return own;
}

static void take_result(struct tap *t, const struct tap_result *r)
{
    count_result(&t->all, r);
    count_result(&t->own, r);
    if (!t->body)
        return;
    t->format->result(t, r);
    fflush(t->body);
}

void tap_ok(struct tap *t, bool good, const struct tap_note *note, const char *format, ...)
{
    char text[LINE];
    va_list args;
    va_start(args, format);
    text_vsay(text, sizeof text, format, args);
    va_end(args);
    text_printable(text);
    char *expected = printable(note->expected), *came = printable(note->came);
    const struct tap_note own = {expected, came, note->where};
    take_result(t, &(struct tap_result){.good = good, .text = text, .note = &own});
    free(expected);
    free(came);
}

void tap_skip(struct tap *t, const char *reason, const char *format, ...)
{
    char text[LINE];
    va_list args;
    va_start(args, format);
    text_vsay(text, sizeof text, format, args);
    va_end(args);
    text_printable(text);
    take_result(t, &(struct tap_result){.good = true, .text = text, .reason = reason});
}

void tap_end(struct tap *t)
{
    t->format->end(t);
    fflush(t->out);
}
