/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "counters.h"
#include "inject.h"
#include "pin.h"
#include "report/report.h"
#include "select.h"
#include "session.h"
#include "summary.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ERROR = 512, PATH = 256, NO_CPU = -1, MAX_SEED_BITS = 53 };

static const struct opt opts[] = {
    {"quick", 0, NULL, "fewer launches, about 2 s in all"},
    {"output", 'o', "FILE", "write the record there; - is standard output"},
    {"paths", 0, "LIST", "of vdso, libc, syscall, int80, vsyscall, control"},
    {"calls", 0, "LIST", "also clock_getres and getrandom, which are off by default"},
    {"clocks", 0, "LIST", "of clock names (monotonic, ...), or all"},
    {"cells", 0, "LIST", "of path:call[:clock]; shell patterns are allowed"},
    {"cpu", 0, "N", "measure on this CPU instead of the best one"},
    {"launches", 0, "N", "new processes, 1 to 1000 (10)"},
    {"rounds", 0, "N", "of each launch, instead of as many as the time allows"},
    {"time", 0, "S", "seconds for the whole run, 0.1 to 86400 (9)"},
    {"seed", 0, "N", "replay the order of an earlier run"},
    {"event", 0, "NAME", "also count this event per call; may be repeated"},
    {"exact", 0, NULL, "instructions per call, in a guest under qemu -icount shift=0"},
    {"inject", 0, "CELL=NS", "lengthen a cell on purpose, to try a gate; may be repeated"},
    {0}};

enum option {
    QUICK,
    OUTPUT,
    PATHS,
    CALLS,
    CLOCKS,
    CELLS,
    CPU,
    LAUNCHES,
    ROUNDS,
    TIME,
    SEED,
    EVENT,
    EXACT,
    INJECT
};

/* What the command line asks for. */
struct request {
    struct selection selection;
    struct session session;
    const char *output; /* NULL: by default */
    char path[PATH];    /* where the record goes; "" where it is not kept */
};

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = stop + 1;
}

static bool take_event(struct session *s, const char *name, char *error)
{
    if (s->events_size == SESSION_EVENTS) {
        snprintf(error, ERROR, "at most %d events fit into one run", SESSION_EVENTS);
        return false;
    }
    const char *why = counter_event_check(name);
    if (why)
        snprintf(error, ERROR, "--event %.60s: %s", name, why);
    s->events[s->events_size++] = name;
    return !why;
}

static bool take_injection(struct session *s, const char *text, char *error)
{
    if (s->inject_size == SESSION_INJECTIONS) {
        snprintf(error, ERROR, "at most %d cells can be lengthened", SESSION_INJECTIONS);
        return false;
    }
    return inject_parse(text, &s->inject[s->inject_size++], error, ERROR);
}

static bool take_number(struct request *r, enum option o, const char *arg, char *error)
{
    struct session *s = &r->session;
    uint64_t v = 0;
    bool good = true;
    if (o == CPU && (good = arg_integer("--cpu", arg, 0, 65535, &v, error, ERROR)))
        s->cpu = (int)v;
    if (o == LAUNCHES && (good = arg_integer("--launches", arg, 1, 1000, &v, error, ERROR)))
        s->launches = (unsigned)v;
    if (o == ROUNDS && (good = arg_integer("--rounds", arg, 1, 1000000, &v, error, ERROR)))
        s->rounds = (unsigned)v;
    if (o == SEED)
        good = arg_integer("--seed", arg, 0, (1ull << MAX_SEED_BITS) - 1, &s->seed, error, ERROR);
    if (o == TIME)
        good = arg_decimal("--time", arg, 0.1, 86400, &s->seconds, error, ERROR);
    return good;
}

static bool take(struct request *r, enum option o, char *arg, char *error)
{
    switch (o) {
    case QUICK:
        r->session.launches = 5;
        r->session.seconds = 1.7;
        return true;
    case EXACT:
        r->session.exact = true;
        r->session.launches = 1;
        r->session.seed = 1; /* the same order every time */
        return true;
    case OUTPUT:
        r->output = arg;
        return true;
    case PATHS:
        r->selection.paths = arg;
        return true;
    case CALLS:
        r->selection.calls = arg;
        return true;
    case CLOCKS:
        r->selection.clocks = arg;
        return true;
    case CELLS:
        r->selection.cells = arg;
        return true;
    case EVENT:
        return take_event(&r->session, arg, error);
    case INJECT:
        return take_injection(&r->session, arg, error);
    default:
        return take_number(r, o, arg, error);
    }
}

/* The exit code where the run ends here, or -1. */
static int parse(struct request *r, int argc, char **argv)
{
    char error[ERROR], *arg;
    int at = 0, o;
    while ((o = opt_next(&cmd_run, opts, argc, argv, &at, &arg)) >= 0)
        if (!take(r, (enum option)o, arg, error))
            return cmd_error("run", "%s", error);
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc)
        return cmd_error("run", "it takes options only, not '%.60s'; see systoll run --help",
                         argv[at]);
    return -1;
}

