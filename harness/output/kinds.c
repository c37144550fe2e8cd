/* SPDX-License-Identifier: MIT */
#include "output/output.h"

/* A short file is written at once, so its other writers are waited for. */
enum { SHORT = 10 };

#define ANSWER_BEGINS(mark)                                                                        \
    {                                                                                              \
        mark "Pass", mark "Regression", mark "Inconclusive", mark "Not comparable",                \
            mark "Nothing judged", NULL                                                            \
    }

const struct output_kind output_record = {.name = "systoll record",
                                          .begins = {"{\"type\":\"manifest\",", NULL},
                                          .holds = "\"schema\":\"systoll.record/"};

const struct output_kind output_noise = {.name = "noise file of systoll gate calibrate",
                                         .begins = {"{", NULL},
                                         .holds = "\"schema\": \"systoll.noise/",
                                         .patience = SHORT};

const struct output_kind output_golden = {.name = "golden file of systoll",
                                          .begins = {"{\n  \"emulator\": ", NULL},
                                          .holds = "\"guests\": {",
                                          .patience = SHORT};

const struct output_kind output_json = {.name = "JSON answer of systoll gate",
                                        .begins = {"{", NULL},
                                        .holds = "\"schema\": \"systoll.gate/",
                                        .patience = SHORT};

const struct output_kind output_text = {.name = "text answer of systoll gate",
                                        .begins = ANSWER_BEGINS(""),
                                        .holds = "",
                                        .patience = SHORT};

const struct output_kind output_markdown = {.name = "Markdown answer of systoll gate",
                                            .begins = ANSWER_BEGINS("**"),
                                            .holds = "",
                                            .patience = SHORT};

const struct output_kind output_junit = {.name = "JUnit answer of systoll gate",
                                         .begins = {"<?xml ", NULL},
                                         .holds = "<testsuites>\n  <testsuite name=\"gate ",
                                         .patience = SHORT};

const struct output_kind output_github = {.name = "github answer of systoll gate",
                                          .begins = {"::", NULL},
                                          .holds = " title=systoll ",
                                          .patience = SHORT};

const struct output_kind output_svg = {
    .name = "SVG picture", .begins = {"<?xml ", "<svg", NULL}, .holds = "<svg", .patience = SHORT};

const struct output_kind output_png = {
    .name = "PNG picture", .begins = {"\x89PNG\r\n", NULL}, .holds = "", .patience = SHORT};

const struct output_kind output_page = {.name = "HTML page of systoll",
                                        .begins = {"<!DOCTYPE html>\n", NULL},
                                        .holds = "<meta name=\"generator\" content=\"systoll ",
                                        .patience = SHORT};

const struct output_kind output_vdso = {.name = "image of a vDSO",
                                        .begins = {"\x7f"
                                                   "ELF",
                                                   NULL},
                                        .holds = "linux-vdso.so.1",
                                        .patience = SHORT};
