/* SPDX-License-Identifier: MIT */
#include "cmd/gate/session.h"
#include "cmd/signals.h"

#include "machine/pin.h"
#include "matrix/select.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { ERROR = 700, NUMBER = 32, SEED_BITS = 53 /* what a JSON number holds exactly */ };

#define SECONDS_MOST 86400.0

static volatile sig_atomic_t stop;
static bool shown;

static void on_signal(int number)
{
    (void)number;
    stop = stop + 1;
}

bool gate_stopped(void)
{
    return stop > 0;
}

static void catch_signals(void)
{
    signals_catch(on_signal);
}

static void show_progress(void *arg, double done, unsigned trial)
{
    (void)arg;
    shown = true;
    fprintf(stderr, "\r\033[K%s, at most %.0f %% to go", trial ? "confirming" : "measuring",
            100 * (1 - done));
    fflush(stderr);
}

static void show_preparing(const char *step)
{
    shown = true;
    fprintf(stderr, "\r\033[K%s", step);
    fflush(stderr);
}

void gate_end_progress(void)
{
    if (shown)
        fputs("\r\033[K", stderr);
}

static void say_progress(void *command, const char *sentence)
{
    cmd_error(command, "%s", sentence);
}

int gate_recover(const char *command, struct undo *u, bool needed)
{
    catch_signals();
    return undo_open(u, needed, say_progress, (void *)(uintptr_t)command) ? EXIT_USAGE : -1;
}

static int choose_cpu(struct run_request *r, const char *command)
{
    char why[ERROR];
    r->cpu = pin_choose("", why, sizeof why);
    if (r->cpu < 0)
        return cmd_error(command, "no CPU could be chosen: %s", strerror(-r->cpu));
    cmd_line(stderr, "Measuring on %s.", why);
    return -1;
}

static void choose_seed(struct run_request *r)
{
    getrandom(&r->seed, sizeof r->seed, 0);
    r->seed >>= 64 - SEED_BITS;
}

int gate_prepare(struct session *s, const char *command, const char *cells)
{
    char error[ERROR];
    struct run_request *r = &s->request;
    const struct selection selection = {.cells = cells};
    if (select_cells(&selection, &r->cells, &r->cells_size, error, sizeof error) ||
        !inject_check(&s->injections, r, error, sizeof error))
        return cmd_error(command, "%s", error);
    for (size_t i = 0; i < r->cells_size; i++)
        if (r->cells[i].place != places || r->cells[i].program != programs)
            return cmd_error(command, "%s: only a run times cells in %s", r->cells[i].name,
                             r->cells[i].place != places ? r->cells[i].place->name
                                                         : r->cells[i].program->help);
    int code = choose_cpu(r, command);
    if (code >= 0)
        return code;
    choose_seed(r);
    r->stop = &stop;
    r->uncounted = true;
    if (isatty(STDERR_FILENO)) {
        r->preparing = show_preparing;
        r->progress = show_progress;
    }
    return -1;
}

int gate_failed(const struct ab *ab, const char *command, int error)
{
    if (*ab->error)
        return cmd_error(command, "%s", ab->error);
    if (gate_stopped()) {
        cmd_error(command, "stopped before anything was measured: nothing was written");
        return EXIT_INTERRUPTED;
    }
    return cmd_error(command, "nothing could be measured: %s", session_why(ab->session, error));
}

/* The number before its unit; false where it doesn't fit. */
static bool split(const char *arg, char *number, size_t size, const char **unit)
{
    size_t digits = strspn(arg, "0123456789.");
    snprintf(number, size, "%.*s", (int)digits, arg);
    *unit = arg + digits;
    return digits > 0 && digits < size;
}

int gate_take_seconds(const char *command, const char *option, const char *arg, double *seconds)
{
    char number[NUMBER], error[ERROR];
    const char *unit;
    bool good = split(arg, number, sizeof number, &unit);
    double factor = !good || !*unit || strcmp(unit, "s") == 0 ? 1
                    : strcmp(unit, "m") == 0                  ? 60
                    : strcmp(unit, "h") == 0                  ? 3600
                                                              : 0;
    if (!good || factor == 0)
        return cmd_error(command, "%s takes a time such as 90s, 10m or 1h, not '%s'", option, arg);
    if (!arg_decimal(option, number, 0.1 / factor, SECONDS_MOST / factor, seconds, error,
                     sizeof error))
        return cmd_error(command, "%s", error);
    *seconds *= factor;
    return EXIT_OK;
}
