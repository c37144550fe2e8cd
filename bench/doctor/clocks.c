/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include "kernel/maps.h"
#include "machine/clocksource.h"
#include "text/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool enters(const struct host_clock *c)
{
    return c->entries >= 0.5;
}

static bool stays(const struct host_clock *c)
{
    return c->entries < 0.5;
}

static bool is_uncounted(const struct host_clock *c)
{
    return isnan(c->entries);
}

/* "gettimeofday, monotonic"; how many. */
static size_t list_clocks(const struct host *h, bool (*wanted)(const struct host_clock *),
                          char *text, size_t size)
{
    size_t found = 0, used = 0;
    *text = '\0';
    for (size_t i = 0; i < h->clocks_size; i++)
        if (wanted(&h->clocks[i]) && used < size)
            used += (size_t)snprintf(text + used, size - used, "%s%s", found++ ? ", " : "",
                                     h->clocks[i].name);
    return found;
}

/* What is known of the reason: what usually comes of such a clocksource, and the kernel's word. */
static void put_reason(const struct host *h, char *text, size_t size)
{
    const char *source = host_subject(h, "clocksource");
    int used = snprintf(text, size, "clocksource %s%s%s", *source ? source : "unknown",
                        *source ? " " : "", *source ? clocksource_words(source) : "");
    if (used > 0 && (size_t)used < size && *h->unstable)
        snprintf(text + used, size - (size_t)used, "; the kernel's log: %s", h->unstable);
}

static void say_remedy(const struct host *h, struct doctor_line *l)
{
    bool listed = strstr(host_rest(h, "available_clocksource"), "tsc");
    if (listed && strcmp(host_subject(h, "clocksource"), "tsc") != 0)
        doctor_say(l, DOCTOR_FINDING,
                   "the kernel still offers the TSC: take clocksource= off its command line, or, "
                   "as root, echo tsc > " CLOCKSOURCE_CURRENT);
    else if (h->log < 0)
        doctor_say(l, DOCTOR_FINDING,
                   "the kernel doesn't offer the TSC; why is in its log, which this user may not "
                   "read: sudo dmesg | grep -i -e tsc -e clocksource");
    else
        doctor_say(l, DOCTOR_FINDING,
                   "the kernel doesn't offer the TSC: look at dmesg | grep -i -e tsc -e "
                   "clocksource, update the firmware; in a virtual machine, ask its host for an "
                   "invariant TSC");
}

static void look_without_vdso(const struct host *h, struct doctor_line *l)
{
    struct maps_line line;
    bool mapped = !*h->root && maps_own("[vdso]", &line) == 1;
    doctor_seen(l, "every clock enters the kernel: %s", h->no_vdso);
    if (mapped)
        doctor_say(l, DOCTOR_NOTE,
                   "a [vdso] line is there, and something hides it from this process: run it "
                   "without valgrind");
    else
        doctor_say(l, DOCTOR_FINDING, "take vdso=0 off the kernel's command line");
}

static void look_at_clocks(const struct host *h, struct doctor_line *l)
{
    char in[400], out[400], reason[400];
    if (h->no_vdso) {
        look_without_vdso(h, l);
        return;
    }
    size_t entered = list_clocks(h, enters, in, sizeof in);
    size_t stayed = list_clocks(h, stays, out, sizeof out);
    put_reason(h, reason, sizeof reason);
    if (entered) {
        doctor_seen(l, "%s enter%s the kernel, counted by %s%s%s; %s", in, entered == 1 ? "s" : "",
                    h->counted_by, stayed ? "; answered in user space: " : "", out, reason);
        say_remedy(h, l);
    } else if (stayed == h->clocks_size && stayed) {
        doctor_seen(l, "0 entries per call, counted by %s: %s; clocksource %s", h->counted_by, out,
                    *host_subject(h, "clocksource") ? host_subject(h, "clocksource") : "unknown");
        doctor_say(l, DOCTOR_OK, NULL);
    } else {
        list_clocks(h, is_uncounted, in, sizeof in);
        doctor_seen(l, "not counted: %s: %s", in, h->uncounted);
        doctor_say(l, DOCTOR_NOTE, "run it where a seccomp filter may be installed, or as root");
    }
}

/* The vDSO's and libc's entries for one clock. */
static void look_at_libc(const struct host *h, struct doctor_line *l)
{
    double vdso = h->no_vdso ? 1 : NAN;
    char number[SHOW_NUMBER];
    for (size_t i = 0; i < h->clocks_size; i++)
        if (strcmp(h->clocks[i].name, "monotonic") == 0)
            vdso = h->clocks[i].entries;
    if (isnan(h->libc) || isnan(vdso)) {
        doctor_seen(l, "not counted: %s", h->uncounted);
        doctor_say(l, DOCTOR_NOTE, "run it where a seccomp filter may be installed, or as root");
    } else if (h->libc > vdso) {
        doctor_seen(l, "libc's clock_gettime enters the kernel %s times per call, the vDSO's not",
                    show_short(h->libc, 3, number));
        doctor_say(l, DOCTOR_FINDING,
                   "another library may stand in for it (LD_PRELOAD), or this libc doesn't use the "
                   "vDSO");
    } else {
        doctor_seen(l, "libc's clock_gettime goes the vDSO's way");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

static void look_at_namespace(const struct host *h, struct doctor_line *l)
{
    const char *namespace = host_subject(h, "time_namespace");
    if (!*namespace && !h->proc) {
        doctor_unseen(l, "/proc");
    } else if (strcmp(namespace, "other") == 0) {
        doctor_seen(l, "this process is in a time namespace of its own (%s)",
                    host_subject(h, "timens_offsets"));
        doctor_say(l, DOCTOR_FINDING, "run what reads clocks often in the initial time namespace");
    } else {
        doctor_seen(l, *namespace ? "the initial one" : "this kernel has none");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

const struct doctor_row doctor_clocks[] = {
    {.name = "clocks",
     .why = "a clock that the vDSO reads in user space costs a fraction of a system call",
     .look = look_at_clocks,
     .cells = {"vdso:clock_gettime:monotonic", "syscall:clock_gettime:monotonic"}},
    {.name = "libc",
     .why = "programs read clocks through libc, which has to know of the vDSO",
     .look = look_at_libc,
     .cells = {"libc:clock_gettime:monotonic"}},
    {.name = "time namespace",
     .why = "in another one than the initial the vDSO's clocks take a longer way, without entering "
            "the "
            "kernel",
     .look = look_at_namespace},
    {0}};
