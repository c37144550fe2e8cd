/* SPDX-License-Identifier: MIT */
#include "count/perf_why.h"

#include "machine/sysfile.h"
#include "text/text.h"

#include <cpuid.h>
#include <errno.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UNKNOWN = INT_MIN };

static int number_in(const char *root, const char *path, int otherwise)
{
    char *text = sysfile_line(root, path), *end = NULL;
    long value = text ? strtol(text, &end, 10) : 0;
    bool good = text && end != text;
    free(text);
    return good ? (int)value : otherwise;
}

static unsigned long long status_value(const char *root, const char *key, int base)
{
    char *text = sysfile_text(root, "/proc/self/status");
    char *value = text ? text_value(text, key) : NULL;
    unsigned long long number = value ? strtoull(value, NULL, base) : 0;
    free(value);
    free(text);
    return number;
}

/* perfmon_capable() asks the initial user namespace, whose map is this line. */
static bool in_first_namespace(const char *root)
{
    char *map = sysfile_line(root, "/proc/self/uid_map");
    bool first = map && strcmp(map, "0 0 4294967295") == 0;
    free(map);
    return first;
}

/* "cpu", or "cpu_core" and "cpu_atom" on hybrid machines. */
static int find_pmu(const char *root)
{
    char **names = sysfile_names(root, "/sys/bus/event_source/devices");
    int found = names ? 0 : -1;
    for (char **n = names; n && *n; n++)
        if (strcmp(*n, "cpu") == 0 || strcmp(*n, "cpu_core") == 0 || strcmp(*n, "cpu_atom") == 0)
            found = 1;
    sysfile_names_free(names);
    return found;
}

static bool is_virtual(void)
{
    unsigned a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) && c >> 31;
}

struct perf_facts perf_facts_read(const char *root)
{
    unsigned long long mask = status_value(root, "CapEff", 16);
    bool may = (mask >> CAP_PERFMON & 1) || (mask >> CAP_SYS_ADMIN & 1);
    return (struct perf_facts){
        .paranoid = number_in(root, "/proc/sys/kernel/perf_event_paranoid", UNKNOWN),
        .root = geteuid() == 0,
        .perfmon = may && in_first_namespace(root),
        .seccomp = (int)status_value(root, "Seccomp", 10),
        .pmu = find_pmu(root),
        .virtual = is_virtual(),
        .nmi_watchdog = number_in(root, "/proc/sys/kernel/nmi_watchdog", 0) > 0};
}

bool perf_is_hardware(const struct perf_event_attr *attr)
{
    return attr->type != PERF_TYPE_SOFTWARE && attr->type != PERF_TYPE_TRACEPOINT &&
           attr->type != PERF_TYPE_BREAKPOINT;
}

/* The level at and below which a user without the capability may count this. Level 3, which refuses
 * all, is Debian's. */
static int level_needed(const struct perf_event_attr *attr, const struct perf_facts *f)
{
    if (f->whole_system)
        return 0;
    return attr->exclude_kernel ? 2 : 1;
}

static const char *not_permitted(const struct perf_event_attr *attr, const struct perf_facts *f,
                                 char *text, size_t size)
{
    int level = level_needed(attr, f);
    if (f->perfmon || (f->paranoid != UNKNOWN && f->paranoid <= level))
        return f->seccomp > 0
                   ? "a seccomp filter refuses perf_event_open, which perf_event_paranoid and "
                     "capabilities permit: run outside the container, or allow it in its profile"
                   : "the kernel refuses it though perf_event_paranoid and capabilities permit it: "
                     "ask its security modules (dmesg: SELinux, lockdown)";
    if (f->paranoid == UNKNOWN)
        return "this process lacks CAP_PERFMON, and perf_event_paranoid can't be read: run as "
               "root, "
               "outside a container";
    if (f->root)
        text_say(text, size,
                 "root lacks CAP_PERFMON here, as in a container, and perf_event_paranoid is %d: "
                 "add the capability (docker run --cap-add PERFMON), or sysctl "
                 "kernel.perf_event_paranoid=%d on the host",
                 f->paranoid, level);
    else
        text_say(text, size,
                 "perf_event_paranoid is %d: sysctl kernel.perf_event_paranoid=%d permits it, or "
                 "CAP_PERFMON, as root has it",
                 f->paranoid, level);
    return text;
}

static const char *no_such_hardware(const struct perf_facts *f)
{
    if (f->pmu != 0)
        return "this CPU has no such event, or not with these modifiers: systoll list --events "
               "tells those that open";
    return f->virtual ? "this VM has no PMU (ask the host for one; QEMU: -cpu host,pmu=on)"
                      : "the kernel drives no PMU of this CPU: dmesg | grep -i pmu says why";
}

static const char *no_counter(const struct perf_facts *f)
{
    return f->nmi_watchdog
               ? "no hardware counter is free all along, and the NMI watchdog holds one: sysctl "
                 "kernel.nmi_watchdog=0 frees it"
               : "no hardware counter is free all along: another program holds them (perf, a "
                 "profiler); end it";
}

static const char *find_words(int error, const struct perf_event_attr *attr,
                              const struct perf_facts *f, char *text, size_t size)
{
    bool hardware = perf_is_hardware(attr);
    switch (-error) {
    case ENOSYS:
        return f->seccomp > 0 ? "a seccomp filter hides perf_event_open: run outside the "
                                "container, or allow it in its profile"
                              : "this kernel has no perf_event_open (CONFIG_PERF_EVENTS)";
    case EPERM:
    case EACCES:
        return not_permitted(attr, f, text, size);
    case EBUSY:
        return no_counter(f);
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
    case EINVAL:
        if (hardware)
            return no_such_hardware(f);
        /* fall through */
    default:
        return strerror(-error);
    }
}

const char *perf_why(int error, const struct perf_event_attr *attr, const struct perf_facts *f,
                     char *text, size_t size)
{
    const char *words = find_words(error, attr, f, text, size);
    if (words != text)
        text_say(text, size, "%s", words);
    return text;
}
