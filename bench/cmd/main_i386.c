/* SPDX-License-Identifier: MIT */
/* The 32-bit program: a worker and nothing else. systoll carries it, tries whether it runs, and
 * starts it (bench/run/carried.c). */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], cmd_worker.name) == 0)
        return cmd_worker.run(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "try") == 0)
        return EXIT_OK;
    fputs("systoll: this is the 32-bit program, which systoll run starts itself\n", stderr);
    return EXIT_USAGE;
}
