/* SPDX-License-Identifier: MIT */
#include "machine/cpus.h"

#include "machine/sysfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES sizeof(((struct cpus *)NULL)->bits)

void cpus_clear(struct cpus *c)
{
    memset(c, 0, sizeof *c);
}

void cpus_add(struct cpus *c, int cpu)
{
    if (cpu >= 0 && cpu < CPUS_MAX)
        CPU_SET_S((size_t)cpu, BYTES, c->bits);
}

bool cpus_has(const struct cpus *c, int cpu)
{
    return cpu >= 0 && cpu < CPUS_MAX && CPU_ISSET_S((size_t)cpu, BYTES, c->bits);
}

int cpus_count(const struct cpus *c)
{
    return CPU_COUNT_S(BYTES, c->bits);
}

bool cpus_equal(const struct cpus *a, const struct cpus *b)
{
    return CPU_EQUAL_S(BYTES, a->bits, b->bits);
}

struct cpus cpus_both(const struct cpus *a, const struct cpus *b)
{
    struct cpus c;

    CPU_AND_S(BYTES, c.bits, a->bits, b->bits);
    return c;
}

struct cpus cpus_without(const struct cpus *a, const struct cpus *b)
{
    struct cpus common = cpus_both(a, b), c;

    CPU_XOR_S(BYTES, c.bits, a->bits, common.bits);
    return c;
}

struct cpus cpus_either(const struct cpus *a, const struct cpus *b)
{
    struct cpus c;

    CPU_OR_S(BYTES, c.bits, a->bits, b->bits);
    return c;
}

/* Steps over the digits of a CPU number; -1 where there is none or it is out of range. */
static int take_number(const char **text)
{
    int n = 0;

    if (**text < '0' || **text > '9')
        return -1;
    for (; **text >= '0' && **text <= '9'; (*text)++) {
        n = 10 * n + (**text - '0');
        if (n >= CPUS_MAX)
            return -1;
    }
    return n;
}

static bool take_range(const char **text, struct cpus *c)
{
    int first = take_number(text), last = first;

    if (first >= 0 && **text == '-') {
        (*text)++;
        last = take_number(text);
    }
    if (first < 0 || last < first)
        return false;
    for (int cpu = first; cpu <= last; cpu++)
        cpus_add(c, cpu);
    return true;
}

static bool take_list(const char *text, struct cpus *c)
{
    if (text[strspn(text, " \n")] == '\0')
        return true;
    do {
        if (!take_range(&text, c))
            return false;
    } while (*text++ == ',');
    text--;
    return text[strspn(text, " \n")] == '\0';
}

bool cpus_parse(const char *text, struct cpus *c)
{
    cpus_clear(c);
    if (take_list(text, c))
        return true;
    cpus_clear(c);
    return false;
}

bool cpus_read(const char *root, const char *path, struct cpus *c)
{
    char *text = sysfile_text(root, path);
    bool good;

    cpus_clear(c);
    good = text && cpus_parse(text, c);
    free(text);
    return good;
}

/* The last CPU of the unbroken range that begins with this one. */
static int range_end(const struct cpus *c, int cpu)
{
    while (cpus_has(c, cpu + 1))
        cpu++;
    return cpu;
}

const char *cpus_format(const struct cpus *c, char *buffer, size_t size)
{
    size_t used = 0;

    buffer[0] = '\0';
    for (int cpu = 0, last; cpu < CPUS_MAX; cpu = last + 1) {
        char range[32];
        last = cpu;
        if (!cpus_has(c, cpu))
            continue;
        last = range_end(c, cpu);
        int length = snprintf(range, sizeof range, last > cpu ? "%s%d-%d" : "%s%d", used ? "," : "",
                              cpu, last);
        if (used + (size_t)length + sizeof ",..." > size) {
            snprintf(buffer + used, size - used, "%s", used ? ",..." : "...");
            break;
        }
        memcpy(buffer + used, range, (size_t)length + 1);
        used += (size_t)length;
    }
    return buffer;
}

static long capacity(const char *root, int cpu)
{
    char path[64];

    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/cpu_capacity", cpu);
    char *text = sysfile_text(root, path);
    long value = text ? strtol(text, NULL, 10) : 0;

    free(text);
    return value;
}

/* Where no PMU tells the kinds of cores apart, their capacity does (0: unknown). */
static struct cpus below_capacity(const char *root, const struct cpus *online)
{
    static const struct cpus none;
    struct cpus below = none;
    long most = 0;

    for (int cpu = 0; cpu < CPUS_MAX; cpu++) {
        long one = cpus_has(online, cpu) ? capacity(root, cpu) : 0;
        if (one > most)
            most = one;
    }
    for (int cpu = 0; most && cpu < CPUS_MAX; cpu++) {
        long one = cpus_has(online, cpu) ? capacity(root, cpu) : 0;
        if (one > 0 && one < most)
            cpus_add(&below, cpu);
    }
    return below;
}

/* arch/x86/events/intel/core.c, intel_hybrid_pmu_type_map, names one PMU for each kind of core. */
struct cpus cpus_efficient(const char *root)
{
    struct cpus atom, low, online;
    bool known = cpus_read(root, "/sys/devices/cpu_atom/cpus", &atom);

    if (cpus_read(root, "/sys/devices/cpu_lowpower/cpus", &low) || known)
        return cpus_either(&atom, &low);
    cpus_read(root, "/sys/devices/system/cpu/online", &online);
    return below_capacity(root, &online);
}
