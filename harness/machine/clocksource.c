/* SPDX-License-Identifier: MIT */
#include "machine/clocksource.h"

#include "machine/sysfile.h"
#include "text/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define NO_MODE "has no vDSO mode"
#define READABLE "can be read in user space"
#define STABLE READABLE " where the hypervisor calls it stable"

/* vdso_clock_mode of arch/x86/kernel/{tsc,kvmclock,hpet}.c, arch/x86/xen/time.c,
 * drivers/clocksource and kernel/time/jiffies.c. */
static const struct {
    const char *name;
    bool explains; /* that the vDSO enters the kernel */
    const char *words;
    const char *hypervisor; /* whose own it is; NULL: nobody's */
} clocksources[] = {{"tsc", false, READABLE, NULL},
                    {"tsc-early", false, READABLE, NULL},
                    {"kvm-clock", true, STABLE " (and not after no-kvmclock-vsyscall)", "KVM"},
                    {"xen", true, STABLE, "Xen"},
                    {"hyperv_clocksource_tsc_page", false, READABLE, "Hyper-V"},
                    {"hyperv_clocksource_msr", true, NO_MODE, "Hyper-V"},
                    {"hyperv_clocksource", true, NO_MODE, "Hyper-V"}, /* of older kernels */
                    {"hpet", true, NO_MODE, NULL},
                    {"acpi_pm", true, NO_MODE, NULL},
                    {"jiffies", true, NO_MODE, NULL},
                    {"refined-jiffies", true, NO_MODE, NULL},
                    {NULL, false, "is not among those that are known", NULL}};

static size_t clocksource_row(const char *name)
{
    size_t i = 0;
    while (clocksources[i].name && strcmp(clocksources[i].name, name) != 0)
        i++;
    return i;
}

char *clocksource_current(const char *root)
{
    return sysfile_line(root, CLOCKSOURCE_CURRENT);
}

char *clocksource_available(const char *root)
{
    return sysfile_line(root, CLOCKSOURCE_AVAILABLE);
}

const char *clocksource_words(const char *name)
{
    return clocksources[clocksource_row(name)].words;
}

bool clocksource_explains(const char *name)
{
    return clocksources[clocksource_row(name)].explains;
}

const char *clocksource_hypervisor(const char *root)
{
    char *available = clocksource_available(root);
    const char *name = NULL;
    for (size_t i = 0; available && clocksources[i].name && !name; i++)
        if (clocksources[i].hypervisor && text_lists(available, clocksources[i].name))
            name = clocksources[i].hypervisor;
    free(available);
    return name;
}
