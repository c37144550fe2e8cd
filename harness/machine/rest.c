/* SPDX-License-Identifier: MIT */
#include "machine/rest.h"

#include "machine/clocksource.h"
#include "machine/facts.h"
#include "machine/sysfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#define SYS_CPU "/sys/devices/system/cpu/"

static const struct fact facts[] = {
    {"boot_id", "/proc/sys/kernel/random/boot_id", NULL},
    {"cpu", "/proc/cpuinfo", "model name"},
    {"available_clocksource", CLOCKSOURCE_AVAILABLE, NULL},
    {"cpus_online", SYS_CPU "online", NULL},
    {"cpus_isolated", SYS_CPU "isolated", NULL},
    {"cpus_nohz_full", SYS_CPU "nohz_full", NULL},
    {"smt_control", SYS_CPU "smt/control", NULL},
    {"scaling_driver", SYS_CPU "cpu#/cpufreq/scaling_driver", NULL},
    {"energy_performance_preference", SYS_CPU "cpu#/cpufreq/energy_performance_preference", NULL},
    {"boost", SYS_CPU "cpufreq/boost", NULL},
    {"no_turbo", SYS_CPU "intel_pstate/no_turbo", NULL},
    {"tracer_pid", "/proc/self/status", "TracerPid"},
    {"perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid", NULL},
    {"exception_trace", "/proc/sys/debug/exception-trace", NULL},
    {"rdpmc", "/sys/devices/cpu_core/rdpmc", NULL},
    {"rdpmc", "/sys/devices/cpu/rdpmc", NULL},
    {NULL, NULL, NULL},
};

static const struct fact tracing_facts[] = {
    {"current_tracer", "/current_tracer", NULL},
    {"set_event", "/set_event", NULL},
    {"raw_syscalls", "/events/raw_syscalls/enable", NULL},
    {"vsyscall", "/events/vsyscall/enable", NULL},
    {"exceptions", "/events/exceptions/enable", NULL},
    {NULL, NULL, NULL},
};

/* Flags that decide how a clock is read, how the kernel is entered, and what an entry costs. */
static const char *const flag_words[] = {
    "constant_tsc",  "fred",       "fsgsbase",   "hypervisor",  "ibpb", "ibrs",
    "ibrs_enhanced", "invpcid",    "lass",       "nonstop_tsc", "pcid", "pti",
    "rdpid",         "rdtscp",     "smap",       "stibp",       "tsc",  "tsc_known_freq",
    "tsc_reliable",  "user_shstk", "sysenter32", "syscall32",   NULL,
};

static int put_flags(json_t *rest, const char *root)
{
    char *text = sysfile_text(root, "/proc/cpuinfo");
    char *flags = text ? text_value(text, "flags") : NULL;
    int error = fact_take(rest, "cpu_flags", words_kept(flags, flag_words));

    free(flags);
    free(text);
    return error;
}

/* tracefs as it is mounted, if it is; nothing is mounted for this. */
static int put_tracing(json_t *rest, const char *root)
{
    static const char *const places[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};
    json_t *tracing = json_object();
    int error = 0;

    for (size_t i = 0; i < 2 && !error && json_object_size(tracing) == 0; i++) {
        char place[512];
        if (snprintf(place, sizeof place, "%s%s", root, places[i]) < (int)sizeof place)
            error = facts_read(tracing, tracing_facts, place, 0);
    }
    if (!error && json_object_size(tracing) > 0)
        return json_object_set_new(rest, "tracing", tracing);
    json_decref(tracing);
    return error;
}

/* The [vdso], [vvar*] and [vsyscall] lines: name and permissions, no address. */
static int put_mappings(json_t *rest, const char *root)
{
    char *text = sysfile_text(root, "/proc/self/maps"), *next;
    json_t *mappings = text ? json_object() : NULL;
    int error = 0;

    for (char *line = text; mappings && line; line = next) {
        char mode[8], name[32];
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        if (sscanf(line, "%*63s %7s %*31s %*31s %*31s %31s", mode, name) == 2 &&
            strncmp(name, "[v", 2) == 0)
            error |= fact_put(mappings, name, mode);
    }
    free(text);
    return mappings ? error | json_object_set_new(rest, "mappings", mappings) : 0;
}

int machine_rest(json_t *rest, const char *root, int cpu)
{
    const char *vdso = getauxval(AT_SYSINFO_EHDR) ? "present" : "absent";

    return facts_read(rest, facts, root, cpu) | put_flags(rest, root) | put_tracing(rest, root) |
           put_mappings(rest, root) | fact_put(rest, "sysinfo_ehdr", *root ? NULL : vdso);
}
