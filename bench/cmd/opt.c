/* SPDX-License-Identifier: MIT */
#include "cmd/opt.h"

#include "report/report.h"
#include "text/text.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OPTS = 32, LINE_MOST = 2 * PATH_MAX, MAX_WORD = 64, HELP_INDENT = 29, HELP_WORD = 24 };

static void print_line(FILE *out, const char *before, const char *format, va_list args)
{
    char *line;
    if (vasprintf(&line, format, args) < 0)
        line = NULL;
    if (line) {
        text_fit(line, LINE_MOST, line);
        text_printable(line); /* it may quote what was given */
    }
    fprintf(out, "%s%s\n", before, line ? line : "out of memory");
    free(line);
}

void cmd_line(FILE *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_line(out, "", format, args);
    va_end(args);
}

int cmd_error(const char *command, const char *format, ...)
{
    char before[MAX_WORD];
    va_list args;
    snprintf(before, sizeof before, "systoll%s%s: ", command ? " " : "", command ? command : "");
    va_start(args, format);
    print_line(stderr, before, format, args);
    va_end(args);
    return EXIT_USAGE;
}

bool opt_is(const char *given, const char *name, char letter)
{
    size_t size = strlen(given);
    if (size == 2 && given[0] == '-' && letter && given[1] == letter)
        return true;
    return size > 2 && strncmp(given, "--", 2) == 0 && strncmp(given + 2, name, size - 2) == 0;
}

bool arg_integer(const char *option, const char *text, uint64_t lo, uint64_t hi, uint64_t *value,
                 char *error, size_t error_size)
{
    char *end;
    errno = 0;
    unsigned long long v = strtoull(text, &end, 10);
    if (isdigit((unsigned char)*text) && !*end && !errno && v >= lo && v <= hi) {
        *value = v;
        return true;
    }
    text_say(error, error_size, "%s takes a whole number from %llu to %llu, not '%s'", option,
             (unsigned long long)lo, (unsigned long long)hi, text);
    return false;
}

bool arg_decimal(const char *option, const char *text, double lo, double hi, double *value,
                 char *error, size_t error_size)
{
    char *end;
    double v = strtod(text, &end);
    bool plain = strspn(text, "0123456789.eE+-") == strlen(text);
    if (*text && plain && !*end && isfinite(v) && v >= lo && v <= hi) {
        *value = v;
        return true;
    }
    text_say(error, error_size, "%s takes a number from %.10g to %.10g, not '%s'", option, lo, hi,
             text);
    return false;
}

/* What the argument may be: a row for each word. */
static void print_words(const struct command *c, const char *option)
{
    const struct opt_words *o = c->words;
    struct word w;
    while (o && o->option && strcmp(o->option, option) != 0)
        o++;
    for (size_t i = 0; o && o->option && (w = o->words(o->of, i)).name; i++)
        printf("%*s%-*s%s\n", HELP_INDENT, "", w.help ? HELP_WORD : 0, w.name,
               w.help ? w.help : "");
}

static void print_help(const struct command *c, const struct opt *opts)
{
    printf("Usage: systoll %s%s%s\n\n%s.\n", c->name, *c->synopsis ? " " : "", c->synopsis,
           c->help);
    if (opts->name)
        puts("\nOptions:");
    for (const struct opt *o = opts; o->name; o++) {
        char left[80], letter[5] = "";
        if (o->letter)
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->arg ? " " : "",
                 o->arg ? o->arg : "");
        printf("  %-24s %s\n", left, o->help);
        print_words(c, o->name);
    }
    printf("  %-24s %s\n", "-h, --help", "print this and exit");
}

int cmd_unknown(const char *command, const char *what, const char *given, word_list *words,
                const void *of)
{
    const char *near = nearest_in(given, words, of);
    if (near)
        return cmd_error(command, "there is no %s '%s'; did you mean %s?", what, given, near);
    char *all = words_joined(words, of, " and ");
    cmd_error(command, "there is no %s '%s'; there are %s", what, given, all ? all : "others");
    free(all);
    return EXIT_USAGE;
}

