/* SPDX-License-Identifier: MIT */
#include "measure/worker.h"

#include "count/counters.h"
#include "count/request.h"
#include "input.h"
#include "measure/requests.h"
#include "measure/timebase.h"
#include "measure/worker_stdio.h"

#include <errno.h>
#include <math.h>
#include <string.h>

enum { ANSWERS = 64, NAMES = 4 };

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static uint64_t loop(void *arg, uint64_t n)
{
    (void)arg;
    return n;
}

static const struct work *find(const char *name, const char **reason)
{
    static const struct work work = {.loop = loop};
    *reason = "no such work";
    return *name == 'w' ? &work : NULL;
}

/* In place of counters, which would open perf events. */
const struct counter_kind *counter_kind_by_name(const char *name)
{
    static const struct counter_kind kind = {.name = "null"};
    return strcmp(name, "null") == 0 ? &kind : NULL;
}

const char *count_per_call(const struct counter_kind *kind, const struct work *w, uint64_t n,
                           const char *const *names, size_t size, double *per_call)
{
    (void)kind, (void)w;
    for (size_t i = 0; i < size; i++)
        per_call[i] = names[i][0] == 'n' ? NAN : (double)n;
    return n ? NULL : "no calls";
}

static const struct worker_request *const requests[] = {&request_block, &request_batch,
                                                        &request_count, &request_usage, NULL};

/* Each request is answered by lines of a kind that the other side knows. */
static void serve(const unsigned char *data, size_t size)
{
    static const char *const kinds[] = {"block ", "batch ", "count", "usage ", "error "};
    struct timebase timebase;
    const struct worker_host host = {.requests = requests, .find = find, .timebase = &timebase};
    char *text = NULL;
    size_t length;
    FILE *in = size ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
    FILE *out = in ? open_memstream(&text, &length) : NULL;
    if (!out || !timebase_by_name("tsc", &timebase))
        abort();
    worker_serve_stdio(&host, in, out);
    fclose(in);
    fclose(out);
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        bool known = false;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            known |= strncmp(line, kinds[i], strlen(kinds[i])) == 0;
        if (!known && strncmp(text, "error ", 6) != 0)
            abort();
        if (!strchr(line, '\n'))
            abort();
    }
    free(text);
}

/* A worker may answer anything: it is read to its end, each answer taken or refused. */
static void read_answers(const unsigned char *data, size_t size)
{
    static uint64_t ticks[BATCH_BINS], count[BATCH_BINS];
    char path[32];
    double per_call[NAMES];
    struct sample s;
    struct worker_usage u;
    struct worker w = {.to = -1, .from = make_file(data, size, path)};
    size_t values = 0;
    int error = 0;
    if (!(w.buffer = malloc(WORKER_BUFFER)))
        abort();
    for (int i = 0; i < ANSWERS && (error == 0 || error == -EPROTO || error == -EREMOTEIO); i++) {
        error = i % 4 == 0   ? worker_read_block(&w, &s)
                : i % 4 == 1 ? worker_read_batch(&w, ticks, count, &values)
                : i % 4 == 2 ? worker_read_usage(&w, &u)
                             : worker_read_count(&w, per_call, NAMES);
        if (values > BATCH_BINS || memchr(w.message, '\0', sizeof w.message) == NULL)
            abort();
    }
    free(w.buffer);
    close(w.from);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size < 2)
        return 0;
    if (*data == 'q')
        serve(data + 1, size - 1);
    else
        read_answers(data + 1, size - 1);
    return 0;
}
