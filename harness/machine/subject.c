/* SPDX-License-Identifier: MIT */
#include "machine/subject.h"

#include "machine/audit.h"
#include "machine/clocksource.h"
#include "machine/cpus.h"
#include "machine/facts.h"
#include "machine/sysfile.h"
#include "text/hash.h"

#include <elf.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#define STATUS "/proc/self/status"
#define SYS_CPU "/sys/devices/system/cpu/"

static const struct fact facts[] = {
    {"kernel", "/proc/sys/kernel/osrelease", NULL},
    {"kernel_version", "/proc/sys/kernel/version", NULL},
    {"clocksource", CLOCKSOURCE_CURRENT, NULL},
    {"smt", SYS_CPU "smt/active", NULL},
    {"governor", SYS_CPU "cpu#/cpufreq/scaling_governor", NULL},
    {"seccomp", STATUS, "Seccomp"},
    {"seccomp_filters", STATUS, "Seccomp_filters"},
    {"speculation_store_bypass", STATUS, "Speculation_Store_Bypass"},
    {"speculation_indirect_branch", STATUS, "SpeculationIndirectBranch"},
    {"timens_offsets", "/proc/self/timens_offsets", NULL},
    {NULL, NULL, NULL},
};

/* Of the kernel's command line only what bears on these latencies goes into a record: the rest may
 * name hosts, disks and keys. Words that choose mitigations: */
static const char *const mitigation_words[] = {
    "mitigations",
    "pti",
    "nopti",
    "kpti",
    "spectre_v2",
    "spectre_v2_user",
    "spectre_bhi",
    "nospectre_v1",
    "nospectre_v2",
    "spec_store_bypass_disable",
    "nospec_store_bypass_disable",
    "spec_rstack_overflow",
    "retbleed",
    "l1tf",
    "mds",
    "tsx_async_abort",
    "mmio_stale_data",
    "srbds",
    "gather_data_sampling",
    "reg_file_data_sampling",
    "indirect_target_selection",
    "its",
    "tsa",
    "vmscape",
    "l1d_flush",
    NULL,
};

/* and those that choose entry paths, clocks and where the kernel works. */
static const char *const option_words[] = {
    "amd_pstate",
    "apparmor",
    "audit",
    "clearcpuid",
    "clocksource",
    "cpufreq.default_governor",
    "fred",
    "ftrace",
    "hpet",
    "ia32_emulation",
    "idle",
    "init_on_alloc",
    "init_on_free",
    "intel_idle.max_cstate",
    "intel_pstate",
    "irqaffinity",
    "isolcpus",
    "lsm",
    "maxcpus",
    "no_kvmclock",
    "no_steal_acc",
    "no-kvmclock-vsyscall",
    "nofsgsbase",
    "nohz",
    "nohz_full",
    "noinvpcid",
    "nopcid",
    "nosmap",
    "nosmep",
    "nosmt",
    "notsc",
    "nowatchdog",
    "nr_cpus",
    "preempt",
    "processor.max_cstate",
    "randomize_kstack_offset",
    "rcu_nocbs",
    "security",
    "selinux",
    "skew_tick",
    "threadirqs",
    "trace_event",
    "tsc",
    "vdso",
    "vdso32",
    "vsyscall",
    NULL,
};

/* scripts/guest tells its guest what counts the instructions; the kernel passes over words with a
 * dot whose first part names no module (Documentation/admin-guide/kernel-parameters.rst). */
static int put_emulator(json_t *subject, const char *line)
{
    static const char key[] = "systoll.emulator", *const words[] = {key, NULL};
    char *word = words_kept(line, words);
    int error = word && strncmp(word, key, sizeof key - 1) == 0 && word[sizeof key - 1] == '='
                    ? fact_put(subject, "emulator", word + sizeof key)
                    : 0;

    free(word);
    return error;
}

static int put_cmdline(json_t *subject, const char *root)
{
    char *line = sysfile_line(root, "/proc/cmdline");
    int error = fact_take(subject, "mitigations", words_kept(line, mitigation_words)) |
                fact_take(subject, "boot_options", words_kept(line, option_words)) |
                put_emulator(subject, line);

    free(line);
    return error;
}

/* Adds an object, unless there is none. */
static int put_object(json_t *subject, const char *name, json_t *object)
{
    return object ? json_object_set_new(subject, name, object) : 0;
}

