/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SETTING_H
#define SYSTOLL_SETTING_H

#include "kernel/vsyscall.h"
#include "matrix/calls.h"
#include "matrix/paths.h"

#include <stdbool.h>
#include <stdint.h>

enum { PAGE_BYTES = 4096 };

/* What a process may be handed as a pointer. */
enum pointer { VALID, NIL, MINUS_ONE, LOW, NO_ACCESS, READ_ONLY, POINTERS };

/* The machine as far as it decides what to expect, found by trying: names and versions may be a
 * personality's, an emulator's or a container's. And memory for the calls. */
struct setting {
    struct vsyscall vs;
    bool lass;            /* kernel addresses raise #GP */
    bool fault_address;   /* a bad pointer's fault in a vsyscall has an address: before 6.9 */
    bool int80_traps;     /* no IA32 emulation, as far as its signal tells */
    bool zero_page;       /* something is mapped at address 0 */
    bool tsc_stays;       /* RDTSC works though PR_SET_TSC forbade it, as with some hypervisors */
    bool tsc_off;         /* it is forbidden already */
    bool confined;        /* calls may be refused: a seccomp filter, or tsc_off */
    char clocksource[32]; /* "": unknown */
    const char *emulator; /* NULL, or why what is seen here is not the kernel's doing */
    uint64_t vdso[2];     /* where it lies, from and to; 0: nowhere */
    const char *missing[MOST_PATHS]; /* in the order of paths: see setting_missing */
    /* A page to write to, one without access and one to read only, below 4 GiB, shared with
     * children: what they write is seen here. */
    unsigned char *pages;
};

/* All zero, but for the pages. 0 or -errno. */
int setting_make(struct setting *s);
void setting_free(struct setting *s);

/* The path's entry for the call. NULL, or why it is not to be had: where calls may be refused it is
 * tried. */
const char *setting_route(const struct setting *s, const struct path *path, const struct call *call,
                          struct target *target);

/* Why the path can't be taken at all here, a static sentence; NULL where it can. */
const char *setting_missing(const struct setting *s, const struct path *path);
void setting_lacks(struct setting *s, const char *path, const char *reason);

/* Whether it is known how a call on the path behaves, whatever the library and the loop. */
bool is_judged(const struct path *path);

const struct call *call_of(const char *name);

/* An address of that kind; number tells one argument's from another's. */
uint64_t pointer_of(const struct setting *s, enum pointer kind, unsigned number);
const char *pointer_name(enum pointer kind);

#endif
