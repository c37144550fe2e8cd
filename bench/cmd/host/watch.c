/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/host/watch_print.h"
#include "cmd/signals.h"

#include "kernel/maps.h"
#include "measure/clock.h"
#include "watch/command.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct opt opts[] = {
    {"seconds", 's', "N", "end after so long; else Ctrl-C does, or the end of process or command"},
    {"format", 'f', "FORMAT", "how to print it"},
    {0}};

enum option { SECONDS, FORMAT };
enum { MAX_PID = 4194304, ERROR = 256 }; /* PID_MAX_LIMIT */
static const double turn = 10;           /* ms */

typedef int printer(const struct watched *w, FILE *out);

struct request {
    double seconds; /* 0: until it is ended */
    printer *print;
    pid_t pid;      /* -1: all */
    char **command; /* NULL: none */
};

static volatile sig_atomic_t stopped;

static void stop(int number)
{
    stopped = number;
}

static struct word formats(const void *of, size_t i)
{
    static const struct word words[] = {{"table", "for people (the default)"},
                                        {"json", "systoll.watch/1, for programs"},
                                        {"csv", "a row for each caller"},
                                        {0}};
    (void)of;
    return words[i];
}

static printer *printer_by_name(const char *name)
{
    static printer *const printers[] = {watch_print_table, watch_print_json, watch_print_csv};
    for (size_t i = 0; formats(NULL, i).name; i++)
        if (strcmp(formats(NULL, i).name, name) == 0)
            return printers[i];
    cmd_unknown("watch", "format", name, formats, NULL);
    return NULL;
}

/* Until the time is up, a signal comes, or the process has ended. Buffers are looked into every
 * turn, while whoever called may still live, and when one of them gets full. 0 or -errno. */
static int follow(struct watch *w, struct callers *callers, const struct request *r, int pidfd)
{
    double end = clock_seconds() + r->seconds;
    struct pollfd *all = calloc((size_t)w->cpus + 1, sizeof *all);
    nfds_t size = 0;
    if (!all)
        return -ENOMEM;
    all[size++] = (struct pollfd){.fd = pidfd, .events = POLLIN};
    for (int i = 0; i < w->cpus; i++)
        if (w->rings[i].page)
            all[size++] = (struct pollfd){.fd = w->rings[i].fd, .events = POLLIN};
    int error = 0;
    while (!stopped && !error && !(all[0].revents & POLLIN)) {
        double left = r->seconds > 0 ? fmin((end - clock_seconds()) * 1000, turn) : turn;
        if (left <= 0)
            break;
        int ready = clock_poll(all, size, (int)ceil(left));
        if (ready < 0 && ready != -EINTR)
            error = ready;
        watch_drain(w, callers);
        for (nfds_t i = 1; i < size; i++)
            if (all[i].revents & POLLHUP) /* its thread ended; others still write into its buffer */
                all[i].fd = -1;
    }
    free(all);
    return error;
}

static int print_watched(const struct watched *found, const struct request *r)
{
    int error = r->print(found, stdout);
    return error ? cmd_error("watch", "can't print: %s", strerror(-error)) : EXIT_OK;
}

static const char *scope_of(const struct request *r)
{
    return r->command ? "command" : r->pid < 0 ? "system" : "process";
}

static int watch_until_end(struct watch *w, const struct request *r, int pidfd,
                           struct watched *found, struct callers *callers)
{
    double start = clock_seconds();
    int error = follow(w, callers, r, pidfd);
    if (error)
        return cmd_error("watch", "can't wait for calls: %s", strerror(-error));
    error = watch_stop(w, callers, found->counts);
    if (error)
        return cmd_error("watch", "the counts can't be read: %s", strerror(-error));
    found->seconds = clock_seconds() - start;
    found->lost = w->lost;
    for (int i = 0; i < PAGE_CALLS; i++)
        found->total += found->counts[i];
    callers_sort(callers);
    return print_watched(found, r);
}

