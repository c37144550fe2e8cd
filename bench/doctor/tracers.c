/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include "count/tracefs.h"
#include "doctor/tracers.h"
#include "machine/facts.h"
#include "text/show.h"
#include "text/text.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct fact facts[] = {{"current_tracer", "/current_tracer", NULL},
                                    {"set_event", "/set_event", NULL},
                                    {NULL, NULL, NULL}};

/* The first instance of tracefs, and the others that it holds. */
json_t *host_tracing(void)
{
    char place[32];
    int fd = tracefs_open();
    json_t *tracing = fd >= 0 ? json_object() : NULL;
    snprintf(place, sizeof place, "/proc/self/fd/%d", fd);
    if (tracing) {
        facts_read(tracing, facts, place, 0);
        json_t *instances = facts_of_directory(place, "/instances", "/set_event");
        json_object_update(tracing, instances);
        json_decref(instances);
    }
    if (fd >= 0)
        close(fd);
    if (json_object_get(tracing, "set_event"))
        return tracing;
    json_decref(tracing);
    return NULL;
}

/* How many perf events a process holds; -1 where this user may not look. */
static int events_of(const char *pid)
{
    char path[320], place[64];
    snprintf(path, sizeof path, "/proc/%s/fd", pid);
    DIR *folder = opendir(path);
    struct dirent *each;
    int found = 0;
    while (folder && (each = readdir(folder))) {
        ssize_t size = readlinkat(dirfd(folder), each->d_name, place, sizeof place - 1);
        place[size > 0 ? size : 0] = '\0';
        found += strcmp(place, "anon_inode:[perf_event]") == 0;
    }
    if (folder)
        closedir(folder);
    return folder ? found : -1;
}

static void name_holder(struct host *h, const char *pid)
{
    char path[320];
    snprintf(path, sizeof path, "/proc/%s/comm", pid);
    json_t *one = json_object();
    const struct fact comm[] = {{"comm", path, NULL}, {NULL, NULL, NULL}};
    facts_read(one, comm, "", 0);
    const char *name = json_string_value(json_object_get(one, "comm"));
    text_say(h->holder, sizeof h->holder, "%s (%s)", pid, name ? name : "?");
    json_decref(one);
}

void host_find_holders(struct host *h)
{
    DIR *folder = opendir("/proc");
    struct dirent *each;
    h->all_holders = folder && geteuid() == 0;
    while (folder && (each = readdir(folder))) {
        if (each->d_name[strspn(each->d_name, "0123456789")] || atoi(each->d_name) == getpid())
            continue;
        int events = events_of(each->d_name);
        if (events > 0 && h->holders++ == 0)
            name_holder(h, each->d_name);
    }
    if (folder)
        closedir(folder);
}

static bool is_traced(const char *name, const char *value)
{
    if (strcmp(name, "current_tracer") == 0)
        return *value && strcmp(value, "nop") != 0;
    return *value;
}

/* Tracers of functions and these events are at every entry into the kernel; others elsewhere. */
static bool is_at_entry(const char *name, const char *value)
{
    return strcmp(name, "current_tracer") == 0 || strstr(value, "syscalls:") ||
           strstr(value, "exceptions:") || strstr(value, "vsyscall:");
}

/* Writes what traces: "set_event raw_syscalls:sys_enter"; *entry: whether at every entry. */
static size_t list_traced(const json_t *tracing, char *text, size_t size, bool *entry)
{
    const char *name;
    json_t *value;
    size_t found = 0, used = 0;
    char shown[64];
    *text = '\0';
    json_object_foreach((json_t *)tracing, name, value) {
        const char *on = json_string_value(value);
        if (!on || !is_traced(name, on) || used >= size)
            continue;
        *entry |= is_at_entry(name, on);
        text_fit(shown, sizeof shown, on);
        used +=
            (size_t)snprintf(text + used, size - used, "%s%s %s", found++ ? "; " : "", name, shown);
    }
    return found;
}

