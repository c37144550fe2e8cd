/* SPDX-License-Identifier: MIT */
#include "cmd/run.h"
#include "cmd/signals.h"

#include "cmd/style.h"
#include "machine/pin.h"
#include "measure/clock.h"
#include "record/write.h"
#include "report/report.h"
#include "run/finish.h"
#include "run/measure.h"
#include "run/prepare.h"
#include "summary/summary.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ERROR = 512, NO_CPU = -1 };

/* Seconds by which a run may be longer than asked for without a word; and from which on they are
 * told in minutes. */
static const double grace = 3, many_seconds = 180;

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = stop + 1;
}

/* Said once everything that was asked for is known to be possible. */
static char cpu_choice[ERROR + 32];

static int choose_cpu(const struct run_command *r, struct run_request *q)
{
    char why[ERROR];
    const char *refused;
    if (q->cpu == NO_CPU) {
        q->cpu = pin_choose("", why, sizeof why);
        if (q->cpu < 0)
            return cmd_error(r->command->name, "no CPU could be chosen: %s", strerror(-q->cpu));
        snprintf(cpu_choice, sizeof cpu_choice, "Measuring on %s.\n", why);
    } else if ((refused = pin_check(q->cpu))) {
        return cmd_error(r->command->name, "--cpu %d: %s", q->cpu, refused);
    }
    return -1;
}

/* results/run-DATE-TIME.jsonl where there is such a folder; a number is added while it is taken. */
static void choose_path(struct run_command *r)
{
    struct stat st;
    char stamp[32];
    time_t now = (time_t)(clock_ns(CLOCK_REALTIME) / 1000000000);
    struct tm local;
    if (r->output) {
        snprintf(r->path, sizeof r->path, "%s", r->output);
        return;
    }
    if (stat("results", &st) || !S_ISDIR(st.st_mode))
        return;
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", localtime_r(&now, &local));
    snprintf(r->path, sizeof r->path, "results/run-%s.jsonl", stamp);
    for (int i = 2; access(r->path, F_OK) == 0 && i < 100; i++)
        snprintf(r->path, sizeof r->path, "results/run-%s-%d.jsonl", stamp, i);
}

static int open_record(struct run_command *r)
{
    char error[ERROR];
    if (r->output && !*r->output)
        return cmd_error(r->command->name, "-o needs the name of a file, or - for standard output");
    if (r->output && strlen(r->output) >= RUN_PATH)
        return cmd_error(r->command->name, "-o: the name is longer than %d bytes", RUN_PATH - 1);
    choose_path(r);
    if (!*r->path)
        return -1;
    r->session.log.writer = record_create(r->path, error, sizeof error);
    if (!r->session.log.writer)
        return cmd_error(r->command->name, "%s", error);
    const char *displaced = record_displaces(r->session.log.writer);
    if (displaced)
        cmd_error(r->command->name, "%s: %s", r->path, displaced);
    return -1;
}

static void show_preparing(const char *step)
{
    fprintf(stderr, "\r\033[K%s", step);
    fflush(stderr);
}

static void show_progress(void *arg, double done, unsigned launch)
{
    static double shown = -1, begin;
    const struct session *s = arg;
    double now = clock_seconds();
    if (shown < 0)
        begin = now;
    if (done - shown < 0.01 && done >= shown)
        return;
    shown = done;
    fprintf(stderr, "\r\033[Klaunch %u of %u, %.0f %%", launch + 1, s->request.launches,
            100 * done);
    if (!s->request.rounds)
        fprintf(stderr, ", %.0f s left", s->expected * (1 - done));
    else if (done > 0) /* how long a number of rounds takes is only seen on the way */
        fprintf(stderr, ", %.0f s left", (now - begin) * (1 - done) / done);
    fflush(stderr);
}

/* Where many cells don't go into the time that was asked for, it is said how long they take. */
static void say_length(const struct session *s, bool terminal)
{
    const struct run_request *r = &s->request;
    bool minutes = s->expected >= many_seconds;
    if (s->expected <= r->seconds + grace)
        return;
    fprintf(stderr, "%sTiming %zu cells takes about %.0f %s: %u launches of %u rounds%s.\n",
            terminal ? "\r\033[K" : "", s->left, minutes ? s->expected / 60 : s->expected,
            minutes ? "min" : "s", r->launches, r->rounds ? r->rounds : PLAN_LEAST_ROUNDS,
            r->rounds ? "" : " at the least");
}

/* The table on standard output; on standard error where the record goes to standard output. */
static bool print_table(const struct run_command *r)
{
    FILE *out = strcmp(r->path, "-") == 0 ? stderr : stdout;
    json_t *report = summary_report(&r->session.log.record);
    if (report)
        r->view->print(report, out, style_of(out));
    json_decref(report);
    if (fflush(out) == 0 && !ferror(out))
        return true;
    cmd_error(r->command->name, "the table could not be printed: %s", strerror(errno));
    return false;
}

static void name_record(const struct run_command *r)
{
    if (!*r->path)
        fputs("The record was not kept: there is no folder results/ here; -o FILE keeps it.\n",
              stderr);
    else if (strcmp(r->path, "-") != 0)
        cmd_line(stderr, "Wrote %s", r->path);
}

