/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SILENCE_MS = 30000, POLL_MS = 200, MAX_ARGV = 64, MAX_PAD = 4096 };

extern char **environ;

/* The environment with one variable of random length more: it moves the stack's contents. */
static char **padded_environment(uint64_t seed, char *pad)
{
    size_t size = 0;
    while (environ[size])
        size++;
    char **copy = calloc(size + 2, sizeof *copy);
    if (!copy)
        return NULL;
    memcpy(copy, environ, size * sizeof *copy);
    int start = sprintf(pad, "SYSTOLL_PAD=");
    memset(pad + start, 'x', seed % MAX_PAD);
    pad[(size_t)start + seed % MAX_PAD] = '\0';
    copy[size] = pad;
    return copy;
}

static int spawn(struct worker *w, const struct worker_options *o, int in, int out)
{
    char cpu[16], offset[24], pad[MAX_PAD + 16];
    const char *argv[MAX_ARGV + 8];
    size_t size = 0;
    for (; o->prefix && o->prefix[size] && size < MAX_ARGV; size++)
        argv[size] = o->prefix[size];
    snprintf(cpu, sizeof cpu, "%d", o->cpu);
    snprintf(offset, sizeof offset, "%" PRIu64, o->layout_seed / MAX_PAD % MAX_PAD);
    const char *own[] = {o->program, "worker", cpu, o->timebase, offset, NULL};
    memcpy(argv + size, own, sizeof own);
    char **environment = padded_environment(o->layout_seed, pad);
    if (!environment)
        return -ENOMEM;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    int error = posix_spawnp(&w->pid, argv[0], &files, NULL, (char **)(uintptr_t)argv, environment);
    posix_spawn_file_actions_destroy(&files);
    free(environment);
    return -error;
}

int worker_start(struct worker *w, const struct worker_options *o)
{
    int in[2], out[2], error;
    w->pid = 0;
    w->begin = w->end = 0;
    if (!w->buffer && !(w->buffer = malloc(WORKER_BUFFER)))
        return -ENOMEM;
    if (pipe2(in, O_CLOEXEC))
        return -errno;
    if (pipe2(out, O_CLOEXEC)) {
        error = -errno;
        close(in[0]);
        close(in[1]);
        return error;
    }
    error = spawn(w, o, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    w->to = in[1];
    w->from = out[0];
    if (error) {
        close(w->to);
        close(w->from);
        w->pid = 0;
    }
    return error;
}

int worker_stop(struct worker *w)
{
    int status = 0;
    if (w->pid) {
        close(w->to); /* the end of its input ends it; a block at work it need not finish */
        close(w->from);
        kill(w->pid, SIGKILL);
        while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
            ;
    }
    free(w->buffer);
    w->buffer = NULL;
    w->pid = 0;
    return status;
}

int worker_ask(struct worker *w, const char *lines)
{
    size_t left = strlen(lines);
    while (left) {
        ssize_t wrote = write(w->to, lines, left);
        if (wrote < 0 && errno != EINTR)
            return -errno;
        if (wrote > 0) {
            lines += wrote;
            left -= (size_t)wrote;
        }
    }
    return 0;
}

static bool told_to_stop(const struct worker *w)
{
    return w->stop && *w->stop > 1;
}

/* Waits for output in short turns, so that a second Ctrl-C is answered at once. */
static int wait_for_output(struct worker *w)
{
    struct pollfd p = {.fd = w->from, .events = POLLIN};
    for (int waited = 0; waited < SILENCE_MS; waited += POLL_MS) {
        if (told_to_stop(w))
            return -EINTR;
        int ready = clock_poll(&p, POLL_MS);
        if (ready > 0)
            return 0;
        if (ready < 0 && ready != -EINTR)
            return ready;
    }
    return -ETIMEDOUT;
}

static int fill_buffer(struct worker *w)
{
    memmove(w->buffer, w->buffer + w->begin, w->end - w->begin);
    w->end -= w->begin;
    w->begin = 0;
    if (w->end == WORKER_BUFFER)
        return -EPROTO;
    int error = wait_for_output(w);
    if (error)
        return error;
    ssize_t got = read(w->from, w->buffer + w->end, WORKER_BUFFER - w->end);
    if (got > 0)
        w->end += (size_t)got;
    else if (got == 0)
        return -EPIPE;
    else if (errno != EINTR)
        return -errno;
    return 0;
}

/* The next answer without its newline; valid until the next call. */
static int read_answer(struct worker *w, const char *kind, char **rest)
{
    char *newline;
    while (!(newline = memchr(w->buffer + w->begin, '\n', w->end - w->begin))) {
        int error = fill_buffer(w);
        if (error)
            return error;
    }
    char *line = w->buffer + w->begin;
    *newline = '\0';
    w->begin = (size_t)(newline + 1 - w->buffer);
    *rest = strchr(line, ' ');
    if (!*rest)
        return -EPROTO;
    *(*rest)++ = '\0';
    if (strcmp(line, "error") == 0) {
        snprintf(w->message, sizeof w->message, "%s", *rest);
        return -EREMOTEIO;
    }
    return strcmp(line, kind) == 0 ? 0 : -EPROTO;
}

int worker_read_block(struct worker *w, struct sample *s)
{
    char *rest;
    int error = read_answer(w, "block", &rest);
    if (error)
        return error;
    int got = sscanf(rest, "%" SCNu32 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu32, &s->cpu,
                     &s->start, &s->n, &s->ticks, &s->flags);
    return got == 5 ? 0 : -EPROTO;
}

int worker_read_batch(struct worker *w, uint64_t *ticks, uint64_t *count, size_t *size)
{
    char *rest, *end;
    int error = read_answer(w, "batch", &rest);
    if (error)
        return error;
    strtoull(rest, &rest, 10); /* n, as asked */
    for (*size = 0; *rest == ' ' && *size < BATCH_BINS; ++*size) {
        ticks[*size] = strtoull(rest + 1, &end, 10);
        if (*end != ':')
            return -EPROTO;
        count[*size] = strtoull(end + 1, &rest, 10);
    }
    return *rest == '\0' ? 0 : -EPROTO;
}

int worker_read_usage(struct worker *w, struct worker_usage *u)
{
    char *rest;
    int error = read_answer(w, "usage", &rest);
    if (error)
        return error;
    int got = sscanf(rest, "%lld %lld %lld %lld", &u->context_switches, &u->migrations,
                     &u->minor_faults, &u->major_faults);
    return got == 4 ? 0 : -EPROTO;
}

int worker_read_count(struct worker *w, double *per_call, size_t size)
{
    char *rest;
    int error = read_answer(w, "count", &rest);
    if (error)
        return error;
    for (size_t i = 0; i < size; i++) {
        char *end;
        per_call[i] = strtod(rest, &end);
        if (end == rest)
            return -EPROTO;
        rest = end;
    }
    return 0;
}
