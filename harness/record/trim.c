/* SPDX-License-Identifier: MIT */
#include "record/trim.h"

#include <stdbool.h>
#include <string.h>

/* How a member begins, in at most so many objects and arrays. What ends with a bracket is emptied
 * and stays. */
struct member {
    const char *begin;
    int depth;
};

/* Behind the string that begins there. */
static size_t skip_string(const char *text, size_t size, size_t at)
{
    const char *end;
    while ((end = memchr(text + at + 1, '"', size - at - 1))) {
        size_t escapes = 0;
        while (end[-1 - (ptrdiff_t)escapes] == '\\')
            escapes++;
        at = (size_t)(end - text);
        if (escapes % 2 == 0)
            return at + 1;
    }
    return size;
}

/* How much deeper what comes behind that character lies. */
static int step_of(char c)
{
    return (c == '{' || c == '[') - (c == '}' || c == ']');
}

/* At the bracket that closes what is around the value that begins there, or at the comma before
 * it; all elements of a list are passed. */
static size_t skip_value(const char *text, size_t size, size_t at, bool list)
{
    for (int depth = 0; at < size;) {
        if (text[at] == '"') {
            at = skip_string(text, size, at);
            continue;
        }
        depth += step_of(text[at]);
        if (depth < 0 || (depth == 0 && !list && text[at] == ','))
            break;
        at++;
    }
    return at;
}

static bool begins(const char *text, size_t size, const char *with)
{
    while (*with && size && *text == *with) {
        text++;
        size--;
        with++;
    }
    return !*with;
}

/* How the member that begins there does, where it is one to leave out; else NULL. */
static const char *find_member(const struct member *m, int depth, const char *text, size_t size)
{
    while (m->begin && (depth > m->depth || !begins(text, size, m->begin)))
        m++;
    return m->begin;
}

/* A text while it is trimmed. */
struct trimmed {
    char *text;
    size_t size, from, to; /* all of it; what is read, and written */
};

static void keep(struct trimmed *t, size_t end)
{
    memmove(t->text + t->to, t->text + t->from, end - t->from);
    t->to += end - t->from;
    t->from = end;
}

static void leave_out(struct trimmed *t, const char *begin)
{
    size_t length = strlen(begin);
    if (begin[length - 1] == '[') {
        keep(t, t->from + length);
        t->from = skip_value(t->text, t->size, t->from, true);
        return;
    }
    t->from = skip_value(t->text, t->size, t->from, false);
    if (t->from < t->size && t->text[t->from] == ',')
        t->from++;
    else if (t->to && t->text[t->to - 1] == ',')
        t->to--;
}

static size_t trim(char *text, size_t size, const struct member *members)
{
    struct trimmed t = {.text = text, .size = size};
    for (int depth = 0; t.from < size;) {
        char c = text[t.from];
        const char *begin = NULL;
        depth += step_of(c);
        if (c == '"')
            begin = find_member(members, depth, text + t.from, size - t.from);
        if (begin) {
            depth += begin[strlen(begin) - 1] == '[';
            leave_out(&t, begin);
        } else if (c == '"')
            keep(&t, skip_string(text, size, t.from));
        else
            text[t.to++] = text[t.from++];
    }
    return t.to;
}

size_t record_trim_manifest(char *text, size_t size)
{
    static const struct member members[] = {{"\"rest\":", 2}, {"\"cells\":[", 1}, {NULL, 0}};
    return trim(text, size, members);
}

size_t record_trim_summary(char *text, size_t size)
{
    static const struct member members[] = {
        {"\"ticks\":", 3},  {"\"mean\":", 4},  {"\"min\":", 4},
        {"\"p50\":", 4},    {"\"p90\":", 4},   {"\"p99\":", 4},
        {"\"p999\":", 4},   {"\"batch\":", 4}, {"\"ratio_to_syscall\":", 3},
        {"\"events\":", 3}, {"\"pmu\":", 3},   {NULL, 0}};
    return trim(text, size, members);
}
