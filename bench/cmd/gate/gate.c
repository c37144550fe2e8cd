/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include <string.h>

static const struct command *const gates[] = {&gate_exact, &gate_record, &gate_baseline,  &gate_ab,
                                              &gate_judge, &gate_boots,  &gate_calibrate, NULL};

static int usage(FILE *out)
{
    fputs("Usage: systoll gate GATE [OPTION]...\n\n"
          "Judge records: of counts, of times, or of two things timed alternately.\n\nGates:\n",
          out);
    for (const struct command *const *g = gates; *g; g++)
        fprintf(out, "  %-10s %s\n", strchr((*g)->name, ' ') + 1, (*g)->help);
    fputs("\nOptions:\n  -h, --help  print this and exit\n"
          "\nExit: 0 pass; 1 regression; 2 usage or tool error; 3 inconclusive; 4 not comparable;\n"
          "77 nothing to judge. systoll gate GATE --help describes a gate's options.\n",
          out);
    return out == stdout ? EXIT_OK : EXIT_USAGE;
}

static int unknown_command(const char *name)
{
    const char *words[sizeof gates / sizeof *gates] = {0};
    if (*name == '-')
        return cmd_error("gate", "there is no option '%s'; see systoll gate --help", name);
    for (size_t i = 0; gates[i]; i++)
        words[i] = strchr(gates[i]->name, ' ') + 1;
    const char *near = nearest_word(name, words);
    if (near)
        return cmd_error("gate", "there is no gate '%s'; did you mean %s?", name, near);
    return cmd_error("gate", "there is no gate '%s'; see systoll gate --help", name);
}

static int run_gate(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr);
    if (opt_is(argv[1], "help", 'h'))
        return usage(stdout);
    for (const struct command *const *g = gates; *g; g++)
        if (strcmp(strchr((*g)->name, ' ') + 1, argv[1]) == 0)
            return (*g)->run(argc - 1, argv + 1);
    return unknown_command(argv[1]);
}

const struct command cmd_gate = {
    .name = "gate",
    .synopsis = "GATE [OPTION]... [RECORD]...",
    .help = "Judge exact counts, times against a baseline, or B against A",
    .run = run_gate,
};