struct word format_words(const void *of, size_t i)
{
    const struct report_format *f = ((const struct report_format *const *)of)[i];
    return f ? (struct word){f->name, f->help} : (struct word){NULL, NULL};
}

struct word text_or_json(const void *of, size_t i)
{
    static const struct word words[] = {
        {"text", "for people (the default)"}, {"json", "for programs"}, {NULL, NULL}};
    (void)of;
    return words[i];
}

static int unknown_option(const struct command *c, const struct opt *opts, const char *given)
{
    const char *words[MAX_OPTS + 1] = {0};
    size_t size = 0;
    for (const struct opt *o = opts; o->name && size < MAX_OPTS; o++)
        words[size++] = o->name;
    char bare[MAX_WORD];
    snprintf(bare, sizeof bare, "%s", given + strspn(given, "-"));
    bare[strcspn(bare, "=")] = '\0';
    const char *near = nearest_word(bare, words);
    if (near)
        cmd_error(c->name, "there is no option '%s'; did you mean --%s?", given, near);
    else
        cmd_error(c->name, "there is no option '%s'; see systoll %s --help", given, c->name);
    return OPT_ERROR;
}

/* getopt_long's two views of one table; HELP_VALUE stands for --help. */
enum { HELP_VALUE = 1000, MISSING = ':', UNKNOWN = '?' };

static bool may_lack_value(const struct opt *o)
{
    return o->arg && *o->arg == '[';
}

/* False where the table has more rows than MAX_OPTS. */
static bool make_getopt(const struct opt *opts, struct option *longs, char *shorts)
{
    *shorts++ = ':';
    *shorts++ = 'h';
    int i = 0;
    for (; opts[i].name && i < MAX_OPTS; i++) {
        int has = opts[i].arg ? required_argument : no_argument;
        if (may_lack_value(&opts[i]))
            has = optional_argument;
        longs[i] = (struct option){opts[i].name, has, NULL, HELP_VALUE + 1 + i};
        if (opts[i].letter) {
            *shorts++ = opts[i].letter;
            if (opts[i].arg)
                *shorts++ = ':';
        }
    }
    longs[i++] = (struct option){"help", no_argument, NULL, HELP_VALUE};
    longs[i] = (struct option){0};
    *shorts = '\0';
    return !opts[i - 1].name;
}

static int option_row(const struct opt *opts, int value)
{
    if (value > HELP_VALUE)
        return value - HELP_VALUE - 1;
    int i = 0;
    while (opts[i].letter != value)
        i++;
    return i;
}

int opt_next(const struct command *c, const struct opt *opts, int argc, char **argv, int *index,
             char **arg)
{
    struct option longs[MAX_OPTS + 2];
    char shorts[2 * MAX_OPTS + 3];
    if (!make_getopt(opts, longs, shorts)) {
        cmd_error(c->name, "its table has more than %d options: raise MAX_OPTS", MAX_OPTS);
        return OPT_ERROR;
    }
    if (*index == 0)
        optind = 0; /* glibc: start again */
    opterr = 0;
    int at = optind ? optind : 1;
    int value = getopt_long(argc, argv, shorts, longs, NULL);
    *index = optind;
    *arg = optarg;
    if (value == -1)
        return OPT_END;
    if (value == HELP_VALUE || value == 'h') {
        print_help(c, opts);
        return OPT_HELP;
    }
    if (value == MISSING) {
        cmd_error(c->name, "%s needs a value", argv[optind - 1]);
        return OPT_ERROR;
    }
    if (value == UNKNOWN && optopt >= HELP_VALUE) {
        cmd_error(c->name, "--%s takes no value; see systoll %s --help",
                  optopt == HELP_VALUE ? "help" : opts[option_row(opts, optopt)].name, c->name);
        return OPT_ERROR;
    }
    if (value == UNKNOWN) {
        /* optind stays behind where a letter in a cluster is unknown */
        return unknown_option(c, opts, argv[optind > at ? optind - 1 : at]);
    }
    int row = option_row(opts, value);
    if (may_lack_value(&opts[row]) && !*arg && optind < argc && *argv[optind] != '-')
        *arg = argv[(*index = ++optind) - 1];
    return row;
}
