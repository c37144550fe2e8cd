/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

const struct report_format *const gate_formats[] = {&gate_text,  &gate_json,   &gate_markdown,
                                                    &gate_junit, &gate_github, NULL};

/* In the order of gate_formats. */
static const struct output_kind *const kinds[] = {&output_text, &output_json, &output_markdown,
                                                  &output_junit, &output_github};

const struct output_kind *gate_format_kind(const struct report_format *format)
{
    size_t i = 0;
    while (gate_formats[i] != format)
        i++;
    return kinds[i];
}
