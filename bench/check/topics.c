/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "check/surroundings.h"

#include <errno.h>
#include <fnmatch.h>

/* messages comes first: the kernel limits its messages to ten in five seconds, and other topics
 * cause dozens. */
const struct topic *const topics[] = {
    &topic_messages, &topic_page,   &topic_symbols,  &topic_pointers, &topic_clocks,
    &topic_order,    &topic_getcpu, &topic_timezone, &topic_int80,    &topic_registers,
    &topic_seccomp,  &topic_ptrace, &topic_entries,  &topic_i386,     NULL};

static void run_topic(const struct topic *topic, struct check *c)
{
    tap_topic(&c->tap, topic->name);
    if (topic->bare && c->setting.emulator)
        tap_skip(&c->tap, c->setting.emulator, "%s", topic->about);
    else
        topic->run(c);
    tap_topic_end(&c->tap);
}

static bool is_wanted(const struct topic *topic, const char *pattern)
{
    return !pattern || fnmatch(pattern, topic->name, 0) == 0;
}

static unsigned count_wanted(const char *pattern)
{
    unsigned count = 0;
    for (const struct topic *const *topic = topics; *topic; topic++)
        count += is_wanted(*topic, pattern);
    return count;
}

int topics_run(const char *pattern, const struct tap_format *format, FILE *out, struct tap *t)
{
    struct check c;
    unsigned count = count_wanted(pattern);
    if (!count)
        return -ENOENT;
    int error = setting_make(&c.setting);
    if (!error)
        error = surroundings_find(&c.setting);
    if (error)
        return error;
    tap_begin(&c.tap, format, count, out);
    for (const struct topic *const *topic = topics; *topic; topic++)
        if (is_wanted(*topic, pattern))
            run_topic(*topic, &c);
    tap_end(&c.tap);
    setting_free(&c.setting);
    *t = c.tap;
    return t->error;
}
