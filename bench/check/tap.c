/* SPDX-License-Identifier: MIT */
#include "check/tap.h"

#include "text/text.h"

#include <stdarg.h>
#include <string.h>

enum { LINE = 256 };

void tap_begin(struct tap *t, FILE *out)
{
    *t = (struct tap){.out = out};
    fputs("TAP version 13\n", out);
}

/* '#' would begin a directive, and a reason may hold one. */
static void put_line(struct tap *t, const char *verdict, const char *text, const char *reason)
{
    fprintf(t->out, "%s %u - %s: ", verdict, ++t->count, t->topic);
    for (; *text; text++)
        fputs(*text == '#' ? "\\#" : (const char[]){*text, '\0'}, t->out);
    fprintf(t->out, "%s%s\n", reason ? " # SKIP " : "", reason ? reason : "");
}

static void put_note(struct tap *t, const char *name, const char *text)
{
    if (text)
        fprintf(t->out, "# %s: %s\n", name, text);
}

void tap_ok(struct tap *t, bool good, const struct tap_note *note, const char *format, ...)
{
    char text[LINE];
    va_list args;
    va_start(args, format);
    text_vsay(text, sizeof text, format, args);
    va_end(args);
    put_line(t, good ? "ok" : "not ok", text, NULL);
    if (!good) {
        t->failed++;
        put_note(t, "expected", note->expected);
        put_note(t, "came", note->came);
        put_note(t, "decided in", note->where);
    }
    fflush(t->out);
}

void tap_skip(struct tap *t, const char *reason, const char *format, ...)
{
    char text[LINE];
    va_list args;
    va_start(args, format);
    text_vsay(text, sizeof text, format, args);
    va_end(args);
    put_line(t, "ok", text, reason);
    t->skipped++;
    fflush(t->out);
}

void tap_end(struct tap *t)
{
    fprintf(t->out, "1..%u\n", t->count);
    fflush(t->out);
}
