/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

static int print_answer_json(const json_t *answer, FILE *out, struct report_style style)
{
    return report_json.print(answer, out, style);
}

const struct report_format gate_json = {.name = "json",
                                        .help = "a systoll.gate/1 object",
                                        .print = print_answer_json,
                                        .kind = &output_json};
