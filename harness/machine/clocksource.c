/* SPDX-License-Identifier: MIT */
#include "machine/clocksource.h"

#include "machine/sysfile.h"

#include <stddef.h>
#include <string.h>

#define NO_MODE "has no vDSO mode"
#define STABLE "can be read in user space where the hypervisor calls it stable"

/* vdso_clock_mode of arch/x86/kernel/{tsc,kvmclock,hpet}.c, arch/x86/xen/time.c,
 * drivers/clocksource and kernel/time/jiffies.c. */
static const struct {
    const char *name;
    bool explains;
    const char *words;
} clocksources[] = {{"tsc", false, "can be read in user space"},
                    {"tsc-early", false, "can be read in user space"},
                    {"hyperv_clocksource_tsc_page", false, "can be read in user space"},
                    {"kvm-clock", true, STABLE " (and not after no-kvmclock-vsyscall)"},
                    {"xen", true, STABLE},
                    {"hyperv_clocksource_msr", true, NO_MODE},
                    {"hpet", true, NO_MODE},
                    {"acpi_pm", true, NO_MODE},
                    {"jiffies", true, NO_MODE},
                    {"refined-jiffies", true, NO_MODE},
                    {NULL, false, "is not among those that are known"}};

static size_t row_of(const char *name)
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
    return clocksources[row_of(name)].words;
}

bool clocksource_explains(const char *name)
{
    return clocksources[row_of(name)].explains;
}
