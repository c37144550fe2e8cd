/* SPDX-License-Identifier: MIT */
#include "machine/pin.h"

#include "machine/cpus.h"
#include "machine/sysfile.h"
#include "text/text.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYS_CPU "/sys/devices/system/cpu/"

static int get_affinity(struct cpus *c)
{
    cpus_clear(c);
    return sched_getaffinity(0, sizeof c->bits, c->bits) == 0 ? 0 : -errno;
}

static int set_affinity(const struct cpus *c)
{
    return sched_setaffinity(0, sizeof c->bits, c->bits) == 0 ? 0 : -errno;
}

/* isolcpus= takes its CPUs out of the mask that every process starts with (kernel/sched/core.c,
 * sched_init_smp), though any process may ask for them. So where the mask is just what that leaves,
 * ask for all, see what the cpuset grants, and go back; a mask that somebody chose is kept. */
int pin_allowed(struct cpus *c)
{
    struct cpus online, isolated, usual, more;
    int error = get_affinity(c);

    if (error || !cpus_read("", SYS_CPU "online", &online) ||
        !cpus_read("", SYS_CPU "isolated", &isolated))
        return error;
    usual = cpus_without(&online, &isolated);
    if (!cpus_equal(c, &usual) || cpus_equal(c, &online) || set_affinity(&online) != 0)
        return 0;
    error = get_affinity(&more);
    if (set_affinity(c) == 0 && !error)
        *c = more;
    return 0;
}

static int candidates(const char *root, struct cpus *c)
{
    if (!*root)
        return pin_allowed(c);
    return cpus_read(root, SYS_CPU "online", c) ? 0 : -ENOENT;
}

/* The CPU numbers of /proc/interrupts' first line, in the order of its columns. */
static size_t columns(const char *line, int *cpus)
{
    size_t count = 0;
    char *end;

    for (; count < CPUS_MAX; line = end) {
        line += strspn(line, " \t");
        if (strncmp(line, "CPU", 3) != 0)
            break;
        long cpu = strtol(line + 3, &end, 10);
        cpus[count++] = cpu >= 0 && cpu < CPUS_MAX ? (int)cpu : -1;
    }
    return count;
}

static bool has_numbers(const char *line, size_t count)
{
    char *end;

    for (; count; count--, line = end) {
        strtoull(line, &end, 10);
        if (end == line)
            return false;
    }
    return true;
}

/* Adds one line, "LABEL: n n n what"; ERR and MIS have one number for all CPUs and don't count. */
static void add_line(const char *line, const int *cpus, size_t count, uint64_t *sums)
{
    const char *numbers = strchr(line, ':');
    char *end;

    if (!numbers || !has_numbers(numbers + 1, count))
        return;
    numbers++;
    for (size_t i = 0; i < count; i++, numbers = end) {
        uint64_t n = strtoull(numbers, &end, 10);
        if (cpus[i] >= 0)
            sums[cpus[i]] += n;
    }
}

/* Interrupts since boot by CPU; false where that is unknown. sums and cpus hold CPUS_MAX. */
static bool interrupts(const char *root, uint64_t *sums, int *cpus)
{
    char *text = sysfile_text(root, "/proc/interrupts"), *rest;
    char *line = text ? strtok_r(text, "\n", &rest) : NULL;
    size_t count = line ? columns(line, cpus) : 0;

    memset(sums, 0, CPUS_MAX * sizeof *sums);
    while (count && (line = strtok_r(NULL, "\n", &rest)))
        add_line(line, cpus, count, sums);
    free(text);
    return count > 0;
}

static int least_interrupted(const struct cpus *c, const uint64_t *sums)
{
    int best = -1;

    for (int cpu = 0; cpu < CPUS_MAX; cpu++) {
        if (cpus_has(c, cpu) && (best < 0 || sums[cpu] <= sums[best]))
            best = cpu;
    }
    return best;
}

/* Keeps to the preferred ones where there are any. */
static void narrow(struct cpus *c, struct cpus preferred)
{
    if (cpus_count(&preferred))
        *c = preferred;
}

/* What the choice was made among, for the sentence on it. */
struct choice {
    struct cpus all, isolated, nohz, efficient, left;
    bool counted; /* interrupts are known */
};

static void look_at_cpus(const char *root, struct choice *c)
{
    cpus_read(root, SYS_CPU "isolated", &c->isolated);
    cpus_read(root, SYS_CPU "nohz_full", &c->nohz);
    c->efficient = cpus_efficient(root);
    struct cpus quiet = cpus_either(&c->isolated, &c->nohz);

    c->left = c->all;
    narrow(&c->left, cpus_both(&c->left, &quiet));
    narrow(&c->left, cpus_without(&c->left, &c->efficient));
}

