/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "check/topics.h"

#include <errno.h>
#include <string.h>

static const struct opt opts[] = {
    {"only", 0, "PATTERN", "only the topics whose name matches this shell pattern"},
    {"list", 0, NULL, "list the topics"},
    {0}};

enum option { ONLY, LIST };

static int list_topics(void)
{
    for (const struct topic *t = topics; t->name; t++)
        printf("%-10s %s\n", t->name, t->about);
    return EXIT_OK;
}

static struct word topic_words(const void *of, size_t i)
{
    (void)of;
    return (struct word){topics[i].name, topics[i].about};
}

static int no_topic(const char *pattern)
{
    const char *near = nearest_in(pattern, topic_words, NULL);
    if (near)
        return cmd_error("check", "no topic matches '%s'; did you mean %s?", pattern, near);
    return cmd_error("check", "no topic matches '%s'; see systoll check --list", pattern);
}

static int check(const char *pattern)
{
    struct tap t;
    int error = topics_run(pattern, stdout, &t);
    if (error == -ENOENT)
        return no_topic(pattern);
    if (error)
        return cmd_error("check", "no child process or memory to check in: %s", strerror(-error));
    if (ferror(stdout))
        return cmd_error("check", "the results could not be written");
    if (t.failed)
        return EXIT_REGRESSION;
    return t.skipped == t.count ? EXIT_NOTHING : EXIT_OK;
}

static int run_check(int argc, char **argv)
{
    const char *pattern = NULL;
    bool list = false;
    char *arg;
    int at = 0, o;
    while ((o = opt_next(&cmd_check, opts, argc, argv, &at, &arg)) >= 0) {
        if (o == ONLY)
            pattern = arg;
        else
            list = true;
    }
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc)
        return cmd_error("check", "unexpected argument '%s'; see systoll check --help", argv[at]);
    return list ? list_topics() : check(pattern);
}

const struct command cmd_check = {.name = "check",
                                  .synopsis = "[OPTION]...",
                                  .help = "Prove that each path does what it should, as TAP",
                                  .run = run_check};