static int choose_cpu(struct session *s)
{
    char why[ERROR];
    const char *refused;
    if (s->cpu == NO_CPU) {
        s->cpu = pin_choose("", why, sizeof why);
        if (s->cpu < 0)
            return cmd_error("run", "no CPU could be chosen: %s", strerror(-s->cpu));
        fprintf(stderr, "Measuring on %s.\n", why);
    } else if ((refused = pin_check(s->cpu))) {
        return cmd_error("run", "--cpu %d: %s", s->cpu, refused);
    }
    return -1;
}

/* results/run-DATE-TIME.jsonl where there is such a folder; a number is added while it is taken. */
static void choose_path(struct request *r)
{
    struct stat st;
    char stamp[32];
    time_t now = time(NULL);
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

static int open_record(struct request *r)
{
    char error[ERROR];
    if (r->output && strlen(r->output) >= PATH)
        return cmd_error("run", "-o: the name is longer than %d bytes", PATH - 1);
    choose_path(r);
    if (!*r->path)
        return -1;
    r->session.writer = record_create(r->path, error, sizeof error);
    return r->session.writer ? -1 : cmd_error("run", "%s", error);
}

static void show_progress(void *arg, double done, unsigned launch)
{
    static double shown = -1;
    const struct session *s = arg;
    if (done - shown < 0.01 && done >= shown)
        return;
    shown = done;
    double left = s->rounds ? -1 : s->plan.seconds * (1 - done);
    fprintf(stderr, "\r\033[Klaunch %u of %u, %.0f %%", launch + 1, s->launches, 100 * done);
    if (left >= 0)
        fprintf(stderr, ", %.0f s left", left);
    fflush(stderr);
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a dead worker is an answer too */
}

/* The table on standard output; on standard error where the record goes to standard output. */
static void print_table(const struct request *r)
{
    FILE *out = strcmp(r->path, "-") == 0 ? stderr : stdout;
    json_t *report = summary_report(&r->session.record);
    if (report)
        report_table.print(report, out, isatty(fileno(out)) && !getenv("NO_COLOR"));
    json_decref(report);
    fflush(out);
}

static void name_record(const struct request *r)
{
    if (!*r->path)
        fputs("The record was not kept: there is no folder results/ here; -o FILE keeps it.\n",
              stderr);
    else if (strcmp(r->path, "-") != 0)
        fprintf(stderr, "Wrote %s\n", r->path);
}

static int write_failed(const struct request *r, int error)
{
    return cmd_error("run",
                     "%s could not be written: %s; what was written until then is in %s.partial",
                     r->path, strerror(-error), r->path);
}

/* Ends the record: commits what can be read again, or says why there is nothing. */
static int conclude(struct request *r, int error)
{
    struct session *s = &r->session;
    bool interrupted = stop > 0;
    if (s->record.rounds == 0 && error != -ENODATA) {
        if (s->writer)
            record_discard(s->writer);
        return interrupted
                   ? (cmd_error("run", "stopped before the first round: there is no record"),
                      EXIT_INTERRUPTED)
                   : cmd_error("run", "nothing could be measured: %s",
                               error == -EINVAL ? "a cell to be lengthened can't be measured here"
                                                : strerror(-error));
    }
    int finish = session_finish(s, interrupted);
    print_table(r);
    if (s->write_error) {
        record_abandon(s->writer);
        return write_failed(r, s->write_error);
    }
    if (s->writer && (finish || (finish = record_commit(s->writer))))
        return write_failed(r, finish);
    name_record(r);
    if (error == -ENODATA)
        return EXIT_NOTHING;
    if (error && !interrupted)
        return cmd_error("run", "ended early: %s; what was measured is kept", strerror(-error));
    return interrupted ? EXIT_INTERRUPTED : EXIT_OK;
}

static int measure(struct request *r)
{
    struct session *s = &r->session;
    catch_signals();
    bool terminal = isatty(STDERR_FILENO);
    s->stop = &stop;
    s->progress = terminal ? show_progress : NULL;
    int error = session_prepare(s);
    if (!error)
        error = session_measure(s);
    if (terminal)
        fputs("\r\033[K", stderr);
    int code = conclude(r, error);
    session_free(s);
    return code;
}

static int run(int argc, char **argv)
{
    char error[ERROR];
    struct request r = {.session = {.cpu = NO_CPU, .launches = 10, .seconds = 9}};
    getrandom(&r.session.seed, sizeof r.session.seed, 0);
    r.session.seed >>= 64 - MAX_SEED_BITS;
    int code = parse(&r, argc, argv);
    if (code >= 0)
        return code;
    struct session *s = &r.session;
    if (select_cells(&r.selection, &s->cells, &s->cells_size, error, sizeof error))
        return cmd_error("run", "%s", error);
    if (!inject_check(s, error, sizeof error))
        code = cmd_error("run", "%s", error);
    if (code < 0)
        code = choose_cpu(s);
    if (code < 0)
        code = open_record(&r);
    if (code < 0)
        code = measure(&r);
    free(s->cells);
    return code;
}

const struct command cmd_run = {.name = "run",
                                .synopsis = "[OPTION]...",
                                .help = "Measures the cells of the matrix and prints their table",
                                .run = run};
