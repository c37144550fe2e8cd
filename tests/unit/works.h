/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_WORKS_H
#define SYSTOLL_TEST_WORKS_H

#include "measure/work.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define VSYSCALL_TIME 0xffffffffff600400UL

/* Works whose kernel entries are known. */

static inline uint64_t loop_empty(void *arg, uint64_t n)
{
    (void)arg;
    for (uint64_t i = 0; i < n; i++)
        __asm__ volatile("");
    return 0;
}

static inline uint64_t loop_syscall(void *arg, uint64_t n)
{
    long ret = 0;
    (void)arg;
    for (uint64_t i = 0; i < n; i++) {
        ret = SYS_getppid;
        __asm__ volatile("syscall" : "+a"(ret) : : "rcx", "r11", "memory");
    }
    return (uint64_t)ret;
}

/* 64 is getppid in the i386 table. */
static inline uint64_t loop_int80(void *arg, uint64_t n)
{
    long ret = 0;
    (void)arg;
    for (uint64_t i = 0; i < n; i++) {
        ret = 64;
        __asm__ volatile("int $0x80" : "+a"(ret) : : "r8", "r9", "r10", "r11", "memory");
    }
    return (uint64_t)ret;
}

static inline uint64_t loop_vsyscall(void *arg, uint64_t n)
{
    long (*const volatile entry)(long *) = (long (*)(long *))VSYSCALL_TIME;
    long ret = 0;
    (void)arg;
    for (uint64_t i = 0; i < n; i++)
        ret = entry(NULL);
    return (uint64_t)ret;
}

static inline bool has_vsyscall(void)
{
    char line[256];
    bool found = false;
    FILE *maps = fopen("/proc/self/maps", "re");
    while (maps && fgets(line, sizeof line, maps))
        found = found || strstr(line, "[vsyscall]");
    if (maps)
        fclose(maps);
    return found;
}

/* A kernel without IA32 emulation answers with SIGSEGV: asked in a child. */
static inline bool has_int80(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL);
        loop_int80(NULL, 1);
        _exit(0);
    }
    return waitpid(child, &status, 0) == child && WIFEXITED(status);
}

static const struct work work_empty = {.loop = loop_empty};
static const struct work work_syscall = {.loop = loop_syscall};
static const struct work work_int80 = {.loop = loop_int80};
static const struct work work_vsyscall = {.loop = loop_vsyscall};

#endif
