/* SPDX-License-Identifier: MIT */
#include "measure/worker_serve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 40 };

static const struct worker_request *find_request(const struct worker_host *host, const char *name,
                                                 size_t words)
{
    for (const struct worker_request *const *r = host->requests; *r; r++)
        if (strcmp((*r)->name, name) == 0 && words >= (*r)->least && words <= (*r)->most)
            return *r;
    return NULL;
}

static void answer_request(const struct worker_host *host, char **words, size_t size, FILE *out)
{
    const char *reason = "no such work";
    const struct worker_request *request = find_request(host, words[0], size);
    const struct work *w = request && size > 1 ? host->find(words[1], &reason) : NULL;
    if (!request)
        fprintf(out, "error no request of that form: %s\n", words[0]);
    else if (size > 1 && !w)
        fprintf(out, "error %s: %s\n", words[1], reason);
    else
        request->answer(host, w, words, out);
}

static size_t split_line(char *line, char **words)
{
    size_t size = 0;
    for (char *word; size < MAX_WORDS && (word = strsep(&line, " \n"));)
        if (*word)
            words[size++] = word;
    words[size] = NULL;
    return size;
}

int worker_serve(const struct worker_host *host, FILE *in, FILE *out)
{
    char *line = NULL, *words[MAX_WORDS + 1];
    size_t room = 0;
    int error = 0;
    while (!error && getline(&line, &room, in) > 0) {
        size_t size = split_line(line, words);
        if (size)
            answer_request(host, words, size, out);
        else if (fflush(out))
            error = -errno;
    }
    fflush(out);
    free(line);
    return error;
}
