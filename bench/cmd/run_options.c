/* SPDX-License-Identifier: MIT */
#include "cmd/run.h"

#include "inject.h"

enum { ERROR = 512 };

static const struct opt opts[] = {
    {"quick", 0, NULL, "fewer launches, about 2 s in all"},
    {"output", 'o', "FILE", "write the record there; - is standard output"},
    {"paths", 0, "LIST", "of vdso, libc, syscall, int80, vsyscall, control"},
    {"calls", 0, "LIST", "also clock_getres and getrandom, which are off by default"},
    {"clocks", 0, "LIST", "of clock names (monotonic, ...), or all"},
    {"cells", 0, "LIST", "of path:call[:clock]; shell patterns are allowed"},
    {"cpu", 0, "N", "measure on this CPU instead of the best one"},
    {"launches", 0, "N", "new processes, 1 to 1000 (30)"},
    {"rounds", 0, "N", "of each launch, instead of as many as the time allows"},
    {"time", 0, "S", "seconds for the whole run, 0.1 to 86400 (9)"},
    {"seed", 0, "N", "replay the order of an earlier run"},
    {"event", 0, "NAME", "count this event per call, instead of the default; may be repeated"},
    {"event-set", 0, "SET", "of default, frontend, tlb, branch; may be repeated"},
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
    EVENT_SET,
    EXACT,
    INJECT
};

static bool take_event(struct session *s, const char *name, char *error)
{
    if (s->events_size == SESSION_EVENTS) {
        snprintf(error, ERROR, "at most %d events fit into one run", SESSION_EVENTS);
        return false;
    }
    struct event *e = &s->events[s->events_size++];
    event_open(&pmu_kernel, e, name);
    if (*e->why)
        snprintf(error, ERROR, "--event %.60s: %s", name, e->why);
    return !*e->why;
}

static bool take_set(struct session *s, const char *name, char *error)
{
    const char *names[SESSION_SETS + 1] = {NULL};
    const struct event_set *set = event_set_by_name(name);
    for (size_t i = 0; event_sets[i].name; i++)
        names[i] = event_sets[i].name;
    if (!set) {
        const char *near = nearest_word(name, names);
        snprintf(error, ERROR, "there is no event set '%.60s'%s%s%s", name,
                 near ? "; did you mean " : "; it is default, frontend, tlb or branch",
                 near ? near : "", near ? "?" : "");
        return false;
    }
    if (s->sets_size < SESSION_SETS)
        s->sets[s->sets_size++] = set;
    return true;
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
        good = arg_integer("--seed", arg, 0, (1ull << RUN_SEED_BITS) - 1, &s->seed, error, ERROR);
    if (o == TIME)
        good = arg_decimal("--time", arg, 0.1, 86400, &s->seconds, error, ERROR);
    return good;
}

static bool take(struct request *r, enum option o, char *arg, char *error)
{
    switch (o) {
    case QUICK:
        r->session.launches = 10;
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
    case EVENT_SET:
        return take_set(&r->session, arg, error);
    case INJECT:
        return take_injection(&r->session, arg, error);
    default:
        return take_number(r, o, arg, error);
    }
}

int run_parse(struct request *r, int argc, char **argv)
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
