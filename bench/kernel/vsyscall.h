/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_VSYSCALL_H
#define SYSTOLL_VSYSCALL_H

#include "kernel/probe.h"

#include <stdbool.h>

#define VSYSCALL_PAGE 0xffffffffff600000UL

/* The entries (arch/x86/entry/vsyscall/vsyscall_emu_64.c, addr_to_vsyscall_nr). */
enum { VSYSCALL_GETTIMEOFDAY = 0x000, VSYSCALL_TIME = 0x400, VSYSCALL_GETCPU = 0x800 };

enum vsyscall_mode { VSYSCALL_NONE, VSYSCALL_XONLY, VSYSCALL_EMULATE };

/* The mode of this boot and how it was found: by the maps line and by trying, never from the
 * command line alone, nor by counting faults (LASS processors trap otherwise). */
struct vsyscall {
    enum vsyscall_mode mode;
    bool mapped;       /* /proc/self/maps can be read; else trials alone say the mode */
    char maps[8];      /* permissions of its [vsyscall] line; "" where absent */
    struct probe call; /* time(NULL) through its entry */
    struct probe read; /* one byte read from the page */
    bool agree;        /* maps, as far as they can be read, and probes say the same */
};

/* 0; or -errno with the reason in *why (a static buffer). */
int vsyscall_find(struct vsyscall *v, const char **why);
const char *vsyscall_mode_name(enum vsyscall_mode mode); /* "none", "xonly", "emulate" */

#endif
