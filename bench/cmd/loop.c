/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "machine/pin.h"
#include "matrix/work_names.h"

#include <string.h>

enum { ERROR = 256, MAX_CPU = 65535 };

/* loop CELL N CPU: the cell's timed loop once, n times around, and nothing else; for whoever times
 * whole processes (scripts/crosscheck). */
static int run_loop(int argc, char **argv)
{
    char error[ERROR];
    uint64_t n, cpu;
    const char *reason;
    if (argc != 4)
        return cmd_error("loop", "it takes CELL N CPU");
    if (!arg_integer("N", argv[2], 0, UINT64_MAX, &n, error, sizeof error) ||
        !arg_integer("CPU", argv[3], 0, MAX_CPU, &cpu, error, sizeof error))
        return cmd_error("loop", "%s", error);
    int refused = pin_to((int)cpu);
    if (refused)
        return cmd_error("loop", "can't run on CPU %s: %s", argv[3], strerror(-refused));
    const struct work *w = work_find(argv[1], &reason);
    if (!w) {
        cmd_error("loop", "%s: %s", argv[1], reason);
        return EXIT_NOTHING;
    }
    w->loop(w->arg, n);
    return EXIT_OK;
}

const struct command cmd_loop = {
    .name = "loop", .synopsis = "", .help = "", .run = run_loop, .hidden = true};
