/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include "count/perf_why.h"
#include "count/pmu.h"
#include "doctor/dispatch.h"
#include "doctor/host_clocks.h"
#include "doctor/tracers.h"
#include "machine/kernel_log.h"
#include "machine/machine.h"
#include "machine/pin.h"

#include <errno.h>
#include <linux/prctl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static void read_log(struct host *h)
{
    char *log = kernel_log();
    h->log = log ? 0 : -errno;
    if (log)
        kernel_log_unstable(log, h->unstable, sizeof h->unstable);
    free(log);
}

static int or_errno(int value)
{
    return value < 0 ? -errno : value;
}

static void ask_kernel(struct host *h)
{
    h->seccomp = or_errno(prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
    h->ssbd = or_errno(prctl(PR_GET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, 0, 0, 0));
    h->dispatch = dispatch_find();
    h->audit = audit_enabled();
    h->rules_error = h->audit > 0 ? audit_rules_read(&h->rules) : 0;
    h->tracing = host_tracing();
    host_find_holders(h);
}

static void try_pmu(struct host *h)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_HARDWARE,
                                   .config = PERF_COUNT_HW_CPU_CYCLES,
                                   .size = sizeof attr,
                                   .exclude_kernel = 1,
                                   .exclude_hv = 1};
    int fd = pmu_kernel.open(&attr, -1);
    struct perf_event_mmap_page *page = fd >= 0 ? pmu_kernel.map(fd) : NULL;
    const struct perf_facts facts = perf_facts_read("");
    h->pmu = fd < 0 ? fd : 0;
    h->rdpmc = page && page->cap_user_rdpmc;
    if (fd < 0)
        perf_why(fd, &attr, &facts, h->pmu_why, sizeof h->pmu_why);
    if (page)
        pmu_kernel.unmap(page);
    if (fd >= 0)
        pmu_kernel.close(fd);
}

int host_examine(struct host *h)
{
    char why[HOST_REASON];
    const char *reason = "";
    *h = (struct host){.root = "", .syscall_ns = NAN, .vsyscall_ns = NAN};
    int cpu = pin_choose("", why, sizeof why);
    h->cpu = cpu < 0 ? 0 : cpu;
    h->machine = machine_describe("", h->cpu);
    if (!h->machine)
        return -ENOMEM;
    h->proc = access("/proc/self/status", R_OK) == 0;
    h->sys = access("/sys/devices/system/cpu/online", R_OK) == 0;
    host_count_clocks(h);
    h->vsyscall_error = vsyscall_find(&h->vsyscall, &reason);
    h->guards_error = guards_find(&h->guards);
    read_log(h);
    ask_kernel(h);
    try_pmu(h);
    return 0;
}

void host_free(struct host *h)
{
    json_decref(h->machine);
    json_decref(h->tracing);
    free(h->clocks);
}
