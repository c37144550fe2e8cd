/* SPDX-License-Identifier: MIT */
/* no-tsc COMMAND...: runs it where RDTSC raises SIGSEGV. Exit 77 where that can't be had.
 * Without a command it reads the TSC: exit 0 where a hypervisor lets it be read all the same. */
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0)) {
        perror("PR_SET_TSC");
        return 77;
    }
    if (argc < 2) {
        __asm__ volatile("rdtsc" ::: "eax", "edx");
        return 0;
    }
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    return 2;
}
