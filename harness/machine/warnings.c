/* SPDX-License-Identifier: MIT */
#include "machine/warnings.h"

#include "machine/cpus.h"
#include "text/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a warning looks at. */
struct look {
    const json_t *machine;
    const char *root;
    int cpu;
};

static const char *subject(const struct look *l, const char *name)
{
    return json_text_of(json_object_get(l->machine, "subject"), name);
}

static const char *rest(const struct look *l, const char *name)
{
    return json_text_of(json_object_get(l->machine, "rest"), name);
}

/* A number above zero; "0", "" and anything else are none. */
static bool positive(const char *text)
{
    return strtol(text, NULL, 10) > 0;
}

/* Each warning gives a new string, or NULL where there is nothing to say. */

static json_t *on_governor(const struct look *l)
{
    const char *governor = subject(l, "governor");

    if (!*governor || strcmp(governor, "performance") == 0)
        return NULL;
    return json_sprintf("CPU %d runs under the %s governor, so its frequency follows the load: set "
                        "it with cpupower -c %d frequency-set -g performance",
                        l->cpu, governor, l->cpu);
}

static json_t *on_boost(const struct look *l)
{
    bool boost = strcmp(rest(l, "boost"), "1") == 0;

    if (!boost && strcmp(rest(l, "no_turbo"), "0") != 0)
        return NULL;
    return json_sprintf("frequency boost is on, so heat and the other cores bear on the clock: for "
                        "the steadiest figures echo %s",
                        boost ? "0 > /sys/devices/system/cpu/cpufreq/boost"
                              : "1 > /sys/devices/system/cpu/intel_pstate/no_turbo");
}

static json_t *on_sibling(const struct look *l)
{
    struct cpus siblings, online, self;
    char path[96], list[64];

    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list",
             l->cpu);
    cpus_read(l->root, path, &siblings);
    cpus_read(l->root, "/sys/devices/system/cpu/online", &online);
    cpus_clear(&self);
    cpus_add(&self, l->cpu);
    siblings = cpus_both(&siblings, &online);
    siblings = cpus_without(&siblings, &self);
    if (!cpus_count(&siblings))
        return NULL;
    return json_sprintf("CPU %d shares its core with CPU %s, and what runs there slows it: keep "
                        "that idle, or take it offline",
                        l->cpu, cpus_format(&siblings, list, sizeof list));
}

static json_t *on_core(const struct look *l)
{
    struct cpus efficient = cpus_efficient(l->root);

    if (!cpus_has(&efficient, l->cpu))
        return NULL;
    return json_sprintf("CPU %d is an efficiency core, slower than this machine's others: choose "
                        "one of those with --cpu",
                        l->cpu);
}

static json_t *on_nohz(const struct look *l)
{
    struct cpus nohz;

    cpus_read(l->root, "/sys/devices/system/cpu/nohz_full", &nohz);
    if (!cpus_has(&nohz, l->cpu))
        return NULL;
    return json_sprintf("CPU %d is nohz_full: it has no tick, but every entry to the kernel pays "
                        "for the bookkeeping; compare with nohz_full CPUs only",
                        l->cpu);
}

/* Makes of the list, which is taken, one with "what" more; NULL is an empty one. */
static json_t *mention(json_t *list, const char *what)
{
    json_t *longer =
        list ? json_sprintf("%s, %s", json_string_value(list), what) : json_string(what);

    json_decref(list);
    return longer;
}

static json_t *on_tracing(const struct look *l)
{
    static const char *const events[] = {"raw_syscalls", "vsyscall", "exceptions"};
    const json_t *tracing = json_object_get(json_object_get(l->machine, "rest"), "tracing");
    const char *tracer = json_text_of(tracing, "current_tracer"),
               *set = json_text_of(tracing, "set_event");
    json_t *on = NULL, *warning;

    if (*tracer && strcmp(tracer, "nop") != 0)
        on = mention(on, tracer);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        const char *state = json_text_of(tracing, events[i]);
        if (*state && strcmp(state, "0") != 0)
            on = mention(on, events[i]);
    }
    if (!on && *set) /* which may be thousands */
        on = json_sprintf("%.*s%s", (int)strcspn(set, " \n"), set,
                          set[strcspn(set, " \n")] ? " and others" : "");
    if (!on)
        return NULL;
    warning = json_sprintf("the kernel is being traced (%s), and what is traced costs more: end it "
                           "with trace-cmd reset, or ask whoever began it",
                           json_string_value(on));
    json_decref(on);
    return warning;
}

static json_t *on_tracer(const struct look *l)
{
    if (!positive(rest(l, "tracer_pid")))
        return NULL;
    return json_sprintf("process %s traces this one (strace, a debugger): its system calls may "
                        "stop for it; run without",
                        rest(l, "tracer_pid"));
}

static json_t *on_seccomp(const struct look *l)
{
    if (!positive(subject(l, "seccomp")))
        return NULL;
    return json_string("a seccomp filter watches this process: every path but the vDSO pays for "
                       "it; run outside the container, or with seccomp=unconfined");
}

static json_t *on_audit(const struct look *l)
{
    if (!positive(subject(l, "audit")))
        return NULL;
    return json_string("audit is on, which syscall and int 0x80 pay for, but not vsyscall and "
                       "vDSO: run after auditctl -a never,task, or boot with audit=0");
}

static json_t *on_livepatch(const struct look *l)
{
    json_t *patches = json_object_get(json_object_get(l->machine, "subject"), "livepatch");
    json_t *on = NULL, *warning;
    const char *name;
    json_t *enabled;

    json_object_foreach(patches, name, enabled) {
        const char *state = json_string_value(enabled);
        if (state && positive(state))
            on = mention(on, name);
    }
    if (!on)
        return NULL;
    warning = json_sprintf("the kernel is live-patched (%s), so patched functions take a detour: "
                           "compare with the same patch only",
                           json_string_value(on));
    json_decref(on);
    return warning;
}

static json_t *on_time_namespace(const struct look *l)
{
    if (strcmp(subject(l, "time_namespace"), "other") != 0)
        return NULL;
    return json_sprintf("this process is in a time namespace of its own (%s), which makes the "
                        "vDSO's clocks slower: run in the initial one",
                        subject(l, "timens_offsets"));
}

static json_t *on_hypervisor(const struct look *l)
{
    const char *hypervisor = json_text_of(l->machine, "hypervisor");

    if (!*hypervisor || strcmp(hypervisor, "none") == 0)
        return NULL;
    return json_sprintf(
        "this is a virtual machine (hypervisor interface %s): neighbours may disturb it unseen",
        hypervisor);
}

static json_t *(*const warnings[])(const struct look *) = {
    on_governor, on_boost,   on_sibling, on_core,      on_nohz,           on_tracing,
    on_tracer,   on_seccomp, on_audit,   on_livepatch, on_time_namespace, on_hypervisor,
};

json_t *machine_warnings(const json_t *machine, const char *root, int cpu)
{
    const struct look l = {machine, root, cpu};
    json_t *all = json_array();

    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
        json_t *warning = warnings[i](&l);
        if (warning)
            json_array_append_new(all, warning);
    }
    return all;
}
