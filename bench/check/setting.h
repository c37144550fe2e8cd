/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SETTING_H
#define SYSTOLL_SETTING_H

#include "calls.h"
#include "paths.h"
#include "vsyscall.h"

#include <stdbool.h>
#include <stdint.h>

enum { SETTING_PATHS = PATH_CONTROL + 1, PAGE_BYTES = 4096 };

/* A kernel release as a number, and back. */
#define RELEASE(major, minor) ((unsigned)(major) << 16 | (unsigned)(minor))

/* What a process may be handed as a pointer. */
enum pointer { VALID, NIL, MINUS_ONE, LOW, NO_ACCESS, READ_ONLY, POINTERS };

/* The machine as far as it decides what to expect, and memory for the calls. */
struct setting {
    struct vsyscall vs;
    unsigned release;
    bool lass, fred;      /* flags of /proc/cpuinfo: the kernel uses them */
    char clocksource[32]; /* "": unknown */
    const char *emulator; /* NULL, or why what is seen here is not the kernel's doing */
    uint64_t vdso[2];     /* where it lies, from and to; 0: nowhere */
    /* Why a path can't be taken at all here; NULL where it can. */
    const char *missing[SETTING_PATHS];
    /* A page to write to, one without access and one to read only, below 4 GiB, shared with
     * children: what they write is seen here. */
    unsigned char *pages;
};

/* 0 or -errno. */
int setting_find(struct setting *s);
void setting_free(struct setting *s);

/* The path's entry for the call. NULL, or why it is not to be had. */
const char *setting_route(const struct setting *s, const struct path *path, const struct call *call,
                          struct target *target);

const struct path *path_of(enum path_id id);
const struct call *call_of(const char *name);

/* An address of that kind; number tells one argument's from another's. */
uint64_t pointer_of(const struct setting *s, enum pointer kind, unsigned number);
const char *pointer_name(enum pointer kind);

/* True where the vDSO answers target (of the vDSO path) without a system call: tried under a
 * seccomp filter. -errno where that can't be found out. */
int stays_in_user_space(const struct target *target);

#endif
