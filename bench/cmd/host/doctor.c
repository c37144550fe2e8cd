/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/host/doctor_print.h"
#include "doctor/cost.h"
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>

static const struct opt opts[] = {
    {"format", 'f', "FORMAT", "how to print it"},
    {"line", 0, NULL, "one line of at most 80 characters, the worst finding: for status bars"},
    {"timed", 0, NULL, "time the calls concerned too: 3 s, else it takes under one"},
    {0}};

enum option { FORMAT, LINE, TIMED };

typedef int printer(const struct doctor_page *p, FILE *out);

static struct word formats(const void *of, size_t i)
{
    static const struct word words[] = {
        {"table", "for people (the default)"},
        {"json", "systoll.doctor/1, for programs"},
        {"prometheus", "the verdicts, for the textfile collector of node_exporter"},
        {0}};
    (void)of;
    return words[i];
}

static void add_line(struct doctor_page *p, const struct doctor_row *row)
{
    struct doctor_line *l = &p->lines[p->size];
    p->rows[p->size++] = row;
    doctor_look(row, p->host, l);
    p->findings += l->verdict == DOCTOR_FINDING;
    p->notes += l->verdict == DOCTOR_NOTE;
}

/* False where the page is full. */
static bool add_row(struct doctor_page *p, const struct doctor_row *row)
{
    if (row->timed && !p->host->timed)
        return true;
    if (p->size == DOCTOR_LINES)
        return false;
    add_line(p, row);
    return true;
}

static bool add_lines(struct doctor_page *p)
{
    for (const struct doctor_row *const *group = doctor_groups; *group; group++)
        for (const struct doctor_row *row = *group; row->name; row++)
            if (!add_row(p, row))
                return false;
    return true;
}

static int print_page(struct doctor_page *p, struct host *h, bool timed, printer *print)
{
    const char *why = "";
    int error = host_examine(h);
    if (error)
        return cmd_error("doctor", "this machine can't be examined: %s", strerror(-error));
    error = timed ? doctor_time(h, &p->costs, &why) : 0;
    if (error)
        return cmd_error("doctor", "nothing can be timed on CPU %d: %s", h->cpu, why);
    if (!add_lines(p))
        return cmd_error("doctor", "it has more than %d lines: raise DOCTOR_LINES", DOCTOR_LINES);
    error = print(p, stdout);
    if (error)
        return cmd_error("doctor", "can't print: %s", strerror(-error));
    return p->findings ? EXIT_REGRESSION : EXIT_OK;
}

static int doctor(bool timed, printer *print)
{
    struct host h = {0};
    struct doctor_page *p = calloc(1, sizeof *p);
    if (!p)
        return cmd_error("doctor", "out of memory");
    p->host = &h;
    int code = print_page(p, &h, timed, print);
    host_free(&h);
    free(p);
    return code;
}

static printer *printer_by_name(const char *name)
{
    static printer *const printers[] = {doctor_print_table, doctor_print_json,
                                        doctor_print_prometheus};
    for (size_t i = 0; formats(NULL, i).name; i++)
        if (strcmp(formats(NULL, i).name, name) == 0)
            return printers[i];
    cmd_unknown("doctor", "format", name, formats, NULL);
    return NULL;
}

static int run_doctor(int argc, char **argv)
{
    printer *print = NULL;
    bool timed = false, line = false;
    char *arg;
    int at = 0, o;
    while ((o = opt_next(&cmd_doctor, opts, argc, argv, &at, &arg)) >= 0) {
        line |= o == LINE;
        timed |= o == TIMED;
        if (o == FORMAT && !(print = printer_by_name(arg)))
            return EXIT_USAGE;
    }
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc)
        return cmd_error("doctor", "unexpected argument '%s'; see systoll doctor --help", argv[at]);
    if (line && print)
        return cmd_error("doctor", "--line is a format of its own: leave out --format");
    return doctor(timed, line ? doctor_print_line : print ? print : doctor_print_table);
}

static const struct opt_words words[] = {{"format", formats, NULL}, {0}};

const struct command cmd_doctor = {
    .name = "doctor",
    .synopsis = "[OPTION]...",
    .help = "Examine this machine: are its clocks fast, what taxes calls, what is open",
    .run = run_doctor,
    .words = words};
