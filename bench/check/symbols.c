/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "maps.h"
#include "vdso.h"

#include <inttypes.h>
#include <string.h>
#include <sys/auxv.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#define LDS "arch/x86/entry/vdso, vdso.lds.S"

/* The functions of the 64-bit vDSO, and the first release that has each. */
static const struct {
    const char *name;
    unsigned since;
} symbols[] = {{"__vdso_clock_gettime", 0},
               {"__vdso_gettimeofday", 0},
               {"__vdso_time", 0},
               {"__vdso_getcpu", 0},
               {"__vdso_clock_getres", RELEASE(5, 3)},
               {"__vdso_getrandom", RELEASE(6, 11)}};

static void check_symbol(struct check *c, const struct vdso *v, const char *name, unsigned since)
{
    struct vdso_symbol s = {0};
    bool expected = c->setting.release >= since;
    bool found = vdso_find(v, name, "LINUX_2.6", &s);
    bool inside = s.address >= c->setting.vdso[0] && s.address < c->setting.vdso[1];
    char came[64] = "no such symbol";
    if (found)
        snprintf(came, sizeof came, "at %#" PRIx64, s.address);
    tap_ok(&c->tap, found == expected && (!found || inside),
           &(struct tap_note){expected ? "a function in the vDSO" : "no such symbol", came, LDS},
           "%s@LINUX_2.6 is %sthere%s", name, expected ? "" : "not ",
           expected ? "" : " (an older kernel)");
}

static void check_place(struct check *c)
{
    struct maps_line line = {0};
    char expected[32], came[32];
    int found = maps_own("[vdso]", &line);
    if (found < 0) {
        tap_skip(&c->tap, "/proc/self/maps can't be read", "the [vdso] line of maps");
        return;
    }
    snprintf(expected, sizeof expected, "%#lx", getauxval(AT_SYSINFO_EHDR));
    snprintf(came, sizeof came, "%#" PRIx64 " %s", line.from, line.perms);
    const struct tap_note note = {expected, came, "arch/x86/entry/vdso/vma.c, map_vdso"};
    tap_ok(&c->tap, found == 1 && line.from == getauxval(AT_SYSINFO_EHDR), &note,
           "[vdso] lies where AT_SYSINFO_EHDR says");
    tap_ok(&c->tap, strcmp(line.perms, "r-xp") == 0, &note,
           "[vdso] can be read and run, not written");
}

void check_symbols(struct check *c)
{
    struct vdso v;
    const char *reason = vdso_own(&v);
    if (reason) {
        tap_skip(&c->tap, reason, "the vDSO's symbols");
        return;
    }
    check_place(c);
    for (size_t i = 0; i < SIZE(symbols); i++)
        check_symbol(c, &v, symbols[i].name, symbols[i].since);
}