/* Where a kernel's configuration may stand; '*' is its release. */
static const char *const config_places[] = {"/proc/config.gz", "/boot/config-*",
                                            "/lib/modules/*/config"};

static char *read_config(const char *root, const char *release, size_t *size)
{
    char *data = NULL;

    for (size_t i = 0; !data && i < sizeof config_places / sizeof *config_places; i++) {
        const char *place = config_places[i];
        int before = (int)strcspn(place, "*");
        char path[512];
        snprintf(path, sizeof path, "%.*s%s%s", before, place, place[before] ? release : "",
                 place[before] ? place + before + 1 : "");
        data = sysfile_bytes(root, path, size);
    }
    return data;
}

/* A hash says whether two configurations are one. */
static int put_config(json_t *subject, const char *root)
{
    const char *release = json_string_value(json_object_get(subject, "kernel"));
    char text[32];
    size_t size;
    char *data = read_config(root, release ? release : "", &size);

    if (!data)
        return 0;
    snprintf(text, sizeof text, "fnv1a64:%016" PRIx64, fnv1a(data, size));
    free(data);
    return fact_put(subject, "kernel_config", text);
}

/* The first time namespace has a fixed number (include/linux/proc_ns.h, PROC_TIME_INIT_INO). In any
 * other the vDSO takes a longer way, even where the offsets are 0. */
static int put_time_namespace(json_t *subject, const char *root)
{
    char path[512], name[64];

    snprintf(path, sizeof path, "%s/proc/self/ns/time", root);
    ssize_t size = readlink(path, name, sizeof name - 1);
    if (size < 0)
        return 0;
    name[size] = '\0';
    return fact_put(subject, "time_namespace",
                    strcmp(name, "time:[4026531834]") == 0 ? "initial" : "other");
}

#ifdef __GLIBC__
/* A program without an interpreter is linked statically. */
static bool is_static(void)
{
    const Elf64_Phdr *header = (const Elf64_Phdr *)getauxval(AT_PHDR);
    unsigned long count = header ? getauxval(AT_PHNUM) : 0;

    for (; count; count--, header++) {
        if (header->p_type == PT_INTERP)
            return false;
    }
    return true;
}

static int put_libc(json_t *subject)
{
    char text[64];

    snprintf(text, sizeof text, "glibc %s%s", gnu_get_libc_version(),
             is_static() ? " (static)" : "");
    return fact_put(subject, "libc", text);
}
#else
static int put_libc(json_t *subject)
{
    (void)subject;
    return 0;
}
#endif

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

/* An environment may hold any bytes; json_string takes UTF-8 alone, and gives NULL else. */
static int put_tunables(json_t *subject)
{
    const char *tunables = getenv("GLIBC_TUNABLES");

    if (tunables && json_object_set_new(subject, "glibc_tunables", json_string(tunables)) != 0)
        return fact_put(subject, "glibc_tunables", "not UTF-8");
    return 0;
}

/* CPUs of one machine differ in these, so a record says which kind it was taken on. */
static int put_cpu_kind(json_t *subject, const char *root, int cpu)
{
    struct cpus efficient = cpus_efficient(root), nohz;
    int error = 0;

    if (cpus_count(&efficient))
        error = fact_put(subject, "core", cpus_has(&efficient, cpu) ? "efficiency" : "performance");
    if (cpus_read(root, SYS_CPU "nohz_full", &nohz))
        error |= fact_put(subject, "nohz_full", cpus_has(&nohz, cpu) ? "1" : "0");
    return error;
}

static int put_audit(json_t *subject, const char *root)
{
    int state = *root ? -1 : audit_enabled();

    return state < 0 ? 0 : fact_put(subject, "audit", state ? "1" : "0");
}

int machine_subject(json_t *subject, const char *root, int cpu)
{
    json_t *vulnerabilities = facts_of_directory(root, SYS_CPU "vulnerabilities", "");
    json_t *livepatch = facts_of_directory(root, "/sys/kernel/livepatch", "/enabled");

    return facts_read(subject, facts, root, cpu) | put_config(subject, root) |
           put_cmdline(subject, root) | put_time_namespace(subject, root) |
           put_object(subject, "vulnerabilities", vulnerabilities) |
           put_object(subject, "livepatch", livepatch) | put_libc(subject) |
           fact_put(subject, "compiler", COMPILER) | put_cpu_kind(subject, root, cpu) |
           put_audit(subject, root) | put_tunables(subject);
}
