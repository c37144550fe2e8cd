/* SPDX-License-Identifier: MIT */
#include "measure/worker_stdio.h"

#include <errno.h>
#include <stdlib.h>

struct streams {
    FILE *in, *out;
    char *line;
    size_t room;
};

static char *read_line(void *arg)
{
    struct streams *s = arg;
    return getline(&s->line, &s->room, s->in) > 0 ? s->line : NULL;
}

static void write_text(void *arg, const char *text)
{
    const struct streams *s = arg;
    fputs(text, s->out);
}

static int send_kept(void *arg)
{
    const struct streams *s = arg;
    return fflush(s->out) ? -errno : 0;
}

int worker_serve_stdio(const struct worker_host *host, FILE *in, FILE *out)
{
    struct streams s = {.in = in, .out = out};
    const struct worker_lines lines = {&s, read_line, write_text, send_kept};
    int error = worker_serve(host, &lines);
    free(s.line);
    return error;
}
