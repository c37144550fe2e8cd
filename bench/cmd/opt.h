/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_OPT_H
#define SYSTOLL_CMD_OPT_H

#include "text/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum exit_code {
    EXIT_OK = 0,
    EXIT_REGRESSION = 1, /* or a check failed */
    EXIT_USAGE = 2,      /* or a tool error */
    EXIT_INCONCLUSIVE = 3,
    EXIT_INCOMPARABLE = 4,
    EXIT_NOTHING = 77, /* nothing measurable here */
    EXIT_INTERRUPTED = 130
};

/* What an option's argument may be, for the help; words is called with of. */
struct opt_words {
    const char *option;
    word_list *words;
    const void *of;
};

/* A subcommand: one file, one row in commands.def. */
struct command {
    const char *name;
    const char *synopsis;              /* what follows the name in the usage line */
    const char *help;                  /* one line for `systoll --help` */
    int (*run)(int argc, char **argv); /* argv[0] is the subcommand's name; an enum exit_code */
    bool hidden;
    const struct opt_words *words; /* NULL, or rows that end with one without an option */
};

/* A subcommand's option: getopt_long's struct option with its help text. Ends with a row whose name
 * is NULL. */
struct opt {
    const char *name;
    char letter;     /* 0: none */
    const char *arg; /* NULL: a flag; else the argument's name in the help; [NAME]: may be absent */
    const char *help;
};

/* Steps through argv as getopt_long does, by a command's option table. Returns the index of the
 * next option's row with its argument in *arg; OPT_END when only operands are left (from *index
 * on); OPT_HELP after --help, printed to standard output; OPT_ERROR after one sentence on standard
 * error that names the nearest option. Set *index to 0 before the first call. */
enum { OPT_END = -1, OPT_HELP = -2, OPT_ERROR = -3 };
int opt_next(const struct command *c, const struct opt *opts, int argc, char **argv, int *index,
             char **arg);

/* True for --NAME, an abbreviation of it, and -LETTER: what stands in the place of a command. */
bool opt_is(const char *given, const char *name, char letter);

/* A line that may quote file names, commands and what else comes from outside: control characters
 * don't reach a terminal. The newline is added. */
void cmd_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "systoll run: SENTENCE" on standard error (command NULL: "systoll: "); always EXIT_USAGE. */
int cmd_error(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "there is no WHAT 'GIVEN'; did you mean ...?", or which there are; always EXIT_USAGE. */
int cmd_unknown(const char *command, const char *what, const char *given, word_list *words,
                const void *of);

/* The words of a table of formats (of: a const struct report_format *const [] that ends with NULL),
 * and those of commands that print text or JSON alone. */
struct word format_words(const void *of, size_t i);
struct word text_or_json(const void *of, size_t i);

/* A whole number in lo..hi, or a decimal in lo..hi; else false, with a sentence in error that names
 * the option, what was given and the range. */
bool arg_integer(const char *option, const char *text, uint64_t lo, uint64_t hi, uint64_t *value,
                 char *error, size_t error_size);
bool arg_decimal(const char *option, const char *text, double lo, double hi, double *value,
                 char *error, size_t error_size);

#endif