/* Standard output, or a record of which no round is kept. */
static int unwritten(const struct run_command *r, int error)
{
    return cmd_error(r->command->name, "the record could not be written to %s: %s",
                     strcmp(r->path, "-") == 0 ? "standard output" : r->path, strerror(-error));
}

static int write_failed(const struct run_command *r, int error)
{
    if (strcmp(r->path, "-") == 0)
        return unwritten(r, error);
    return cmd_error("run",
                     "%s could not be written: %s; what was written until then is in %s.partial",
                     r->path, strerror(-error), r->path);
}

/* Nothing was measured: no record, and why. */
static int leave_nothing(struct run_command *r, int error, bool interrupted)
{
    struct session *s = &r->session;
    if (s->log.writer)
        record_discard(s->log.writer);
    const char *why = error == -ENOTSUP ? "--exact needs a guest whose TSC counts instructions, "
                                          "as qemu -icount shift=0 has it"
                                        : session_why(s, error);
    if (interrupted)
        cmd_error(r->command->name, "stopped before the first round: there is no record");
    else if (s->log.write_error)
        unwritten(r, s->log.write_error);
    else
        cmd_error(r->command->name, "nothing could be measured: %s", why);
    if (interrupted)
        return EXIT_INTERRUPTED;
    return error == -ENOTSUP || error == -ETIME ? EXIT_NOTHING : EXIT_USAGE;
}

/* Ends the record: commits what can be read again, or says why there is nothing. */
static int conclude_run(struct run_command *r, int error)
{
    struct session *s = &r->session;
    bool interrupted = stop > 0;
    char why[ERROR];
    if (s->log.record.rounds == 0 && error != -ENODATA)
        return leave_nothing(r, error, interrupted);
    int finish = session_finish(s, interrupted);
    bool printed = print_table(r);
    if (s->log.write_error) {
        record_abandon(s->log.writer);
        return write_failed(r, s->log.write_error);
    }
    if (s->log.writer && (finish || (finish = record_commit(s->log.writer))))
        return write_failed(r, finish);
    name_record(r);
    if (!session_measured(s, why, sizeof why) && !interrupted) {
        cmd_error(r->command->name, "nothing could be measured: %s", why);
        return EXIT_NOTHING;
    }
    if (error && !interrupted)
        return cmd_error(r->command->name, "ended early: %s; what was measured is kept",
                         session_why(s, error));
    return interrupted ? EXIT_INTERRUPTED : printed ? EXIT_OK : EXIT_USAGE;
}

static int measure_run(struct run_command *r)
{
    struct session *s = &r->session;
    signals_catch(on_signal);
    fputs(cpu_choice, stderr);
    bool terminal = isatty(STDERR_FILENO);
    s->request.stop = &stop;
    s->request.preparing = terminal ? show_preparing : NULL;
    s->request.progress = terminal ? show_progress : NULL;
    int error = session_prepare(s);
    if (!error) {
        say_length(s, terminal);
        error = session_measure(s);
    }
    if (terminal)
        fputs("\r\033[K", stderr);
    int code = conclude_run(r, error);
    session_free(s);
    return code;
}

static int carry_out_run(struct run_command *r)
{
    char error[ERROR];
    struct session *s = &r->session;
    int code = -1;
    if (select_cells(&r->selection, &s->request.cells, &s->request.cells_size, error, sizeof error))
        return cmd_error(r->command->name, "%s", error);
    if (!inject_check(&s->injections, &s->request, error, sizeof error))
        code = cmd_error(r->command->name, "%s", error);
    if (code < 0)
        code = choose_cpu(r, &s->request);
    if (code < 0)
        code = open_record(r);
    if (code < 0)
        code = measure_run(r);
    free(s->request.cells);
    return code;
}

int run_and_print(const struct command *command, const struct report_format *view,
                  run_parser *parse, int argc, char **argv)
{
    struct run_command *r = calloc(1, sizeof *r); /* large for a stack */
    if (!r)
        return cmd_error(command->name, "out of memory");
    r->command = command;
    r->view = view;
    r->session.request.cpu = NO_CPU;
    getrandom(&r->session.request.seed, sizeof r->session.request.seed, 0);
    r->session.request.seed >>= 64 - RUN_SEED_BITS;
    int code = parse(r, argc, argv);
    if (code < 0)
        code = carry_out_run(r);
    free(r);
    return code;
}

static int run_measurement(int argc, char **argv)
{
    return run_and_print(&cmd_run, &report_table, run_parse, argc, argv);
}

static const struct opt_words words[] = {{"abi", abi_words, NULL},
                                         {"paths", path_words, NULL},
                                         {"calls", call_words, NULL},
                                         {"clocks", clock_words, NULL},
                                         {"contexts", context_words, NULL},
                                         {"event-set", event_set_words, NULL},
                                         {0}};

const struct command cmd_run = {.name = "run",
                                .synopsis = "[OPTION]...",
                                .help = "Measure the cells of the matrix and print their table",
                                .run = run_measurement,
                                .words = words};
