/* SPDX-License-Identifier: MIT */
#include "doctor/campaign.h"
#include "doctor/doctor.h"

#include "machine/cpus.h"
#include "machine/machine.h"
#include "machine/sysfile.h"
#include "text/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void look_at_governor(const struct host *h, struct doctor_line *l)
{
    const char *governor = host_subject(h, "governor");
    if (!h->sys) {
        doctor_unseen(l, "/sys");
    } else if (!*governor || strcmp(governor, "performance") == 0) {
        doctor_seen(l, *governor ? "performance" : "the kernel scales no frequency here");
        doctor_say(l, DOCTOR_OK, NULL);
    } else {
        doctor_seen(l, "CPU %d runs under the %s governor", h->cpu, governor);
        doctor_say(l, DOCTOR_NOTE, "cpupower -c %d frequency-set -g performance", h->cpu);
    }
}

static void look_at_smt(const struct host *h, struct doctor_line *l)
{
    bool on = strcmp(host_subject(h, "smt"), "1") == 0;
    if (!h->sys) {
        doctor_unseen(l, "/sys");
    } else if (on) {
        doctor_seen(l, "on: two threads share a core");
        doctor_say(l, DOCTOR_NOTE,
                   "keep the sibling of CPU %d idle, or echo off > "
                   "/sys/devices/system/cpu/smt/control while measuring",
                   h->cpu);
    } else {
        doctor_seen(l, "off");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

/* Since boot, in per cent of the CPU's time; below 0: unknown. */
static double steal_share(const struct host *h)
{
    char *text = sysfile_line(h->root, "/proc/uptime");
    double up = text ? strtod(text, NULL) : 0;
    long long steal = machine_steal(h->root, h->cpu);
    free(text);
    return steal < 0 || up <= 0 ? -1 : 100 * (double)steal / (double)sysconf(_SC_CLK_TCK) / up;
}

static void look_at_steal(const struct host *h, struct doctor_line *l)
{
    const char *hypervisor = json_string_value(json_object_get(h->machine, "hypervisor"));
    bool guest = hypervisor && strcmp(hypervisor, "none") != 0;
    double share = steal_share(h);
    char number[SHOW_NUMBER];
    if (share < 0) {
        doctor_unseen(l, "/proc");
    } else if (share >= 0.1) {
        doctor_seen(l, "the hypervisor took %s %% of CPU %d's time since boot",
                    show_short(share, 2, number), h->cpu);
        doctor_say(l, DOCTOR_NOTE, "have the host give this machine CPUs of its own");
    } else if (guest) {
        doctor_seen(l, "none is shown, in a virtual machine (%s)", hypervisor);
        doctor_say(l, DOCTOR_NOTE,
                   "neighbours may disturb it unseen: trust what is exact more than times");
    } else {
        doctor_seen(l, "none: no hypervisor");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

static void look_at_isolated(const struct host *h, struct doctor_line *l)
{
    const char *isolated = host_rest(h, "cpus_isolated");
    if (!h->sys) {
        doctor_unseen(l, "/sys");
    } else if (*isolated) {
        doctor_seen(l, "CPUs %s; CPU %d is the best to measure on", isolated, h->cpu);
        doctor_say(l, DOCTOR_OK, NULL);
    } else {
        doctor_seen(l, "none; CPU %d is the best to measure on", h->cpu);
        doctor_say(l, DOCTOR_NOTE,
                   "for the steadiest figures: isolcpus=N on the kernel's command line");
    }
}

static void look_at_pmu(const struct host *h, struct doctor_line *l)
{
    doctor_seen(l, "%s", h->pmu ? "no hardware counter of cycles opens" : "cycles can be counted");
    doctor_say(l, h->pmu ? DOCTOR_NOTE : DOCTOR_OK, h->pmu ? "%s" : NULL, h->pmu_why);
}

static void look_at_rdpmc(const struct host *h, struct doctor_line *l)
{
    const char *setting = host_rest(h, "rdpmc");
    if (h->pmu) {
        doctor_seen(l, "there is no counter to read by it");
        doctor_say(l, DOCTOR_NOTE, "see the line of the PMU");
    } else if (h->rdpmc > 0) {
        doctor_seen(l, "counters are read in user space");
        doctor_say(l, DOCTOR_OK, NULL);
    } else {
        doctor_seen(l, "refused (the kernel's setting is %s)", *setting ? setting : "unknown");
        doctor_say(l, DOCTOR_NOTE, "echo 1 > /sys/bus/event_source/devices/cpu/rdpmc, as root");
    }
}

const struct doctor_row doctor_machine[] = {
    {.name = "governor",
     .why = "where the frequency follows the load, times do too",
     .look = look_at_governor},
    {.name = "SMT",
     .why = "what runs on a core's other thread slows this one",
     .look = look_at_smt},
    {.name = "steal",
     .why = "what a hypervisor takes lengthens what is timed",
     .look = look_at_steal},
    {.name = "isolated CPUs",
     .why = "on a CPU that the scheduler leaves alone nothing comes between",
     .look = look_at_isolated},
    {.name = "PMU",
     .why = "cycles and instructions say why a call costs what it costs",
     .look = look_at_pmu},
    {.name = "rdpmc", .why = "a counter read in user space disturbs least", .look = look_at_rdpmc},
    {.name = "boot campaign",
     .why = "it reboots this machine, and what is measured meanwhile is of a mode that is for one "
            "boot",
     .look = campaign_look},
    {0}};
