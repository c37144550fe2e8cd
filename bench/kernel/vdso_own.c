/* SPDX-License-Identifier: MIT */
#include "kernel/vdso_own.h"

#include "kernel/maps.h"

#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_PAGES = 16 };

/* Without /proc, as early in an initramfs: as far as memory is mapped from there on, which is the
 * image and perhaps a neighbour of it. */
static size_t mapped(uintptr_t base)
{
    unsigned char in_core;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = 0;
    while (size < MOST_PAGES * page && mincore((void *)(base + size), page, &in_core) == 0)
        size += page;
    return size;
}

const char *vdso_own(struct vdso *v)
{
    uintptr_t base = getauxval(AT_SYSINFO_EHDR);
    struct maps_line line;
    if (!base)
        return "this process has no vDSO: AT_SYSINFO_EHDR is absent, as with the boot parameter "
               "vdso=0 or under valgrind";
    int found = maps_own("[vdso]", &line);
    size_t size = found < 0                         ? mapped(base)
                  : found == 1 && line.from == base ? (size_t)(line.to - base)
                                                    : 0;
    if (!size)
        return "/proc/self/maps has no [vdso] line for AT_SYSINFO_EHDR, so the size of the vDSO is "
               "unknown";
    return vdso_parse((const void *)base, size, base, v);
}

int (*vdso_clock(void))(int id, struct timespec *t)
{
    struct vdso v;
    struct vdso_symbol s;
    if (vdso_own(&v) || !vdso_find(&v, "__vdso_clock_gettime", "LINUX_2.6", &s))
        return NULL;
    return (int (*)(int, struct timespec *))(uintptr_t)s.address;
}
