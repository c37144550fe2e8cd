/* SPDX-License-Identifier: MIT */
#include "selftest/selftest.h"

#include "count/tracefs.h"
#include "machine/sysfile.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#define STATUS "/proc/self/status"

/* A value of /proc/self/status in that base, or -1. */
static long long status_value(const char *key, int base)
{
    char *text = sysfile_text("", STATUS);
    char *value = text ? text_value(text, key) : NULL;
    long long number = value ? strtoll(value, NULL, base) : -1;
    free(value);
    free(text);
    return number;
}

static const struct {
    int bit;
    const char *name;
} capabilities[] = {{CAP_PERFMON, "perfmon"},
                    {CAP_SYS_ADMIN, "sys_admin"},
                    {CAP_SYS_PTRACE, "sys_ptrace"},
                    {CAP_SYSLOG, "syslog"},
                    {CAP_SYS_RAWIO, "sys_rawio"}};

static void test_user(struct selftest *st, struct finding *f)
{
    long long mask = status_value("CapEff", 16);
    char held[128] = "";
    (void)st;
    for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities && mask > 0; i++)
        if (mask >> capabilities[i].bit & 1) {
            strcat(held, " ");
            strcat(held, capabilities[i].name);
        }
    found_read(f, "%s, capabilities%s", geteuid() ? "an ordinary user" : "root",
               *held ? held : " none that matter");
    if (mask > 0 && mask >> CAP_SYS_ADMIN & 1)
        found(f, SELF_OK, "perf and tracefs are open to it where the kernel has them");
    else
        found(f, SELF_NOTE, "what it may count depends on the next lines");
}

static void test_paranoid(struct selftest *st, struct finding *f)
{
    char *level = sysfile_line("", "/proc/sys/kernel/perf_event_paranoid");
    (void)st;
    found_read(f, "%s", level ? level : "absent");
    if (!level)
        found(f, SELF_NONE, "this kernel has no perf events, or /proc is hidden");
    else if (atoi(level) > 1)
        found(f, SELF_NOTE, "tracepoints and the kernel's side take CAP_PERFMON");
    else
        found(f, SELF_OK, "perf may count the kernel's side");
    free(level);
}

static void test_kptr(struct selftest *st, struct finding *f)
{
    char *level = sysfile_line("", "/proc/sys/kernel/kptr_restrict");
    (void)st;
    found_read(f, "%s", level ? level : "absent");
    found(f, level ? SELF_OK : SELF_NONE, "no figure depends on it");
    free(level);
}

static void test_seccomp_state(struct selftest *st, struct finding *f)
{
    long long mode = status_value("Seccomp", 10), filters = status_value("Seccomp_filters", 10);
    (void)st;
    found_read(f, "mode %lld, %lld filters", mode, filters);
    if (mode > 0)
        found(f, SELF_NOTE, "every entry into the kernel runs them, vsyscall's too");
    else if (mode < 0)
        found(f, SELF_NONE, "whether a filter is at work can't be read");
    else
        found(f, SELF_OK, "no filter is in the way");
}

static void test_tracefs(struct selftest *st, struct finding *f)
{
    char link[32], place[64] = "";
    (void)st;
    int fd = tracefs_open();
    if (fd < 0) {
        found_read(f, "%s", strerror(-fd));
        found(f, SELF_NONE, "no ids of tracepoints; entries are counted by seccomp");
        return;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (readlink(link, place, sizeof place - 1) < 0)
        *place = '\0';
    found_read(f, "%s%s, sys_enter %s", place[1] ? "mounted at " : "not mounted, opened detached",
               place[1] ? place : "",
               tracefs_event_id(fd, "raw_syscalls/sys_enter") > 0 ? "has an id" : "is missing");
    found(f, SELF_OK, "ids of tracepoints can be read");
    close(fd);
}

static bool is_mounted(const char *type)
{
    char *mounts = sysfile_text("", "/proc/self/mounts");
    char word[32];
    snprintf(word, sizeof word, " %s ", type);
    bool mounted = mounts && strstr(mounts, word);
    free(mounts);
    return mounted;
}

/* Made, never attached: see tracefs.c. */
static bool may_mount_detached(const char *type)
{
    int context = fsopen(type, FSOPEN_CLOEXEC);
    if (context < 0)
        return false;
    bool may = fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0;
    close(context);
    return may;
}

static void test_debugfs(struct selftest *st, struct finding *f)
{
    bool mounted = is_mounted("debugfs");
    (void)st;
    found_read(f, "%s, a detached mount is %s", mounted ? "mounted" : "not mounted",
               may_mount_detached("debugfs") ? "allowed" : "refused");
    if (mounted)
        found(f, SELF_OK, "libpfm4 finds tracepoints by name");
    else
        found(f, SELF_OK, "tracepoints get their numbers from tracefs");
}

const struct self_test self_rights[] = {{"user", test_user},
                                        {"perf_event_paranoid", test_paranoid},
                                        {"kptr_restrict", test_kptr},
                                        {"seccomp", test_seccomp_state},
                                        {"tracefs", test_tracefs},
                                        {"debugfs", test_debugfs},
                                        {0}};
