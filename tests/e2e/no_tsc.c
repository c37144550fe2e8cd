/* SPDX-License-Identifier: MIT */
/* no-tsc COMMAND...: runs it where RDTSC raises SIGSEGV. Exit 77 where that can't be had. */
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    (void)argc;
    if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0)) {
        perror("PR_SET_TSC");
        return 77;
    }
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    return 2;
}
