/* SPDX-License-Identifier: MIT */
#include "cmd/inspect/inspection.h"

#include "cmd/cmd.h"
#include "cmd/inspect/code.h"
#include "cmd/inspect/json.h"
#include "cmd/inspect/randomisation.h"
#include "cmd/inspect/text.h"
#include "text/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PID = 4194304, MAX_ERROR = 256, MAX_FRESH = 1000000 }; /* PID_MAX_LIMIT */

static const char FRESH[] = "1000";

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print it"},
    {"disassemble", 0, "NAME",
     "print the code of a symbol of the vDSO, or of vsyscall:time and its like, from memory"},
    {"extract", 0, "FILE", "write the vDSO's image to a file, which is an ELF one"},
    {"randomisation", 0, "[N]", "look how far addresses are random, in N fresh processes (1000)"},
    {0},
};

enum option { FORMAT, DISASSEMBLE, EXTRACT, RANDOMISATION };

typedef int printer(const struct inspection *i, FILE *out);

/* What is to be done with a process. */
struct task {
    printer *print;
    const char *disassemble, *extract; /* NULL: not that */
    uint64_t randomisation;            /* how many processes; 0: not that */
};

/* Whatever a process's image says reaches a terminal: it is not to be trusted. */
static void copy_name(char *to, size_t size, const char *from)
{
    size_t n = 0;
    for (; from[n] && n + 1 < size; n++)
        to[n] = (char)(from[n] > ' ' && from[n] < 0x7f ? from[n] : '?');
    to[n] = '\0';
}

static int by_address(const void *a, const void *b)
{
    const struct symbol *s = a, *t = b;
    if (s->address != t->address)
        return s->address < t->address ? -1 : 1;
    return strcmp(s->name, t->name);
}

static int collect_symbols(struct inspection *i)
{
    const struct vdso *v = &i->process.vdso;
    struct vdso_symbol s;
    i->symbols = calloc(v->symbols, sizeof *i->symbols);
    if (!i->symbols)
        return -ENOMEM;
    copy_name(i->soname, sizeof i->soname, v->soname);
    for (; vdso_symbol_at(v, i->size, &s); i->size++) {
        struct symbol *to = &i->symbols[i->size];
        copy_name(to->name, sizeof to->name, s.name);
        copy_name(to->version, sizeof to->version, s.version);
        to->address = s.address;
        to->size = s.size;
        to->code = s.address - i->process.base < v->size;
    }
    qsort(i->symbols, i->size, sizeof *i->symbols, by_address);
    return 0;
}

static int do_task(struct inspection *i, const struct task *t)
{
    if (t->disassemble)
        return inspect_disassemble(i, t->disassemble, t->print == inspect_json);
    if (t->extract)
        return inspect_extract(i, t->extract);
    i->space_error = space_of(&i->process, &i->space);
    int error = t->print(i, stdout);
    return error ? cmd_error("inspect", "can't print: %s", strerror(-error)) : EXIT_OK;
}

static int inspect_one(struct inspection *i, const struct task *t)
{
    const char *why;
    int error = vsyscall_find(&i->vsyscall, &why);
    if (error)
        return cmd_error("inspect", "the vsyscall page can't be tried in a child: %s", why);
    if (!i->process.not_here)
        error = collect_symbols(i);
    return error ? cmd_error("inspect", "out of memory") : do_task(i, t);
}

static int inspect(pid_t pid, const struct task *t)
{
    struct inspection i = {0};
    char error[MAX_ERROR];
    if (!process_look("", pid, &i.process, error, sizeof error))
        return cmd_error("inspect", "%s", error);
    int code = inspect_one(&i, t);
    free(i.symbols);
    process_free(&i.process);
    return code;
}

static printer *printer_by_name(const char *name)
{
    static const char *const names[] = {"text", "json", NULL};
    static printer *const printers[] = {inspect_text, inspect_json};
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return printers[i];
    cmd_unknown("inspect", "format", name, text_or_json, NULL);
    return NULL;
}

static int take_pid(int argc, char **argv, int index, uint64_t *pid)
{
    char error[MAX_ERROR];
    if (argc - index > 1)
        return cmd_error("inspect", "unexpected argument '%s': it takes one PID", argv[index + 1]);
    if (index < argc && !arg_integer("PID", argv[index], 1, MAX_PID, pid, error, sizeof error))
        return cmd_error("inspect", "%s", error);
    return EXIT_OK;
}

/* 0, or an exit code after a sentence. */
static int take_inspect_option(struct task *t, int row, const char *value)
{
    char error[MAX_ERROR];
    if (row == FORMAT && !(t->print = printer_by_name(value)))
        return EXIT_USAGE;
    if (row == DISASSEMBLE)
        t->disassemble = value;
    if (row == EXTRACT)
        t->extract = value;
    if (row == RANDOMISATION && !arg_integer("--randomisation", value ? value : FRESH, 2, MAX_FRESH,
                                             &t->randomisation, error, sizeof error))
        return cmd_error("inspect", "%s", error);
    return EXIT_OK;
}

static int run_inspect(int argc, char **argv)
{
    struct task t = {.print = inspect_text};
    uint64_t pid = (uint64_t)getpid();
    char *value;
    int index = 0, row;
    while ((row = opt_next(&cmd_inspect, options, argc, argv, &index, &value)) >= 0)
        if (take_inspect_option(&t, row, value))
            return EXIT_USAGE;
    if (row != OPT_END)
        return row == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (!!t.disassemble + !!t.extract + !!t.randomisation > 1)
        return cmd_error("inspect", "--disassemble, --extract and --randomisation are tasks of "
                                    "their own: name one of them");
    if (t.randomisation && index < argc)
        return cmd_error("inspect", "--randomisation begins its own processes: leave out '%s'",
                         argv[index]);
    if (t.randomisation)
        return inspect_randomisation(t.randomisation, t.print == inspect_json);
    int code = take_pid(argc, argv, index, &pid);
    return code ? code : inspect((pid_t)pid, &t);
}

static const struct opt_words words[] = {{"format", text_or_json, NULL}, {0}};

const struct command cmd_inspect = {
    .name = "inspect",
    .synopsis = "[OPTION]... [PID]",
    .help = "Explain the [vdso], [vvar] and [vsyscall] lines of a process's memory map",
    .run = run_inspect,
    .words = words,
};