static const char *on_kind(const struct choice *c, int cpu)
{
    if (cpus_has(&c->isolated, cpu))
        return cpus_has(&c->nohz, cpu) ? "isolated and nohz_full" : "isolated";
    return cpus_has(&c->nohz, cpu) ? "nohz_full" : "";
}

static const char *on_core(const struct choice *c, int cpu)
{
    struct cpus performance = cpus_without(&c->all, &c->efficient);

    if (!cpus_has(&c->efficient, cpu))
        return "";
    return cpus_count(&performance) ? ", an efficiency core"
                                    : ", an efficiency core, since no other is allowed";
}

static void explain_choice(const struct choice *c, int cpu, char *why, size_t size)
{
    char among[256] = "", list[200];
    const char *kind = on_kind(c, cpu);

    if (cpus_count(&c->left) > 1)
        snprintf(among, sizeof among, "%s%s among %s", *kind ? ", " : "",
                 c->counted ? "fewest interrupts" : "the highest number",
                 cpus_format(&c->left, list, sizeof list));
    else if (cpus_count(&c->all) == 1)
        snprintf(among, sizeof among, "%sthe only one allowed", *kind ? ", " : "");
    else if (!*kind)
        snprintf(among, sizeof among, "the only performance core allowed");
    text_say(why, size, "CPU %d: %s%s%s", cpu, kind, among, on_core(c, cpu));
}

/* Not on the stack, which may be as small as 64 kB. */
struct choosing {
    struct choice c;
    uint64_t sums[CPUS_MAX];
    int columns[CPUS_MAX];
};

static int choose_quietest(const char *root, struct choosing *m, char *why, size_t why_size)
{
    struct choice *c = &m->c;
    int error = candidates(root, &c->all), cpu;

    if (error || !cpus_count(&c->all))
        return error ? error : -ENODEV;
    look_at_cpus(root, c);
    c->counted = interrupts(root, m->sums, m->columns);
    cpu = least_interrupted(&c->left, m->sums);
    explain_choice(c, cpu, why, why_size);
    return cpu;
}

int pin_choose(const char *root, char *why, size_t why_size)
{
    struct choosing *m = calloc(1, sizeof *m);
    int cpu = m ? choose_quietest(root, m, why, why_size) : -ENOMEM;

    free(m);
    return cpu;
}

/* What is wrong with a CPU that this process may not use. */
static const char *on_refusal(int cpu)
{
    struct cpus present, online;

    if (cpu < 0 || cpu >= CPUS_MAX)
        return "does not exist";
    if (cpus_read("", SYS_CPU "present", &present) && !cpus_has(&present, cpu))
        return "does not exist";
    if (cpus_read("", SYS_CPU "online", &online) && !cpus_has(&online, cpu))
        return "is offline";
    /* The kernel takes a CPU from each process's set before it strikes it from those online. */
    return "is outside the CPU set that this process was given (taskset, cpuset), or being taken "
           "offline";
}

const char *pin_check(int cpu)
{
    static char sentence[512];
    char list[200];
    struct cpus c;
    int error = pin_allowed(&c);

    if (!error && cpus_has(&c, cpu))
        return NULL;
    if (error)
        text_say(sentence, sizeof sentence, "CPU %d cannot be checked: sched_getaffinity: %s", cpu,
                 strerror(-error));
    else
        text_say(sentence, sizeof sentence, "CPU %d %s; choose from %s", cpu, on_refusal(cpu),
                 cpus_format(&c, list, sizeof list));
    return sentence;
}

int pin_to(int cpu)
{
    struct cpus one;

    cpus_clear(&one);
    cpus_add(&one, cpu);
    return set_affinity(&one);
}

const char *pin_refusal(int cpu, int error)
{
    static char sentence[200];
    const char *outside = error == -EINVAL ? pin_check(cpu) : NULL;

    text_say(sentence, sizeof sentence,
             "this process may not pin itself to CPU %d (sched_setaffinity: %s); allow that system "
             "call, which a seccomp filter may refuse",
             cpu, strerror(-error));
    return outside ? outside : sentence;
}

int pin_away_from(int cpu)
{
    struct cpus c, one;
    int error = get_affinity(&c);

    cpus_clear(&one);
    cpus_add(&one, cpu);
    c = cpus_without(&c, &one);
    return error || !cpus_count(&c) ? error : set_affinity(&c);
}
