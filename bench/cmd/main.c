/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define COMMAND(name) &cmd_##name,
static const struct command *const commands[] = {
#include "cmd/commands.def"
    NULL};
#undef COMMAND

static int usage(FILE *out)
{
    fputs("Usage: systoll COMMAND [OPTION]...\n\n"
          "Measure what a call costs on each path that Linux offers for it.\n\nCommands:\n",
          out);
    for (const struct command *const *c = commands; *c; c++)
        if (!(*c)->hidden)
            fprintf(out, "  %-10s %s\n", (*c)->name, (*c)->help);
    fputs("\nsystoll help COMMAND and systoll COMMAND --help describe a command's options.\n", out);
    return out == stdout ? EXIT_OK : EXIT_USAGE;
}

static int unknown_command(const char *name)
{
    const char *words[sizeof commands / sizeof *commands] = {0};
    size_t size = 0;
    for (const struct command *const *c = commands; *c; c++)
        if (!(*c)->hidden)
            words[size++] = (*c)->name;
    const char *near = nearest_word(name, words);
    if (near)
        return cmd_error(NULL, "there is no command '%s'; did you mean %s?", name, near);
    return cmd_error(NULL, "there is no command '%s'; see systoll --help", name);
}

static const struct command *by_name(const char *name)
{
    for (const struct command *const *c = commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

/* `help COMMAND [GATE]` is `COMMAND [GATE] --help`. */
static int help(int argc, char **argv)
{
    char option[] = "--help", *words[] = {argv[1], argc > 2 ? argv[2] : option, option, NULL};
    const struct command *c = argc > 1 ? by_name(argv[1]) : NULL;
    if (argc < 2 || opt_is(argv[1], "help", 'h'))
        return usage(stdout);
    if (!c || c->hidden)
        return unknown_command(argv[1]);
    if (argc > 3 || (argc == 3 && c != &cmd_gate))
        return cmd_error(NULL, "help takes a command and a gate's name, and '%s' is one more",
                         argv[argc - 1]);
    return c->run(argc, words);
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr);
    if (opt_is(argv[1], "help", 'h'))
        return usage(stdout);
    if (strcmp(argv[1], "help") == 0)
        return help(argc - 1, argv + 1);
    if (opt_is(argv[1], "version", 'V')) {
        puts("systoll " SYSTOLL_VERSION);
        return EXIT_OK;
    }
    const struct command *c = by_name(argv[1]);
    return c ? c->run(argc - 1, argv + 1) : unknown_command(argv[1]);
}

/* What a command printed may still wait for a disk that is full. */
static int finish(int code)
{
    errno = 0;
    if ((fflush(stdout) == 0 && !ferror(stdout)) || code != EXIT_OK)
        return code;
    fprintf(stderr, "systoll: the output can't be written: %s\n", strerror(errno ? errno : EIO));
    return EXIT_USAGE;
}

/* A standard stream that came closed would be the number of the next file that is opened, and what
 * is printed would go into a record. Nothing can be read from or written to this. */
static void hold_streams(void)
{
    int fd;
    do
        fd = open("/", O_PATH);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

int main(int argc, char **argv)
{
    hold_streams();
    signals_at_start();
    return finish(dispatch(argc, argv));
}
