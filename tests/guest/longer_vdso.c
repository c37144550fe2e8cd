/* SPDX-License-Identifier: MIT */
/* longer-vdso SYMBOL COMMAND [ARG]...: runs a command whose vDSO has one more instruction in the
 * function named, and so has that of each program that it executes in turn, as systoll does its
 * workers. A debugger may write to the image: the process then has a copy of the page, and nothing
 * of it shows in the program that is measured. */
#include "kernel/vdso.h"

#include "kernel/vdso_own.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOP = 0x90, RET = 0xc3, INT3 = 0xcc, EVENT_SHIFT = 16 };

#define OPTIONS                                                                                    \
    ((long)(PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |  \
            PTRACE_O_EXITKILL))

/* Where in the image the function's last ret is, with a byte behind it that is never reached; 0: it
 * isn't so. Every call of the short functions (time, getcpu) ends there. */
static uint64_t last_ret(const char *name)
{
    struct vdso v;
    struct vdso_symbol s;
    if (vdso_own(&v) || !vdso_find(&v, name, "LINUX_2.6", &s))
        return 0;
    uint64_t at = s.address + s.size - 1 - (uint64_t)v.image;
    at -= v.image[at] == INT3; /* against straight-line speculation */
    return v.image[at] == RET && (v.image[at + 1] == INT3 || v.image[at + 1] == NOP) ? at : 0;
}

/* AT_SYSINFO_EHDR of another process; 0 where it can't be read. */
static uint64_t image_of(pid_t pid)
{
    char path[64];
    Elf64_auxv_t entry;
    uint64_t base = 0;
    snprintf(path, sizeof path, "/proc/%d/auxv", (int)pid);
    FILE *f = fopen(path, "re");
    while (f && fread(&entry, sizeof entry, 1, f) == 1)
        if (entry.a_type == AT_SYSINFO_EHDR)
            base = entry.a_un.a_val;
    if (f)
        fclose(f);
    return base;
}

/* Makes "ret, padding" there in the image of that process "nop, ret". */
static bool lengthen(pid_t pid, uint64_t at)
{
    const unsigned char longer[2] = {NOP, RET};
    uint64_t base = image_of(pid);
    errno = 0;
    long word = base ? ptrace(PTRACE_PEEKTEXT, pid, (void *)(base + at), NULL) : 0;
    memcpy(&word, longer, sizeof longer);
    return base && errno == 0 &&
           ptrace(PTRACE_POKETEXT, pid, (void *)(base + at), (void *)word) == 0;
}

static pid_t start_stopped(char **command)
{
    pid_t pid = fork();
    if (pid == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
            execvp(command[0], command);
        perror(command[0]);
        _exit(2);
    }
    return pid;
}

/* Until the command ends: what it starts is let go as soon as it has executed a program, which is
 * lengthened first. Its exit code; 2 where one can't be. */
static int follow(pid_t command, uint64_t at)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, __WALL)) > 0) {
        int event = status >> EVENT_SHIFT, signal = WSTOPSIG(status);
        if (!WIFSTOPPED(status) && pid == command)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
        if (!WIFSTOPPED(status))
            continue;
        if (event == PTRACE_EVENT_EXEC && !lengthen(pid, at))
            return 2;
        if (event == PTRACE_EVENT_EXEC)
            ptrace(PTRACE_DETACH, pid, NULL, NULL);
        else /* a stop of ptrace's own, or a signal for the process */
            ptrace(PTRACE_CONT, pid, NULL, event || signal == SIGSTOP ? 0L : (long)signal);
    }
    return 2;
}

int main(int argc, char **argv)
{
    int status;
    uint64_t at = argc < 3 ? 0 : last_ret(argv[1]);
    if (at == 0) {
        fputs("longer-vdso: no SYMBOL and COMMAND, or no room behind that symbol\n", stderr);
        return 2;
    }
    pid_t pid = start_stopped(argv + 2);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
        return 2;
    int code = 2;
    if (lengthen(pid, at) && ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)OPTIONS) == 0 &&
        ptrace(PTRACE_CONT, pid, NULL, NULL) == 0)
        code = follow(pid, at);
    if (code == 2) {
        fputs("longer-vdso: can't write to the vDSO of the command\n", stderr);
        kill(pid, SIGKILL);
    }
    return code;
}
