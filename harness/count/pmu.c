/* SPDX-License-Identifier: MIT */
#include "count/pmu.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <x86intrin.h>

static int kernel_open(struct perf_event_attr *attr, int leader)
{
    long fd = syscall(SYS_perf_event_open, attr, 0, -1, leader, PERF_FLAG_FD_CLOEXEC);
    return fd < 0 ? -errno : (int)fd;
}

static void kernel_enable(int leader, bool on)
{
    ioctl(leader, on ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE, 0);
}

static ssize_t kernel_read(int fd, void *to, size_t size)
{
    ssize_t got = read(fd, to, size);
    return got < 0 ? -errno : got;
}

static struct perf_event_mmap_page *kernel_map(int fd)
{
    void *page = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED, fd, 0);
    return page == MAP_FAILED ? NULL : page;
}

static void kernel_unmap(struct perf_event_mmap_page *page)
{
    munmap(page, (size_t)sysconf(_SC_PAGESIZE));
}

static uint64_t kernel_rdpmc(uint32_t counter)
{
    return __rdpmc((int)counter);
}

static void kernel_close(int fd)
{
    close(fd);
}

const struct pmu pmu_kernel = {.open = kernel_open,
                               .enable = kernel_enable,
                               .read = kernel_read,
                               .map = kernel_map,
                               .unmap = kernel_unmap,
                               .rdpmc = kernel_rdpmc,
                               .close = kernel_close};
