/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

const struct report_format *const gate_formats[] = {
    &gate_text, &gate_json, &gate_markdown, &gate_junit, &gate_github, &gate_html, NULL};
