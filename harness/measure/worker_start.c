/* SPDX-License-Identifier: MIT */
#include "measure/worker_start.h"

#include "machine/refusal.h"
#include "measure/child.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ARGV = 64, MAX_PAD = 4096, SHELL_SIGNAL = 128 };

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

/* The words of the command: the prefix, then the worker's own. argv holds MAX_ARGV + 9. False where
 * the prefix is longer. */
static bool make_words(const struct worker_options *o, char *cpu, char *offset, const char **argv)
{
    size_t size = 0;
    for (; o->prefix && o->prefix[size] && size < MAX_ARGV; size++)
        argv[size] = o->prefix[size];
    sprintf(cpu, "%d", o->cpu);
    sprintf(offset, "%" PRIu64, o->layout_seed / MAX_PAD % MAX_PAD);
    const char *own[] = {
        o->program, "worker", cpu, o->timebase, offset, o->place, o->place ? o->allowed : NULL,
        NULL};
    memcpy(argv + size, own, sizeof own);
    return !o->prefix || !o->prefix[size];
}

/* Which of the two it was shows in the error alone. */
static void say_unstarted(struct worker *w, const char *command, int error)
{
    bool execve = error != EAGAIN && error != ENOMEM && error != EPERM && error != ENOSYS;
    text_say(w->message, sizeof w->message, "%s can't be started: %s%s", command,
             execve ? "execve: " : "", execve ? strerror(error) : refusal_words("clone", -error));
}

/* 0, or ESTALE with a sentence where the program's path leads to another file by now. */
static int look_at_path(struct worker *w, const struct worker_options *o)
{
    if (image_same(o->image, o->program))
        return 0;
    if (access(o->program, F_OK))
        say_unstarted(w, o->program, errno);
    else
        text_say(w->message, sizeof w->message,
                 "%s was replaced during the run: its workers would be of another program",
                 o->program);
    return ESTALE;
}

/* The file to be executed: this process's own program as it is, whatever its path leads to by now.
 * A prefix is given the path, which then has to lead to what it led to. 0, or ESTALE. */
static int choose_file(struct worker *w, const struct worker_options *o, char *name, size_t size)
{
    w->by_path = false;
    if (!o->image || (!o->prefix && image_name(o->image, name, size)))
        return 0;
    *name = '\0';
    w->by_path = true;
    return look_at_path(w, o);
}

/* 0 or an error number. */
static int spawn(struct worker *w, const struct worker_options *o, int in, int out)
{
    char cpu[16], offset[24], pad[MAX_PAD + 16], name[32] = "";
    const char *argv[MAX_ARGV + 9];
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int error = choose_file(w, o, name, sizeof name);
    if (error)
        return error;
    if (!make_words(o, cpu, offset, argv)) {
        text_say(w->message, sizeof w->message,
                 "a command of more than %d words can't be put before a worker", MAX_ARGV);
        return E2BIG;
    }
    char **environment = padded_environment(o->layout_seed, pad);
    if (!environment)
        return ENOMEM;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    error = child_attributes(&attributes, POSIX_SPAWN_SETPGROUP);
    if (!error) {
        error = posix_spawnp(&w->pid, *name ? name : argv[0], &files, &attributes,
                             (char **)(uintptr_t)argv, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    free(environment);
    if (error)
        say_unstarted(w, argv[0], error);
    return error;
}

static int open_pipes(struct worker *w, int in[2], int out[2])
{
    int error = 0;
    if (pipe2(in, O_CLOEXEC))
        error = -errno;
    else if (pipe2(out, O_CLOEXEC)) {
        error = -errno;
        close(in[0]);
        close(in[1]);
    }
    if (error)
        text_say(w->message, sizeof w->message, "no pipe to a worker can be opened: %s",
                 refusal_words("pipe2", error));
    return error;
}

int worker_start(struct worker *w, const struct worker_options *o)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1}, error;
    w->pid = 0;
    w->begin = w->end = 0;
    w->proved = false;
    *w->message = '\0';
    if (!w->buffer && !(w->buffer = malloc(WORKER_BUFFER))) {
        text_say(w->message, sizeof w->message, "out of memory");
        return -ENOMEM;
    }
    if ((error = open_pipes(w, in, out)))
        return error;
    error = -spawn(w, o, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    w->to = in[1];
    w->from = out[0];
    if (error) {
        close(w->to);
        close(w->from);
        w->pid = 0;
    }
    if (error && !*w->message)
        text_say(w->message, sizeof w->message, "a worker can't be started: %s", strerror(-error));
    return error;
}

int worker_confirm(struct worker *w, const struct worker_options *o)
{
    return w->by_path ? -look_at_path(w, o) : 0;
}

/* What a command before the worker left behind goes with its group. */
int worker_stop(struct worker *w)
{
    int status = 0;
    if (w->pid) {
        close(w->to); /* the end of its input ends it; a block at work it need not finish */
        close(w->from);
        kill(-w->pid, SIGKILL);
        while (waitpid(w->pid, &status, 0) < 0 && !(status = errno == EINTR ? 0 : -errno))
            ;
    }
    free(w->buffer);
    w->buffer = NULL;
    w->pid = 0;
    return status;
}

/* sh gives the number of the signal that ended its command, plus 128. */
static int signal_of(int status)
{
    if (WIFSIGNALED(status))
        return WTERMSIG(status);
    return WEXITSTATUS(status) > SHELL_SIGNAL ? WEXITSTATUS(status) - SHELL_SIGNAL : 0;
}

void worker_say_end(struct worker *w, int error, int status)
{
    const char *signal = status > 0 ? sigabbrev_np(signal_of(status)) : NULL;
    if (*w->message)
        return;
    if (status < 0)
        text_say(w->message, sizeof w->message, "its worker can't be waited for: %s",
                 refusal_words("wait4", status));
    else if (error == -EPIPE && signal)
        text_say(w->message, sizeof w->message, "its worker was killed by SIG%s", signal);
    else if (error == -EPIPE)
        text_say(w->message, sizeof w->message, "its worker ended with exit code %d",
                 WEXITSTATUS(status));
    else if (error == -ETIMEDOUT)
        text_say(w->message, sizeof w->message, "its worker gave no answer within %d s",
                 WORKER_SILENCE);
    else if (error == -EPROTO)
        text_say(w->message, sizeof w->message, "its worker answered what no worker answers");
    else
        text_say(w->message, sizeof w->message, "its worker gave no answer: %s", strerror(-error));
}
