/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "count/counters.h"
#include "count/events.h"
#include "count/pfm_names.h"
#include "kernel/probe.h"
#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "machine/cpus.h"
#include "machine/pin.h"
#include "matrix/select.h"
#include "run/prepare.h"
#include "text/text.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { ERROR = 512 };

static const struct opt opts[] = {
    {"abi", 0, "LIST", "comma-separated, of these (x86_64):"},
    {"paths", 0, "LIST", "comma-separated, of these:"},
    {"calls", 0, "LIST", "comma-separated, of these:"},
    {"clocks", 0, "LIST", "comma-separated, of these:"},
    {"contexts", 0, "LIST", "where the calls are made (hot), comma-separated, of these:"},
    {"cells", 0, "LIST",
     "comma-separated, [i386/]path:call[:clock][@context]; shell patterns are allowed"},
    {"events", 0, "[PATTERN]",
     "list the events that --event takes, by a shell pattern (all), and which open here"},
    {0}};

enum option { ABI, PATHS, CALLS, CLOCKS, CONTEXTS, CELLS, EVENTS };

/* What libpfm4 knows of a CPU may still be more than the kernel opens. */
static void print_event(const char *name, const char *description, void *arg)
{
    struct event e;
    ++*(size_t *)arg;
    event_open(&pmu_kernel, &e, name);
    printf("%-40s %-60.60s %s%s\n", name, description, *e.why ? "not here: " : "opens",
           event_reason(&e));
}

static int list_events(const char *pattern)
{
    size_t found = 0;
    counter_event_list(pattern, print_event, &found);
    if (!found)
        return cmd_error("list", "no event of this machine matches '%s'", pattern);
    return EXIT_OK;
}

/* In a child: why the place can't be entered, a static sentence, or NULL. */
static uint64_t enter_place(void *arg)
{
    const struct place *place = arg;
    struct cpus allowed;
    bool known = pin_allowed(&allowed) == 0;
    return (uint64_t)(uintptr_t)place_enter(place, sched_getcpu(), known ? &allowed : NULL);
}

static void prove_here(struct cell *cell, const struct vsyscall *vs)
{
    struct probe p = {0};
    if (cell->place->context && probe_run(enter_place, (void *)(uintptr_t)cell->place, &p) == 0 &&
        p.result) {
        cell->state = CELL_SKIPPED;
        text_say(cell->reason, sizeof cell->reason, "%s can't be entered: %s", cell->place->name,
                 (const char *)(uintptr_t)p.result);
        return;
    }
    cell_prove(cell, vs);
}

static bool is_timed(const char *symbol)
{
    const struct call *c = calls;
    while (c->name && !(c->vdso_symbol && strcmp(c->vdso_symbol, symbol) == 0))
        c++;
    return c->name != NULL;
}

/* What this kernel's vDSO offers beyond the table of calls. */
static void list_untimed(void)
{
    static const char prefix[] = "__vdso_";
    struct vdso v;
    struct vdso_symbol s;
    if (vdso_own(&v))
        return;
    for (size_t i = 0; vdso_symbol_at(&v, i, &s); i++)
        if (strncmp(s.name, prefix, sizeof prefix - 1) == 0 && !is_timed(s.name))
            printf("%-40s not timed: systoll has no call for this symbol of the vDSO\n", s.name);
}

static bool selects_nothing(const struct selection *s)
{
    return !s->abis && !s->paths && !s->calls && !s->clocks && !s->contexts && !s->cells;
}

/* Other programs' cells, by workers: they are moved together, and back. 0 or -errno. */
static int prove_elsewhere(struct cell *cells, size_t size, char *error, size_t error_size)
{
    struct session s = {.request = {.cells = calloc(size, sizeof *cells), .cpu = sched_getcpu()}};
    struct run_request *r = &s.request;
    int result = r->cells ? 0 : -ENOMEM;
    for (size_t i = 0; i < size && r->cells; i++)
        if (cells[i].program != programs)
            r->cells[r->cells_size++] = cells[i];
    if (r->cells_size)
        result = session_prove(&s);
    if (result)
        text_say(error, error_size, "%s", session_why(&s, result));
    for (size_t i = 0, from = 0; i < size && !result; i++)
        if (cells[i].program != programs)
            cells[i] = r->cells[from++];
    session_free(&s);
    free(r->cells);
    return result;
}

static void print_cell(const struct cell *c)
{
    bool works = c->state == CELL_MEASURED;
    const char *words = works ? c->note : c->reason;
    const char *end = works && call_ends_in_2038(c->call, c->clock, c->path->abi)
                          ? "its seconds have 32 bits, which end in 2038"
                          : "";
    printf("%-40s %s%s%s%s%s\n", c->name, works ? "ready" : cell_state_name(c->state),
           *words || *end ? ": " : "", words, *words && *end ? "; " : "", end);
}

static int list_cells(const struct selection *selection)
{
    struct cell *cells;
    struct vsyscall vs;
    size_t size;
    char error[ERROR];
    if (select_cells(selection, &cells, &size, error, sizeof error))
        return cmd_error("list", "%s", error);
    const char *why;
    if (vsyscall_find(&vs, &why))
        vs = (struct vsyscall){0};
    /* all before the first is printed: no child may hold a copy of what waits to be written */
    if (prove_elsewhere(cells, size, error, sizeof error)) {
        free(cells);
        return cmd_error("list", "%s", error);
    }
    for (size_t i = 0; i < size; i++)
        if (cells[i].program == programs)
            prove_here(&cells[i], &vs);
    for (size_t i = 0; i < size; i++)
        print_cell(&cells[i]);
    free(cells);
    if (selects_nothing(selection))
        list_untimed();
    return EXIT_OK;
}

static int run_list(int argc, char **argv)
{
    struct selection selection = {0};
    const char *events = NULL;
    char *arg;
    int at = 0, o;
    while ((o = opt_next(&cmd_list, opts, argc, argv, &at, &arg)) >= 0) {
        const char **fields[] = {[ABI] = &selection.abis,
                                 [PATHS] = &selection.paths,
                                 [CALLS] = &selection.calls,
                                 [CLOCKS] = &selection.clocks,
                                 [CONTEXTS] = &selection.contexts,
                                 [CELLS] = &selection.cells,
                                 [EVENTS] = &events};
        *fields[o] = arg ? arg : "*"; /* --events alone */
    }
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc)
        return cmd_error("list", "unexpected argument '%s'; see systoll list --help", argv[at]);
    return events ? list_events(events) : list_cells(&selection);
}

static const struct opt_words words[] = {
    {"abi", abi_words, NULL},      {"paths", path_words, NULL},       {"calls", call_words, NULL},
    {"clocks", clock_words, NULL}, {"contexts", context_words, NULL}, {0}};

const struct command cmd_list = {
    .name = "list",
    .synopsis = "[OPTION]...",
    .help = "List the cells, and whether each can be measured here; or events",
    .run = run_list,
    .words = words};