static int watch_begun(struct watch *w, const struct request *r, struct command_child *child,
                       struct watched *found)
{
    struct callers *callers = calloc(1, sizeof *callers);
    int pidfd = r->pid > 0 ? pidfd_open(r->pid, 0) : -1;
    int error = child ? command_begin(child) : 0, code;
    found->callers = callers;
    if (error)
        code = cmd_error("watch", "%s can't be run: %s", r->command[0], strerror(-error));
    else if (!callers)
        code = cmd_error("watch", "out of memory");
    else
        code = watch_until_end(w, r, pidfd, found, callers);
    if (callers)
        callers_free(callers);
    free(callers);
    if (pidfd >= 0)
        close(pidfd);
    return code;
}

static int watch(const struct request *r, struct command_child *child, const char *mode)
{
    struct watch w;
    struct watched found = {.scope = scope_of(r), .mode = mode};
    const char *why = watch_open(&w, r->pid);
    int code;
    if (why)
        code = cmd_error("watch", "%s", why);
    else
        code = watch_begun(&w, r, child, &found);
    watch_close(&w);
    return code;
}

static int watch_command(struct request *r, const char *mode)
{
    struct command_child child;
    int error = command_prepare(&child, r->command);
    if (error)
        return cmd_error("watch", "%s can't be run: %s", r->command[0], strerror(-error));
    r->pid = child.pid;
    int code = watch(r, &child, mode);
    int status = command_end(&child);
    if (code == EXIT_OK && WIFSIGNALED(status))
        cmd_line(stderr, "systoll watch: %s ended by %s", r->command[0],
                 strsignal(WTERMSIG(status)));
    else if (code == EXIT_OK && WEXITSTATUS(status))
        cmd_line(stderr, "systoll watch: %s ended with exit code %d", r->command[0],
                 WEXITSTATUS(status));
    return code;
}

static int begin_watch(struct request *r)
{
    struct maps_line line;
    const char *mode = NULL;
    int found = maps_own("[vsyscall]", &line);
    if (found == 0) {
        cmd_error("watch", "this boot has no vsyscall page (vsyscall=none), so nobody can call "
                           "it: who tries dies of SIGSEGV, and dmesg says \"vsyscall attempted\"");
        return EXIT_NOTHING;
    }
    if (found > 0)
        mode = line.perms[0] == 'r' ? "emulate" : "xonly";
    if (r->pid > 0 && kill(r->pid, 0) && errno == ESRCH)
        return cmd_error("watch", "there is no process %d", (int)r->pid);
    signals_catch(stop);
    if (r->command)
        return watch_command(r, mode);
    if (r->seconds <= 0 && isatty(STDERR_FILENO))
        fputs("Watching for calls of the vsyscall page. Ctrl-C ends it and prints them.\n", stderr);
    return watch(r, NULL, mode);
}

static int take_operands(struct request *r, int argc, char **argv, int at)
{
    uint64_t pid;
    char error[ERROR];
    if (at == argc)
        return EXIT_OK;
    if (strcmp(argv[at - 1], "--") == 0) {
        r->command = argv + at;
        return EXIT_OK;
    }
    if (argc - at > 1)
        return cmd_error("watch", "unexpected argument '%s': it takes one PID, or -- and a command",
                         argv[at + 1]);
    if (!arg_integer("PID", argv[at], 1, MAX_PID, &pid, error, sizeof error))
        return cmd_error("watch", "%s; a command goes after --", error);
    r->pid = (pid_t)pid;
    return EXIT_OK;
}

static int run_watch(int argc, char **argv)
{
    struct request r = {.print = watch_print_table, .pid = -1};
    char *arg, error[ERROR];
    int at = 0, o;
    while ((o = opt_next(&cmd_watch, opts, argc, argv, &at, &arg)) >= 0) {
        if (o == FORMAT && !(r.print = printer_by_name(arg)))
            return EXIT_USAGE;
        if (o == SECONDS &&
            !arg_decimal("--seconds", arg, 0.001, 1e6, &r.seconds, error, sizeof error))
            return cmd_error("watch", "%s", error);
    }
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    int code = take_operands(&r, argc, argv, at);
    return code ? code : begin_watch(&r);
}

static const struct opt_words words[] = {{"format", formats, NULL}, {0}};

const struct command cmd_watch = {
    .name = "watch",
    .synopsis = "[OPTION]... [PID | -- COMMAND [ARGUMENT]...]",
    .help = "Watch who calls the vsyscall page, and breaks with vsyscall=none",
    .run = run_watch,
    .words = words};
