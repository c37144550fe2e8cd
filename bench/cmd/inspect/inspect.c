/* SPDX-License-Identifier: MIT */
#include "cmd/inspect/inspect.h"
#include "cmd/cmd.h"
#include "text/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PID = 4194304, MAX_ERROR = 256 }; /* PID_MAX_LIMIT */

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print it"},
    {0},
};

typedef int printer(const struct inspection *i, FILE *out);

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

static int show(struct inspection *i, printer *print)
{
    const char *why;
    int error = vsyscall_find(&i->vsyscall, &why);
    if (error)
        return cmd_error("inspect", "the vsyscall page can't be tried in a child: %s", why);
    if (!i->process.not_here)
        error = collect_symbols(i);
    if (!error)
        error = print(i, stdout);
    return error ? cmd_error("inspect", "can't print: %s", strerror(-error)) : EXIT_OK;
}

static int inspect(pid_t pid, printer *print)
{
    struct inspection i = {0};
    char error[MAX_ERROR];
    if (!process_look("", pid, &i.process, error, sizeof error))
        return cmd_error("inspect", "%s", error);
    int code = show(&i, print);
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

static int run(int argc, char **argv)
{
    printer *print = inspect_text;
    char *value, error[MAX_ERROR];
    int index = 0, row;
    while ((row = opt_next(&cmd_inspect, options, argc, argv, &index, &value)) >= 0)
        if (!(print = printer_by_name(value)))
            return EXIT_USAGE;
    if (row != OPT_END)
        return row == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (argc - index > 1)
        return cmd_error("inspect", "unexpected argument '%s': it takes one PID", argv[index + 1]);
    uint64_t pid = (uint64_t)getpid();
    if (index < argc && !arg_integer("PID", argv[index], 1, MAX_PID, &pid, error, sizeof error))
        return cmd_error("inspect", "%s", error);
    return inspect((pid_t)pid, print);
}

static const struct opt_words words[] = {{"format", text_or_json, NULL}, {0}};

const struct command cmd_inspect = {
    .name = "inspect",
    .synopsis = "[OPTION]... [PID]",
    .help = "Explain the [vdso], [vvar] and [vsyscall] lines of a process's memory map",
    .run = run,
    .words = words,
};
