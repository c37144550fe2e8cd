/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "layout/layout.h"

#include <unistd.h>

/* For inspect --randomisation, which begins it: writes where the kernel put things in it. */
static int run_layout(int argc, char **argv)
{
    struct addresses own = layout_own();
    (void)argv;
    if (argc != 2 || isatty(STDOUT_FILENO) ||
        write(STDOUT_FILENO, &own, sizeof own) != (ssize_t)sizeof own)
        return cmd_error("layout", "it is for systoll inspect --randomisation alone");
    return EXIT_OK;
}

const struct command cmd_layout = {
    .name = "layout", .synopsis = "", .help = "", .run = run_layout, .hidden = true};
