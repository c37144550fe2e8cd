/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "check/topics.h"

#include <errno.h>
#include <string.h>

static const struct opt opts[] = {
    {"format", 'f', "FORMAT", "how to print them (tap)"},
    {"only", 0, "PATTERN", "only the topics whose name matches this shell pattern"},
    {"list", 0, NULL, "list the topics"},
    {0}};

enum option { FORMAT, ONLY, LIST };

static int list_topics(void)
{
    for (const struct topic *const *t = topics; *t; t++)
        printf("%-10s %s\n", (*t)->name, (*t)->about);
    return EXIT_OK;
}

static struct word topic_words(const void *of, size_t i)
{
    (void)of;
    return topics[i] ? (struct word){topics[i]->name, topics[i]->about} : (struct word){0};
}

static int no_topic(const char *pattern)
{
    const char *near = nearest_in(pattern, topic_words, NULL);
    if (near)
        return cmd_error("check", "no topic matches '%s'; did you mean %s?", pattern, near);
    return cmd_error("check", "no topic matches '%s'; see systoll check --list", pattern);
}

static struct word tap_words(const void *of, size_t i)
{
    const struct tap_format *f = ((const struct tap_format *const *)of)[i];
    return f ? (struct word){f->name, f->help} : (struct word){NULL, NULL};
}

/* The format of that name; else one sentence, and NULL. */
static const struct tap_format *find_format(const char *name)
{
    for (size_t i = 0; tap_formats[i]; i++)
        if (strcmp(tap_formats[i]->name, name) == 0)
            return tap_formats[i];
    cmd_unknown("check", "format", name, tap_words, tap_formats);
    return NULL;
}

static int check_topics(const char *pattern, const struct tap_format *format)
{
    struct tap t;
    int error = topics_run(pattern, format, stdout, &t);
    if (error == -ENOENT)
        return no_topic(pattern);
    if (error)
        return cmd_error("check", "no child process or memory to check in: %s", strerror(-error));
    if (ferror(stdout))
        return cmd_error("check", "the results could not be written");
    if (t.all.failed)
        return EXIT_REGRESSION;
    return t.all.skipped == t.all.made ? EXIT_NOTHING : EXIT_OK;
}

static int run_check(int argc, char **argv)
{
    const struct tap_format *format = &tap_tap;
    const char *pattern = NULL;
    bool list = false;
    char *arg;
    int at = 0, o;
    while ((o = opt_next(&cmd_check, opts, argc, argv, &at, &arg)) >= 0) {
        if (o == FORMAT && !(format = find_format(arg)))
            return EXIT_USAGE;
        if (o == ONLY)
            pattern = arg;
        list |= o == LIST;
    }
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc)
        return cmd_error("check", "unexpected argument '%s'; see systoll check --help", argv[at]);
    return list ? list_topics() : check_topics(pattern, format);
}

static const struct opt_words words[] = {{"format", tap_words, tap_formats}, {0}};

const struct command cmd_check = {.name = "check",
                                  .synopsis = "[OPTION]...",
                                  .help = "Prove that each path does what it should, as TAP",
                                  .run = run_check,
                                  .words = words};
