/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include "machine/cpus.h"

#include <errno.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void look_at_seccomp(const struct host *h, struct doctor_line *l)
{
    const char *mode = host_subject(h, "seccomp"), *filters = host_subject(h, "seccomp_filters");
    bool read = *mode, on = read ? strtol(mode, NULL, 10) > 0 : h->seccomp > 0;
    if (!read && h->seccomp < 0) {
        doctor_unseen(l, "/proc");
    } else if (on) {
        doctor_seen(l, "%s%sseccomp filter%s of this process look%s at each call",
                    *filters ? filters : "a", " ",
                    strcmp(filters, "1") == 0 || !*filters ? "" : "s",
                    strcmp(filters, "1") == 0 || !*filters ? "s" : "");
        doctor_say(l, DOCTOR_FINDING,
                   "where it is not wanted: run outside of the container, or with "
                   "seccomp=unconfined");
    } else {
        doctor_seen(l, "this process has no filter");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

static const char *audit_why(int error)
{
    switch (error) {
    case -EPERM:
    case -EACCES:
        return "the kernel tells it to CAP_AUDIT_CONTROL alone: sudo auditctl -s; sudo auditctl -l";
    case -ECONNREFUSED:
        return "the kernel tells it in the initial user and process namespaces alone: ask auditctl "
               "-s on the host";
    default:
        return "auditctl -s, as root on the host, tells it";
    }
}

static void look_at_rules(const struct host *h, struct doctor_line *l)
{
    char rules[64] = "its rules can't be read";
    if (!h->rules_error)
        snprintf(rules, sizeof rules, "%d %s for system calls", h->rules.exit,
                 h->rules.exit == 1 ? "rule" : "rules");
    if (!h->rules_error && h->rules.never) {
        doctor_seen(l, "on, %s; the rule never,task spares processes that began after it", rules);
        doctor_say(l, DOCTOR_NOTE, "nothing, where processes are meant to be spared");
        return;
    }
    doctor_seen(l, "on, %s", rules);
    doctor_say(l, DOCTOR_FINDING,
               "where it is not needed: audit=0 on the kernel's command line; where only other "
               "records are: the rule -a never,task");
}

/* EPROTONOSUPPORT: the kernel was built without. */
static void look_at_audit(const struct host *h, struct doctor_line *l)
{
    if (h->audit > 0) {
        look_at_rules(h, l);
    } else if (h->audit == 0 || h->audit == -EPROTONOSUPPORT) {
        doctor_seen(l, h->audit ? "this kernel has none" : "off");
        doctor_say(l, DOCTOR_OK, NULL);
    } else {
        doctor_seen(l, "not known: %s", strerror(-h->audit));
        doctor_say(l, DOCTOR_NOTE, "%s", audit_why(h->audit));
    }
}

static void look_at_dispatch(const struct host *h, struct doctor_line *l)
{
    if (h->dispatch > 0) {
        doctor_seen(l, "on for this process, so each system call passes it");
        doctor_say(l, DOCTOR_FINDING,
                   "a preloaded library switched it on (LD_PRELOAD): run without");
    } else if (h->dispatch == 0) {
        doctor_seen(l, "off for this process");
        doctor_say(l, DOCTOR_OK, NULL);
    } else {
        doctor_seen(l, "not known: %s", strerror(-h->dispatch));
        doctor_say(l, DOCTOR_NOTE,
                   "exec ends it, so only a preloaded library can have switched it on; Linux 6.4 "
                   "and later tell it to a tracer (PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG)");
    }
}

/* PR_SPEC_PRCTL: it is this thread's own; without it, the boot decided for all. */
static void look_at_ssbd(const struct host *h, struct doctor_line *l)
{
    int state = h->ssbd;
    bool off = state > 0 && state & (int)(PR_SPEC_DISABLE | PR_SPEC_FORCE_DISABLE);
    if (state < 0) {
        doctor_seen(l, "not known: %s", strerror(-state));
        doctor_say(l, DOCTOR_NOTE, "grep Store_Bypass /proc/self/status tells it");
    } else if (off && state & (int)PR_SPEC_PRCTL) {
        doctor_seen(l, "on for this process: %s",
                    *host_subject(h, "speculation_store_bypass")
                        ? host_subject(h, "speculation_store_bypass")
                        : "by prctl or seccomp");
        doctor_say(l, DOCTOR_FINDING,
                   "what started it asked for it (prctl, or seccomp before Linux 5.16): run "
                   "without");
    } else if (off) {
        doctor_seen(l, "on for the whole machine");
        doctor_say(l, DOCTOR_NOTE,
                   "nothing, where that is meant; spec_store_bypass_disable=prctl leaves it to "
                   "programs");
    } else {
        doctor_seen(l, state ? "off for this process" : "this CPU doesn't need it");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

/* Flaws whose mitigation lies on the way into the kernel or out of it
 * (Documentation/admin-guide/hw-vuln). */
static const char *const entry_flaws[] = {"meltdown",
                                          "spectre_v1",
                                          "spectre_v2",
                                          "retbleed",
                                          "mds",
                                          "tsx_async_abort",
                                          "mmio_stale_data",
                                          "reg_file_data_sampling",
                                          "tsa",
                                          "spec_rstack_overflow",
                                          "indirect_target_selection"};

/* The kernel's own words for those at work. */
static size_t list_mitigations(const json_t *flaws, char *text, size_t size)
{
    size_t found = 0, used = 0;
    *text = '\0';
    for (size_t i = 0; i < sizeof entry_flaws / sizeof *entry_flaws; i++) {
        const char *words = json_string_value(json_object_get(flaws, entry_flaws[i]));
        if (words && strncmp(words, "Mitigation: ", 12) == 0 && used < size)
            used += (size_t)snprintf(text + used, size - used, "%s%s: %s", found++ ? "; " : "",
                                     entry_flaws[i], words + 12);
    }
    return found;
}

static bool has_flag(const struct host *h, const char *flag)
{
    char flags[1024], word[32];
    snprintf(flags, sizeof flags, " %s ", host_rest(h, "cpu_flags"));
    snprintf(word, sizeof word, " %s ", flag);
    return strstr(flags, word);
}

/* The flag pti is the kernel's word that it separates page tables: X86_FEATURE_PTI. */
static void look_at_mitigations(const struct host *h, struct doctor_line *l)
{
    json_t *flaws = json_object_get(json_object_get(h->machine, "subject"), "vulnerabilities");
    const char *meltdown = json_string_value(json_object_get(flaws, "meltdown"));
    char words[800];
    size_t found = list_mitigations(flaws, words, sizeof words);
    bool forced = has_flag(h, "pti") && meltdown && strcmp(meltdown, "Not affected") == 0;
    if (!flaws) {
        doctor_unseen(l, "/sys");
    } else if (forced) {
        doctor_seen(l, "page tables are separated (pti), though meltdown: Not affected%s%s",
                    found ? "; " : "", words);
        doctor_say(l, DOCTOR_FINDING, "take pti=on off the kernel's command line");
    } else if (found) {
        doctor_seen(l, "%s", words);
        doctor_say(l, DOCTOR_NOTE,
                   "nothing, where other people's code may run here; compare only machines that "
                   "have the same");
    } else {
        doctor_seen(l, "none touches the entry of the kernel");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

static void look_at_nohz(const struct host *h, struct doctor_line *l)
{
    struct cpus nohz;
    cpus_read(h->root, "/sys/devices/system/cpu/nohz_full", &nohz);
    if (!h->sys) {
        doctor_unseen(l, "/sys");
    } else if (cpus_count(&nohz)) {
        doctor_seen(l, "CPUs %s have no tick%s", host_rest(h, "cpus_nohz_full"),
                    cpus_has(&nohz, h->cpu) ? ", and the one to measure on is among them" : "");
        doctor_say(l, DOCTOR_NOTE,
                   "put there what computes, and elsewhere what calls the kernel often");
    } else {
        doctor_seen(l, "no CPU has it");
        doctor_say(l, DOCTOR_OK, NULL);
    }
}

const struct doctor_row doctor_taxes[] = {
    {.name = "seccomp",
     .why = "a filter runs at each entry into the kernel, by the vsyscall page too",
     .look = look_at_seccomp,
     .cells = {"syscall:getppid"}},
    {.name = "audit",
     .why = "syscall and int 0x80 pay for it, in every process",
     .look = look_at_audit},
    {.name = "user dispatch",
     .why = "each system call is first compared with a range of addresses",
     .look = look_at_dispatch},
    {.name = "SSBD",
     .why = "loads wait for the stores before them, in user code and in the kernel",
     .look = look_at_ssbd},
    {.name = "mitigations",
     .why = "each entry into the kernel pays for them",
     .look = look_at_mitigations},
    {.name = "nohz_full",
     .why = "on such CPUs each entry into the kernel pays for the bookkeeping of time",
     .look = look_at_nohz},
    {0}};
