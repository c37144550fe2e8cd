/* SPDX-License-Identifier: MIT */
#include "check/setting.h"

#include "check/filter.h"
#include "sysfile.h"
#include "vdso.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/utsname.h>

enum { PAGES = 3, ARGUMENT = 256 /* bytes from one argument's place to the next */ };

const struct path *path_of(enum path_id id)
{
    const struct path *p = paths;
    while (p->id != id)
        p++;
    return p;
}

const struct call *call_of(const char *name)
{
    const struct call *c = calls;
    while (strcmp(c->name, name) != 0)
        c++;
    return c;
}

uint64_t pointer_of(const struct setting *s, enum pointer kind, unsigned number)
{
    uint64_t first = (uint64_t)(uintptr_t)s->pages + number * ARGUMENT;
    const uint64_t all[POINTERS] = {[VALID] = first,
                                    [NIL] = 0,
                                    [MINUS_ONE] = UINT64_MAX,
                                    [NO_ACCESS] = first + PAGE_BYTES,
                                    [LOW] = 8,
                                    [READ_ONLY] = first + 2 * PAGE_BYTES};
    return all[kind];
}

const char *pointer_name(enum pointer kind)
{
    static const char *const names[POINTERS] = {"valid", "NULL",      "-1",
                                                "8",     "PROT_NONE", "read-only"};
    return names[kind];
}

static int map_pages(struct setting *s)
{
    s->pages = mmap(NULL, PAGES * PAGE_BYTES, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (s->pages == MAP_FAILED)
        return -errno;
    if (mprotect(s->pages + PAGE_BYTES, PAGE_BYTES, PROT_NONE) ||
        mprotect(s->pages + 2 * PAGE_BYTES, PAGE_BYTES, PROT_READ))
        return -errno;
    return 0;
}

static unsigned find_release(void)
{
    struct utsname u;
    unsigned major = 0, minor = 0;
    if (uname(&u) || sscanf(u.release, "%u.%u", &major, &minor) != 2)
        return 0;
    return RELEASE(major, minor);
}

static void find_flags(struct setting *s)
{
    char *info = sysfile_text("", "/proc/cpuinfo");
    char *flags = info ? text_value(info, "flags") : NULL;
    char *rest = flags;
    for (char *word; (word = strsep(&rest, " "));) {
        s->lass = s->lass || strcmp(word, "lass") == 0;
        s->fred = s->fred || strcmp(word, "fred") == 0;
    }
    free(flags);
    free(info);
}

static void find_clocksource(struct setting *s)
{
    char *name =
        sysfile_line("", "/sys/devices/system/clocksource/clocksource0/current_clocksource");
    snprintf(s->clocksource, sizeof s->clocksource, "%s", name ? name : "");
    free(name);
}

static uint64_t try_int80(void *arg)
{
    struct target getppid = {.entry = (uint64_t)call_of("getppid")->nr[ABI_COMPAT]};
    (void)arg;
    return loop_int80(&getppid, 1);
}

/* SIGILL never comes from a kernel: valgrind translates no int 0x80. */
static void find_int80(struct setting *s)
{
    struct probe p;
    int error = probe_run(try_int80, NULL, &p);
    if (error || p.signal)
        s->missing[PATH_INT80] = p.signal == SIGSYS ? "a seccomp filter refuses int 0x80"
                                                    : "no IA32 emulation here: int 0x80 traps";
    if (!error && p.signal == SIGILL)
        s->emulator = "under an emulator, as valgrind, that has no int 0x80: what it shows is not "
                      "the kernel's doing";
}

static void find_vdso(struct setting *s)
{
    struct vdso v;
    s->missing[PATH_VDSO] = vdso_own(&v);
    s->vdso[0] = getauxval(AT_SYSINFO_EHDR);
    s->vdso[1] = s->missing[PATH_VDSO] ? s->vdso[0] : s->vdso[0] + v.size;
}

static void find_vsyscall(struct setting *s)
{
    if (s->vs.call.signal == SIGSYS)
        s->missing[PATH_VSYSCALL] = "a seccomp filter refuses it";
    else if (s->vs.mode == VSYSCALL_NONE)
        s->missing[PATH_VSYSCALL] = "mode none: nothing is there to be called";
}

int setting_find(struct setting *s)
{
    *s = (struct setting){.release = find_release()};
    int error = map_pages(s);
    if (!error)
        error = vsyscall_find(&s->vs);
    find_flags(s);
    find_clocksource(s);
    find_int80(s);
    find_vdso(s);
    find_vsyscall(s);
    return error;
}

void setting_free(struct setting *s)
{
    munmap(s->pages, PAGES * PAGE_BYTES);
}

const char *setting_route(const struct setting *s, const struct path *path, const struct call *call,
                          struct target *target)
{
    const char *reason = s->missing[path->id];
    return reason ? reason : path->resolve(call, target);
}

static uint64_t call_filtered(void *arg)
{
    int error = filter_enter(SECCOMP_RET_TRAP, SECCOMP_RET_TRAP);
    return error ? (uint64_t)(int64_t)error : loop_call(arg, 1) & 0;
}

int stays_in_user_space(const struct target *target)
{
    struct probe p;
    struct target copy = *target;
    int error = probe_run(call_filtered, &copy, &p);
    if (error)
        return error;
    if (p.signal)
        return p.signal != SIGSYS;
    return (int64_t)p.result < 0 ? (int)(int64_t)p.result : true;
}
