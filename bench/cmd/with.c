/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "contexts.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { MOST_CONTEXTS = 16 };

static const struct opt options[] = {{0}};

static void list_contexts(void)
{
    puts("\nContexts:");
    for (const struct context *c = contexts; c->name; c++)
        printf("  %-24s %s\n", c->name, c->help);
}

static int unknown(const char *name)
{
    const char *words[MOST_CONTEXTS + 1] = {0};
    for (size_t i = 0; contexts[i].name && i < MOST_CONTEXTS; i++)
        words[i] = contexts[i].name;
    const char *near = nearest_word(name, words);
    return cmd_error("with", "there is no context '%.60s'; %s%s", name,
                     near ? "did you mean " : "see systoll with --help", near ? near : "");
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
        return unknown(argv[1]);
    const char *why = context->enter();
    if (why)
        return cmd_error("with", "%s can't be entered: %s", context->name, why);
    execvp(argv[command], argv + command);
    return cmd_error("with", "%.200s can't be run: %s", argv[command], strerror(errno));
}

const struct command cmd_with = {.name = "with",
                                 .synopsis = "CONTEXT -- COMMAND [ARGUMENT]...",
                                 .help = "Run a command in a context, such as under a filter",
                                 .run = run};
