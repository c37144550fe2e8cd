/* SPDX-License-Identifier: MIT */
#include "kernel/vsyscall.h"

#include "kernel/maps.h"

#include <stdio.h>
#include <string.h>

#ifdef __i386__

/* A 32-bit process has no such address, and no line in its maps. */
int vsyscall_find(struct vsyscall *v, const char **why)
{
    (void)why;
    *v = (struct vsyscall){.agree = true};
    return 0;
}

#else

static uint64_t call_time(void *arg)
{
    long (*entry)(long *) = (long (*)(long *))(VSYSCALL_PAGE + VSYSCALL_TIME);
    (void)arg;
    return (uint64_t)entry(NULL);
}

/* In assembly: AddressSanitizer would look up the shadow of the address first, and fault there. */
static uint64_t read_byte(void *arg)
{
    uint64_t byte;
    (void)arg;
    __asm__ volatile("movzbl (%1), %k0" : "=r"(byte) : "r"(VSYSCALL_PAGE));
    return byte;
}

static enum vsyscall_mode mode_tried(const struct vsyscall *v)
{
    if (v->call.signal)
        return VSYSCALL_NONE;
    return v->read.signal ? VSYSCALL_XONLY : VSYSCALL_EMULATE;
}

static enum vsyscall_mode mode_mapped(const struct vsyscall *v)
{
    if (!*v->maps)
        return VSYSCALL_NONE;
    return v->maps[0] == 'r' ? VSYSCALL_EMULATE : VSYSCALL_XONLY;
}

/* Where there is a line it is the boot's mode even if a call fails, as under a seccomp filter;
 * where there is none, /proc may be missing, and what works is the mode. */
int vsyscall_find(struct vsyscall *v, const char **why)
{
    struct maps_line line;
    *v = (struct vsyscall){0};
    int found = maps_own("[vsyscall]", &line);
    v->mapped = found >= 0;
    if (found == 1)
        memcpy(v->maps, line.perms, sizeof v->maps);
    int error = probe_run(call_time, NULL, &v->call);
    if (error)
        *why = probe_failure(&v->call, error);
    else if ((error = probe_run(read_byte, NULL, &v->read)))
        *why = probe_failure(&v->read, error);
    v->mode = *v->maps ? mode_mapped(v) : mode_tried(v);
    v->agree = !v->mapped || mode_mapped(v) == mode_tried(v);
    return error;
}

#endif

const char *vsyscall_mode_name(enum vsyscall_mode mode)
{
    static const char *const names[] = {"none", "xonly", "emulate"};
    return names[mode];
}
