/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include <errno.h>
#include <fnmatch.h>

/* messages comes first: the kernel limits its messages to ten in five seconds, and other topics
 * cause dozens. */
const struct topic topics[] = {
    {"messages", "what the kernel logs of misused vsyscalls", check_messages, true},
    {"page", "every way to touch the vsyscall page", check_page, true},
    {"symbols", "the vDSO's place and its functions", check_symbols, false},
    {"pointers", "bad pointers, in every combination, on every path", check_pointers, true},
    {"clocks", "which clocks there are, on every path alike", check_clocks, false},
    {"order", "readings of any two paths never go back", check_order, false},
    {"getcpu", "every CPU and its node, on every path alike", check_getcpu, false},
    {"timezone", "gettimeofday's second argument", check_timezone, false},
    {"int80", "the i386 ABI in 64-bit code", check_int80, true},
    {"registers", "what each path keeps and clobbers", check_registers, true},
    {"seccomp", "who is seen by filters, strict mode and user dispatch", check_seccomp, true},
    {"ptrace", "who is seen by a tracer", check_ptrace, true},
    {"entries", "kernel entries per call", check_entries, true},
    {0}};

static void run(const struct topic *topic, struct check *c)
{
    tap_topic(&c->tap, topic->name);
    if (topic->bare && c->setting.emulator)
        tap_skip(&c->tap, c->setting.emulator, "%s", topic->about);
    else
        topic->run(c);
    tap_topic_end(&c->tap);
}

static bool wanted(const struct topic *topic, const char *pattern)
{
    return !pattern || fnmatch(pattern, topic->name, 0) == 0;
}

static unsigned count_wanted(const char *pattern)
{
    unsigned count = 0;
    for (const struct topic *topic = topics; topic->name; topic++)
        count += wanted(topic, pattern);
    return count;
}

int topics_run(const char *pattern, const struct tap_format *format, FILE *out, struct tap *t)
{
    struct check c;
    unsigned count = count_wanted(pattern);
    if (!count)
        return -ENOENT;
    int error = setting_find(&c.setting);
    if (error)
        return error;
    tap_begin(&c.tap, format, count, out);
    for (const struct topic *topic = topics; topic->name; topic++)
        if (wanted(topic, pattern))
            run(topic, &c);
    tap_end(&c.tap);
    setting_free(&c.setting);
    *t = c.tap;
    return t->error;
}
