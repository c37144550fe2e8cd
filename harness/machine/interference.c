/* SPDX-License-Identifier: MIT */
#include "machine/interference.h"

#include "machine/quota.h"
#include "machine/sysfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Intel SDM vol. 4, MSR_SMI_COUNT, IA32_APERF, IA32_MPERF; AMD has the last two (APM vol. 2, 17.3).
 */
static const off_t registers[] = {[SMIS] = 0x34, [APERF] = 0xe8, [MPERF] = 0xe7};
enum { REGISTERS = sizeof registers / sizeof *registers };

static void read_registers(const char *root, int cpu, struct interference *i)
{
    char path[300];
    snprintf(path, sizeof path, "%s/dev/cpu/%d/msr", root, cpu);
    int fd = open(path, O_RDONLY | O_CLOEXEC), missing = fd < 0 ? -errno : 0;
    for (size_t r = 0; r < REGISTERS; r++) {
        errno = 0;
        ssize_t got = missing ? 0 : pread(fd, &i->count[r], sizeof i->count[r], registers[r]);
        bool whole = got == (ssize_t)sizeof i->count[r];
        i->error[r] = missing ? missing : whole ? 0 : errno ? -errno : -EIO;
    }
    if (fd >= 0)
        close(fd);
}

static void read_throttles(const char *root, int cpu, struct interference *i)
{
    char path[100];
    snprintf(path, sizeof path,
             "/sys/devices/system/cpu/cpu%d/thermal_throttle/core_throttle_count", cpu);
    char *text = sysfile_line(root, path), *end = NULL;
    if (text)
        i->count[THROTTLES] = strtoull(text, &end, 10);
    i->error[THROTTLES] = text && end != text ? 0 : -ENOENT;
    free(text);
}

static void read_quota(const char *root, struct interference *i)
{
    struct quota q;
    i->error[QUOTA_STOPS] = i->error[QUOTA_US] = quota_read(root, &q);
    i->count[QUOTA_STOPS] = q.stops;
    i->count[QUOTA_US] = q.us;
}

struct interference interference_read(const char *root, int cpu)
{
    struct interference i = {.count = {0}};
    read_registers(root, cpu, &i);
    read_throttles(root, cpu, &i);
    read_quota(root, &i);
    return i;
}

int64_t interference_between(const struct interference *from, const struct interference *to,
                             enum interference_kind kind)
{
    if (from->error[kind] || to->error[kind] || to->count[kind] < from->count[kind])
        return -1;
    return (int64_t)(to->count[kind] - from->count[kind]);
}

const char *interference_why(enum interference_kind kind, int error)
{
    if (kind == QUOTA_STOPS || kind == QUOTA_US)
        return "no control group of this process counts what its CPU quota stops";
    if (kind == THROTTLES)
        return "this kernel counts none for this CPU (Intel's only, and not in most VMs)";
    if (error == -ENOENT || error == -ENXIO)
        return "there is no /dev/cpu/N/msr: modprobe msr, as root";
    if (error == -EACCES || error == -EPERM)
        return "model-specific registers are for root with CAP_SYS_RAWIO, where lockdown permits";
    return "this CPU, or its hypervisor, has no such register";
}
