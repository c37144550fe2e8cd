/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "matrix/places.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const struct opt options[] = {{0}};

/* Whether what is executed is in the place too, and in another one than without. */
static bool keeps(const struct place *p)
{
    return p->context && !p->context->ends_at_exec;
}

static void list_contexts(void)
{
    puts("\nContexts:");
    for (const struct place *p = places; p->name; p++)
        if (keeps(p))
            printf("  %-24s %s\n", p->name, p->help);
}

static struct word enterable_words(const void *of, size_t i)
{
    const struct place *p = places;
    (void)of;
    for (; p->name && (!keeps(p) || i); p++)
        i -= keeps(p);
    return (struct word){p->name, p->help};
}

/* Only what stands before the command is this one's: its options are its own. */
static int run_with(int argc, char **argv)
{
    char *arg;
    int index = 0, found = opt_next(&cmd_with, options, argc < 2 ? argc : 2, argv, &index, &arg);
    if (found == OPT_HELP)
        list_contexts();
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    int command = argc > 2 && strcmp(argv[2], "--") == 0 ? 3 : 2;
    if (argc <= command)
        return cmd_error("with", "name a context and a command: systoll with CONTEXT -- COMMAND");
    const struct place *place = place_named(argv[1]);
    if (place && place->context && place->context->ends_at_exec)
        return cmd_error("with", "a command can't be run in %s: %s", place->name,
                         place->context->ends_at_exec);
    if (!place || !place->context)
        return cmd_unknown("with", "context", argv[1], enterable_words, NULL);
    const char *why = place_enter(place, -1, NULL);
    if (why)
        return cmd_error("with", "%s can't be entered: %s", place->name, why);
    place_set_environment(place);
    execvp(argv[command], argv + command);
    return cmd_error("with", "%s can't be run: %s", argv[command], strerror(errno));
}

const struct command cmd_with = {.name = "with",
                                 .synopsis = "CONTEXT -- COMMAND [ARGUMENT]...",
                                 .help = "Run a command in a context, such as under a filter",
                                 .run = run_with};
