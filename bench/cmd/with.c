/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "matrix/contexts.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const struct opt options[] = {{0}};

static void list_contexts(void)
{
    puts("\nContexts:");
    for (const struct context *c = contexts; c->name; c++)
        printf("  %-24s %s\n", c->name, c->help);
}

static struct word context_words(const void *of, size_t i)
{
    (void)of;
    return (struct word){contexts[i].name, contexts[i].help};
}

/* Only what stands before the command is this one's: its options are its own. */
static int run(int argc, char **argv)
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
    const struct context *context = context_by_name(argv[1]);
    if (!context)
        return cmd_unknown("with", "context", argv[1], context_words, NULL);
    const char *why = context->enter();
    if (why)
        return cmd_error("with", "%s can't be entered: %s", context->name, why);
    execvp(argv[command], argv + command);
    return cmd_error("with", "%s can't be run: %s", argv[command], strerror(errno));
}

const struct command cmd_with = {.name = "with",
                                 .synopsis = "CONTEXT -- COMMAND [ARGUMENT]...",
                                 .help = "Run a command in a context, such as under a filter",
                                 .run = run};
