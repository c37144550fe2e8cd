/* SPDX-License-Identifier: MIT */
#include "cmd/run_options.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

enum { ERROR = 512, USUAL_LAUNCHES = 30, QUICK_LAUNCHES = 10 };
static const double seconds = 9, quick_seconds = 1.7;

static const struct opt opts[] = {
    {"quick", 0, NULL, "fewer launches, about 2 s in all"},
    {"output", 'o', "FILE", "write the record there; - is standard output"},
    {"abi", 0, "LIST", "comma-separated, of these (x86_64):"},
    {"paths", 0, "LIST", "comma-separated, of these:"},
    {"calls", 0, "LIST", "comma-separated, of these:"},
    {"clocks", 0, "LIST", "comma-separated, of these:"},
    {"contexts", 0, "LIST", "where the calls are made (hot), comma-separated, of these:"},
    {"cells", 0, "LIST",
     "comma-separated, [i386/]path:call[:clock][@context]; shell patterns are allowed"},
    {"cpu", 0, "N", "pin to CPU N (default: the quietest one allowed)"},
    {"launches", 0, "N", "new processes, 1 to 1000 (30)"},
    {"rounds", 0, "N", "of each launch, instead of as many as the time allows"},
    {"time", 0, "S", "seconds for the whole run, 0.1 to 86400 (9)"},
    {"seed", 0, "N", "replay the order of an earlier run"},
    {"event", 0, "NAME", "count this event per call, instead of the default; may be repeated"},
    {"event-set", 0, "SET", "count these; may be repeated:"},
    {"exact", 0, NULL, "instructions per call, in a guest under qemu -icount shift=0"},
    {"inject", 0, "CELL=NS", "lengthen a cell on purpose, to try a gate; may be repeated"},
    {0}};

enum option {
    QUICK,
    OUTPUT,
    ABI,
    PATHS,
    CALLS,
    CLOCKS,
    CONTEXTS,
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

static bool take_event(struct chosen_events *all, const char *name, char *error)
{
    if (all->size == RUN_EVENTS) {
        text_say(error, ERROR, "at most %d events fit into one run", RUN_EVENTS);
        return false;
    }
    struct event *e = &all->data[all->size++];
    event_open(&pmu_kernel, e, name);
    if (*e->why)
        text_say(error, ERROR, "--event %s: %s", name, e->why);
    return !*e->why;
}

/* Twice the same set is once. */
static bool take_set(struct chosen_events *to, const char *name, char *error)
{
    const struct event_set *set = event_set_by_name(name);
    if (!set) {
        const char *near = nearest_in(name, event_set_words, NULL);
        char *all = words_joined(event_set_words, NULL, " and ");
        text_say(error, ERROR, "there is no event set '%s'; %s%s%s", name,
                 near ? "did you mean " : "there are ",
                 near  ? near
                 : all ? all
                       : "others",
                 near ? "?" : "");
        free(all);
        return false;
    }
    for (size_t i = 0; i < to->sets_size; i++)
        if (to->sets[i] == set)
            return true;
    if (to->sets_size == RUN_EVENT_SETS) {
        text_say(error, ERROR, "at most %d event sets fit into one run", RUN_EVENT_SETS);
        return false;
    }
    to->sets[to->sets_size++] = set;
    return true;
}

static bool take_number(struct run_command *r, enum option o, const char *arg, char *error)
{
    struct run_request *s = &r->session.request;
    uint64_t v = 0;
    bool good = true;
    if (o == CPU && (good = arg_integer("--cpu", arg, 0, 65535, &v, error, ERROR)))
        s->cpu = (int)v;
    if (o == LAUNCHES && (good = arg_integer("--launches", arg, 1, 1000, &v, error, ERROR)))
        s->launches = (unsigned)v;
    if (o == ROUNDS && (good = arg_integer("--rounds", arg, 1, 1000000, &v, error, ERROR)))
        s->rounds = (unsigned)v;
    r->seeded |= o == SEED;
    if (o == SEED)
        good = arg_integer("--seed", arg, 0, (1ull << RUN_SEED_BITS) - 1, &s->seed, error, ERROR);
    if (o == TIME)
        good = arg_decimal("--time", arg, 0.1, 86400, &s->seconds, error, ERROR);
    return good;
}

static bool take_run_option(struct run_command *r, enum option o, char *arg, char *error)
{
    switch (o) {
    case QUICK:
        r->quick = true;
        return true;
    case EXACT:
        r->session.request.exact = true;
        return true;
    case OUTPUT:
        r->output = arg;
        return true;
    case ABI:
        r->selection.abis = arg;
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
    case CONTEXTS:
        r->selection.contexts = arg;
        return true;
    case CELLS:
        r->selection.cells = arg;
        return true;
    case EVENT:
        return take_event(&r->session.events, arg, error);
    case EVENT_SET:
        return take_set(&r->session.events, arg, error);
    case INJECT:
        return inject_take(&r->session.injections, arg, error, ERROR);
    default:
        return take_number(r, o, arg, error);
    }
}

bool run_take(struct run_command *r, const char *name, char *arg, char *error, size_t size)
{
    char why[ERROR] = "";
    int o = 0;
    while (opts[o].name && strcmp(opts[o].name, name) != 0)
        o++;
    bool taken = opts[o].name && take_run_option(r, (enum option)o, arg, why);
    if (!taken)
        text_say(error, size, "%s", why);
    return taken;
}

/* What was not asked for, whatever the order of the options. */
void run_set_defaults(struct run_command *r, unsigned launches)
{
    struct run_request *s = &r->session.request;
    if (s->exact && !r->seeded)
        s->seed = 1; /* the same order every time */
    if (!s->launches)
        s->launches = launches   ? launches
                      : s->exact ? 1
                      : r->quick ? QUICK_LAUNCHES
                                 : USUAL_LAUNCHES;
    if (s->seconds <= 0)
        s->seconds = r->quick ? quick_seconds : seconds;
}

int run_parse(struct run_command *r, int argc, char **argv)
{
    char error[ERROR], *arg;
    int at = 0, o;
    while ((o = opt_next(&cmd_run, opts, argc, argv, &at, &arg)) >= 0)
        if (!take_run_option(r, (enum option)o, arg, error))
            return cmd_error(r->command->name, "%s", error);
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc)
        return cmd_error(r->command->name, "unexpected argument '%s'; see systoll run --help",
                         argv[at]);
    run_set_defaults(r, 0);
    return -1;
}
