/* SPDX-License-Identifier: MIT */
#include "machine/machine.h"

#include "machine/clocksource.h"
#include "machine/cpus.h"
#include "machine/facts.h"
#include "machine/rest.h"
#include "machine/subject.h"
#include "machine/sysfile.h"

#include <cpuid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CPUINFO "/proc/cpuinfo"

static const struct fact platform_facts[] = {
    {"cpu_vendor", CPUINFO, "vendor_id"}, {"cpu_family", CPUINFO, "cpu family"},
    {"cpu_model", CPUINFO, "model"},      {"cpu_stepping", CPUINFO, "stepping"},
    {"microcode", CPUINFO, "microcode"},  {NULL, NULL, NULL},
};

static const struct fact people_facts[] = {
    {"cpu", CPUINFO, "model name"},
    {"kernel", "/proc/sys/kernel/osrelease", NULL},
    {"clocksource", CLOCKSOURCE_CURRENT, NULL},
    {NULL, NULL, NULL},
};

/* The interfaces that hypervisors offer by CPUID 40000000H. One is often another's: KVM's is what
 * pagetable-based virtual machines (PVM) offer too, and Hyper-V's is offered by KVM. */
static const struct {
    const char *signature, *name;
} hypervisors[] = {
    {"KVMKVMKVM", "KVM"},       {"Linux KVM Hv", "KVM"},        {"Microsoft Hv", "Hyper-V"},
    {"VMwareVMware", "VMware"}, {"XenVMMXenVMM", "Xen"},        {"TCGTCGTCGTCG", "QEMU TCG"},
    {"bhyve bhyve ", "bhyve"},  {"VBoxVBoxVBox", "VirtualBox"}, {"ACRNACRNACRN", "ACRN"},
};

static const char *cpuid_hypervisor(void)
{
    static char signature[13];
    unsigned a, words[3];

    __cpuid(0x40000000, a, words[0], words[1], words[2]);
    memcpy(signature, words, 12);
    for (char *c = signature; *c; c++) {
        if (*c < ' ' || *c > '~')
            *c = '?';
    }
    for (size_t i = 0; i < sizeof hypervisors / sizeof *hypervisors; i++) {
        if (strcmp(signature, hypervisors[i].signature) == 0)
            return hypervisors[i].name;
    }
    return *signature ? signature : "unnamed";
}

/* CPUID 1:ECX[31] is kept for hypervisors to say that they are there. */
static bool cpuid_guest(void)
{
    unsigned a, b, c, d;

    return __get_cpuid(1, &a, &b, &c, &d) && c >> 31;
}

/* The kernel shows the same bit as a flag. NULL where that cannot be read either. */
static const char *flags_hypervisor(const char *root)
{
    static const char *const flag[] = {"hypervisor", NULL};
    char *text = sysfile_text(root, CPUINFO);
    char *flags = text ? text_value(text, "flags") : NULL;
    char *found = words_kept(flags, flag);
    const char *name = !found ? NULL : *found ? "unnamed" : "none";

    free(found);
    free(flags);
    free(text);
    return name;
}

/* The kernel's own word comes before CPUID's, which may be answered by another machine than the
 * kernel's where it doesn't trap in user mode, as in a guest of PVM. */
static int put_hypervisor(json_t *platform, const char *root)
{
    char *type = sysfile_line(root, "/sys/hypervisor/type");
    const char *found = clocksource_hypervisor(root);

    if (type)
        return fact_take(platform, "hypervisor", type);
    if (found)
        return fact_put(platform, "hypervisor", found);
    if (*root)
        return fact_put(platform, "hypervisor", flags_hypervisor(root));
    return fact_put(platform, "hypervisor", cpuid_guest() ? cpuid_hypervisor() : "none");
}

/* Adds an empty object; a borrowed reference to it, or NULL without memory. */
static json_t *add_object(json_t *to, const char *name)
{
    json_t *object = json_object();

    return json_object_set_new(to, name, object) == 0 ? object : NULL;
}

static int describe_machine(json_t *machine, const char *root, int cpu)
{
    json_t *platform = add_object(machine, "platform");
    json_t *subject = add_object(machine, "subject");
    json_t *rest = add_object(machine, "rest");

    if (!platform || !subject || !rest)
        return -1;
    int error = facts_read(platform, platform_facts, root, cpu) | put_hypervisor(platform, root) |
                machine_subject(subject, root, cpu) | machine_rest(rest, root, cpu) |
                facts_read(machine, people_facts, root, cpu);

    return error | fact_put(machine, "hypervisor",
                            json_string_value(json_object_get(platform, "hypervisor")));
}

json_t *machine_describe(const char *root, int cpu)
{
    json_t *machine = json_object();

    if (machine && describe_machine(machine, root, cpu) != 0) {
        json_decref(machine);
        return NULL;
    }
    return machine;
}

/* proc_stat(5): user nice system idle iowait irq softirq steal. */
/* /proc/stat's columns of one CPU. */
enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, COLUMNS };

static bool cpu_times(const char *stat, int cpu, long long times[COLUMNS])
{
    char label[16];
    int size = snprintf(label, sizeof label, "\ncpu%d ", cpu), used;
    const char *line = stat ? strstr(stat, label) : NULL;

    line = line ? line + size : "";
    for (int i = 0; i < COLUMNS; i++, line += used)
        if (sscanf(line, "%18lld%n", &times[i], &used) != 1 || times[i] < 0)
            return false;
    return true;
}

long long machine_steal(const char *root, int cpu)
{
    long long times[COLUMNS];
    char *stat = sysfile_text(root, "/proc/stat");
    bool known = cpu_times(stat, cpu, times);

    free(stat);
    return known ? times[STEAL] : -1;
}

long long machine_sibling_busy(const char *root, int cpu)
{
    struct cpus siblings;
    long long times[COLUMNS], busy = -1;
    char path[96], *stat = sysfile_text(root, "/proc/stat");

    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu);
    cpus_read(root, path, &siblings);
    for (int i = 0; i < CPUS_MAX; i++)
        if (i != cpu && cpus_has(&siblings, i) && cpu_times(stat, i, times))
            busy = (busy < 0 ? 0 : busy) + times[USER] + times[NICE] + times[SYSTEM] + times[IRQ] +
                   times[SOFTIRQ];
    free(stat);
    return busy;
}
