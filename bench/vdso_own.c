/* SPDX-License-Identifier: MIT */
#include "vdso.h"

#include "maps.h"

#include <sys/auxv.h>

const char *vdso_own(struct vdso *v)
{
    uint64_t base = getauxval(AT_SYSINFO_EHDR);
    struct maps_line line;
    if (!base)
        return "this process has no vDSO: AT_SYSINFO_EHDR is absent, as with the boot parameter "
               "vdso=0 or under valgrind";
    if (maps_own("[vdso]", &line) != 1 || line.from != base)
        return "/proc/self/maps has no [vdso] line for AT_SYSINFO_EHDR, so the size of the vDSO is "
               "unknown";
    return vdso_parse((const void *)base, line.to - line.from, base, v);
}
