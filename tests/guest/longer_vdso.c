/* SPDX-License-Identifier: MIT */
/* longer-vdso SYMBOL COMMAND [ARG]...: runs a command whose vDSO has one more instruction in the
 * function named. A debugger may write to the image: the process then has a copy of the page, and
 * nothing of it shows in the program that is measured. */
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

enum { NOP = 0x90, RET = 0xc3, INT3 = 0xcc };

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

/* Makes "ret, padding" at that address "nop, ret". */
static bool lengthen(pid_t pid, uint64_t address)
{
    const unsigned char longer[2] = {NOP, RET};
    errno = 0;
    long word = ptrace(PTRACE_PEEKTEXT, pid, (void *)address, NULL);
    memcpy(&word, longer, sizeof longer);
    return errno == 0 && ptrace(PTRACE_POKETEXT, pid, (void *)address, (void *)word) == 0;
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
    uint64_t base = image_of(pid);
    if (base == 0 || !lengthen(pid, base + at) || ptrace(PTRACE_DETACH, pid, NULL, NULL)) {
        fputs("longer-vdso: can't write to the vDSO of the command\n", stderr);
        kill(pid, SIGKILL);
        return 2;
    }
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