static void look_at_tracing(const struct host *h, struct doctor_line *l)
{
    char words[400];
    bool entry = false;
    if (!h->tracing) {
        doctor_seen(l, "tracefs can't be read");
        doctor_say(l, DOCTOR_NOTE,
                   "sudo cat /sys/kernel/tracing/set_event tells it, and this line as root");
    } else if (list_traced(h->tracing, words, sizeof words, &entry)) {
        doctor_seen(l, "the kernel is being traced: %s", words);
        doctor_say(l, entry ? DOCTOR_FINDING : DOCTOR_NOTE,
                   "end it with trace-cmd reset, or ask whoever began it");
    } else {
        doctor_seen(l, "tracefs has no tracer and no event on");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

static void look_at_tracer(const struct host *h, struct doctor_line *l)
{
    const char *pid = host_rest(h, "tracer_pid");
    if (!*pid) {
        doctor_unseen(l, "/proc");
    } else if (strtol(pid, NULL, 10) > 0) {
        doctor_seen(l, "process %s traces this one", pid);
        doctor_say(l, DOCTOR_FINDING, "run without strace or debugger");
    } else {
        doctor_seen(l, "nobody traces this process");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

/* What is attached through perf or BPF shows nowhere in tracefs. */
static void look_at_holders(const struct host *h, struct doctor_line *l)
{
    if (h->holders) {
        doctor_seen(l, "%d process%s perf events, the first %s", h->holders,
                    h->holders == 1 ? " holds" : "es hold", h->holder);
        doctor_say(l, DOCTOR_NOTE,
                   "whether they are at the entry of the kernel shows nowhere: --timed says "
                   "whether system calls are slow here; ask whoever runs them");
    } else if (h->all_holders) {
        doctor_seen(l, "no process holds perf events");
        doctor_say(l, DOCTOR_OK, NULL);
    } else {
        doctor_seen(l, "not known: this user may not look at all processes");
        doctor_say(l, DOCTOR_NOTE,
                   "as root this line tells it; --timed says whether system calls "
                   "are slow here");
    }
}

/* A trap of the page goes by what audit, tracers and others put before system calls, and costs more
 * than a bare one; with FRED about as much. */
static void look_at_speed(const struct host *h, struct doctor_line *l)
{
    double ratio = h->syscall_ns / h->vsyscall_ns;
    char number[SHOW_NUMBER];
    if (isnan(ratio)) {
        doctor_seen(l, "not known: time() can't be called by both syscall and the vsyscall page");
        doctor_say(l, DOCTOR_NOTE,
                   "compare the cost with that of a machine of the same CPU and "
                   "kernel that nobody traces: systoll compare");
    } else if (ratio > 1.5) {
        doctor_seen(l, "a system call costs %s times what a trap into the page costs",
                    show_short(ratio, 2, number));
        doctor_say(l, DOCTOR_FINDING,
                   "something takes part in every system call: see the lines of "
                   "audit, seccomp and tracing; else bpftool link, bpftool prog");
    } else {
        doctor_seen(l, "a system call costs %s times what a trap into the page costs",
                    show_short(ratio, 2, number));
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

const struct doctor_row doctor_tracers[] = {
    {.name = "tracing",
     .why = "an event at the entry lengthens every system call of the machine several times",
     .look = look_at_tracing},
    {.name = "tracer",
     .why = "each system call of a traced process may stop for it",
     .look = look_at_tracer},
    {.name = "perf events",
     .why = "what counts or traces system calls by perf or BPF lengthens those of all processes",
     .look = look_at_holders,
     .cells = {"syscall:getppid"}},
    {.name = "system calls",
     .why =
         "what is put before system calls, seen or unseen, doesn't lengthen a trap into the page",
     .look = look_at_speed,
     .cells = {"syscall:time", "vsyscall:time"},
     .timed = true},
    {0}};
