/* SPDX-License-Identifier: MIT */
#include "measure/worker_serve.h"

#include "measure/sample.h"

#include <stdbool.h>

/* No header of a C library: a worker that has none, as a 32-bit one, compiles this file too. */

enum { MAX_WORDS = 40, NUMBER = 21 /* bytes of 2^64 - 1 and its end */ };

static bool is_same(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

uint64_t worker_number(const char *word)
{
    uint64_t v = 0;
    for (; *word >= '0' && *word <= '9'; word++)
        v = v * 10 + (uint64_t)(*word - '0');
    return v;
}

void worker_say(const struct worker_lines *lines, const char *text)
{
    lines->write(lines->arg, text);
}

/* By quarters: for all of 64 bits a 32-bit processor needs a library's function. */
static char take_last_digit(uint64_t *v)
{
    uint64_t quotient = 0;
    uint32_t rest = 0;
    for (int at = 48; at >= 0; at -= 16) {
        uint32_t part = rest << 16 | (uint32_t)(*v >> at & 0xffff);
        quotient |= (uint64_t)(part / 10) << at;
        rest = part % 10;
    }
    *v = quotient;
    return (char)('0' + rest);
}

void worker_say_number(const struct worker_lines *lines, const char *before, uint64_t v)
{
    char text[NUMBER], *at = text + sizeof text - 1;
    *at = '\0';
    do
        *--at = take_last_digit(&v);
    while (v);
    worker_say(lines, before);
    worker_say(lines, at);
}

void worker_say_block(const struct worker_lines *lines, const struct sample *s)
{
    worker_say_number(lines, "block ", s->cpu);
    worker_say_number(lines, " ", s->start);
    worker_say_number(lines, " ", s->n);
    worker_say_number(lines, " ", s->ticks);
    worker_say_number(lines, " ", s->flags);
    worker_say(lines, "\n");
}

void worker_say_error(const struct worker_lines *lines, const char *what, const char *why)
{
    worker_say(lines, "error ");
    worker_say(lines, what);
    if (why) {
        worker_say(lines, ": ");
        worker_say(lines, why);
    }
    worker_say(lines, "\n");
}

static const struct worker_request *find_request(const struct worker_host *host, const char *name,
                                                 size_t words)
{
    for (const struct worker_request *const *r = host->requests; *r; r++)
        if (is_same((*r)->name, name) && words >= (*r)->least && words <= (*r)->most)
            return *r;
    return NULL;
}

static void answer_request(const struct worker_host *host, char **words, size_t size,
                           const struct worker_lines *lines)
{
    const char *reason = "no such work";
    const struct worker_request *request = find_request(host, words[0], size);
    bool finds = request && size > 1 && !request->finds_itself;
    const struct work *w = finds ? host->find(words[1], &reason) : NULL;
    if (!request)
        worker_say_error(lines, "no request of that form", words[0]);
    else if (finds && !w)
        worker_say_error(lines, words[1], reason);
    else
        request->answer(host, w, words, lines);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

static size_t split_line(char *line, char **words)
{
    size_t size = 0;
    while (size < MAX_WORDS) {
        while (is_blank(*line))
            *line++ = '\0';
        if (!*line)
            break;
        words[size++] = line;
        while (*line && !is_blank(*line))
            line++;
    }
    *line = '\0';
    words[size] = NULL;
    return size;
}

int worker_serve(const struct worker_host *host, const struct worker_lines *lines)
{
    char *line, *words[MAX_WORDS + 1];
    int error = 0;
    while (!error && (line = lines->read(lines->arg))) {
        size_t size = split_line(line, words);
        if (size)
            answer_request(host, words, size, lines);
        else
            error = lines->send(lines->arg);
    }
    lines->send(lines->arg);
    return error;
}
