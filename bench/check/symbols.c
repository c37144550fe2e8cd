/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "kernel/maps.h"
#include "kernel/vdso.h"
#include "kernel/vdso_own.h"

#include <inttypes.h>
#include <string.h>
#include <sys/auxv.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#define LDS "arch/x86/entry/vdso, vdso.lds.S"

/* The functions of the 64-bit vDSO, and since when it has those that it may lack. */
static const struct {
    const char *name, *since;
} symbols[] = {{"__vdso_clock_gettime", NULL}, {"__vdso_gettimeofday", NULL},
               {"__vdso_time", NULL},          {"__vdso_getcpu", NULL},
               {"__vdso_clock_getres", "5.3"}, {"__vdso_getrandom", "6.11"}};

/* A release says nothing: stable kernels get functions later, and personalities have other names.
 */
static void check_symbol(struct check *c, const struct vdso *v, const char *name, const char *since)
{
    struct vdso_symbol s = {0};
    char came[64] = "no such symbol";
    bool found = vdso_find(v, name, "LINUX_2.6", &s);
    if (!found && c->setting.emulator) {
        tap_skip(&c->tap, c->setting.emulator, "%s@LINUX_2.6", name);
        return;
    }
    if (!found && since) {
        snprintf(came, sizeof came, "this vDSO has none, as before Linux %s", since);
        tap_skip(&c->tap, came, "%s@LINUX_2.6", name);
        return;
    }
    if (found)
        snprintf(came, sizeof came, "at %#" PRIx64, s.address);
    tap_ok(&c->tap, found && s.address >= c->setting.vdso[0] && s.address < c->setting.vdso[1],
           &(struct tap_note){"a function in the vDSO", came, LDS}, "%s@LINUX_2.6 is there", name);
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

static void check_symbols(struct check *c)
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

const struct topic topic_symbols = {
    .name = "symbols", .about = "the vDSO's place and its functions", .run = check_symbols};
