/* SPDX-License-Identifier: MIT */
#include "selftest/selftest.h"

#include "machine/sysfile.h"

#include <cpuid.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { READ_ALL = 3, BUFFER_SIZE = 10 }; /* syslog(2) */
enum { APART_NS = 300000000 };

/* The rate by which perf's readers turn TSC into time (man perf_event_open, cap_user_time). */
static double hz_of_perf(void)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE,
                                   .size = sizeof attr,
                                   .config = PERF_COUNT_SW_DUMMY,
                                   .exclude_kernel = 1};
    int fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    double hz = 0;
    if (fd < 0)
        return 0;
    struct perf_event_mmap_page *page = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (page != MAP_FAILED) {
        if (page->cap_user_time && page->time_mult)
            hz = ldexp(1e9, page->time_shift) / page->time_mult;
        munmap(page, size);
    }
    close(fd);
    return hz;
}

/* Behind the last of these words in the kernel's log, in MHz. */
static double hz_in_log(const char *log, const char *words)
{
    const char *last = NULL;
    for (const char *at = log; (at = strstr(at, words)); last = at += strlen(words))
        ;
    return last ? strtod(last, NULL) * 1e6 : 0;
}

static double hz_of_log(void)
{
    int size = klogctl(BUFFER_SIZE, NULL, 0);
    char *log = size > 0 ? calloc(1, (size_t)size + 1) : NULL;
    double hz = 0;
    if (log && klogctl(READ_ALL, log, size) > 0) {
        hz = hz_in_log(log, "tsc: Refined TSC clocksource calibration: ");
        if (hz == 0)
            hz = hz_in_log(log, "tsc: Detected ");
    }
    free(log);
    return hz;
}

/* Crystal and ratio (Intel SDM vol. 2A, CPUID leaf 15H). */
static double hz_of_crystal(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(0x15, &a, &b, &c, &d) || !a || !b || !c)
        return 0;
    return (double)c * b / a;
}

/* kHz in VMware's leaf, which KVM and others give too (arch/x86/kernel/cpu/vmware.c). */
static double hz_of_hypervisor(void)
{
    unsigned a, b, c, d;
    __cpuid(1, a, b, c, d);
    if (!(c >> 31))
        return 0;
    __cpuid(0x40000000, a, b, c, d);
    if (a < 0x40000010 || a > 0x4000ffff)
        return 0;
    __cpuid(0x40000010, a, b, c, d);
    return a * 1e3;
}

/* Twice the TSC's MHz, which the kernel takes for its delay loop (tsc.c, lpj_fine); it stays where
 * the log has turned over. */
static double hz_of_bogomips(void)
{
    char *text = sysfile_text("", "/proc/cpuinfo");
    char *value = text ? text_value(text, "bogomips") : NULL;
    double hz = value ? strtod(value, NULL) * 1e6 / 2 : 0;
    free(value);
    free(text);
    return hz;
}

static const struct {
    const char *name;
    double (*hz)(void);
} sources[] = {{"perf's page", hz_of_perf},
               {"kernel log", hz_of_log},
               {"CPUID 15H", hz_of_crystal},
               {"hypervisor's leaf", hz_of_hypervisor},
               {"kernel's bogomips", hz_of_bogomips}};

static void compare_frequencies(struct finding *f, double own, double theirs, const char *name)
{
    double ppm = (theirs / own - 1) * 1e6;
    found_read(f, "%.6f MHz by two points, %.6f MHz by the %s", own / 1e6, theirs / 1e6, name);
    if (fabs(ppm) > 1e4)
        found(f, SELF_BROKEN, "they differ by %.1f %%: nanoseconds can't be trusted", ppm / 1e4);
    else if (fabs(ppm) > 500)
        found(f, SELF_NOTE, "they differ by %.0f ppm; nanoseconds follow the two points", ppm);
    else
        found(f, SELF_OK, "they agree to %.1f ppm", fabs(ppm));
}

static void test_frequency(struct selftest *st, struct finding *f)
{
    struct timebase_point end;
    if (timebase_await(&st->timebase, st->begin, APART_NS, &end)) {
        found(f, SELF_BROKEN, "the clock stands still");
        return;
    }
    double own = timebase_hz(st->begin, end);
    for (size_t i = 0; i < sizeof sources / sizeof *sources && !st->timebase.reason; i++) {
        double theirs = sources[i].hz();
        if (theirs > 0) {
            compare_frequencies(f, own, theirs, sources[i].name);
            return;
        }
    }
    found_read(f, "%.6f MHz by two points against CLOCK_MONOTONIC_RAW", own / 1e6);
    found(f, SELF_NOTE, "there is no second figure to hold against it");
}

const struct self_test self_frequency[] = {{"tsc frequency", test_frequency}, {0}};
