/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "compare/cells.h"
#include "page/cells.h"
#include "page/figure.h"
#include "page/html.h"
#include "page/track.h"
#include "text/json.h"
#include "text/show.h"

#include <math.h>
#include <string.h>

static bool has_costs(const json_t *report)
{
    struct track t = figure_axis(report, figure_hold_cost);
    return track_close(&t);
}

static void mark_cost(const struct track *t, const json_t *report, const json_t *cell, FILE *out)
{
    struct estimate cost = cells_cost(report, cell);
    track_lead(t, cost.value, out);
    track_span(t, cost.lo, cost.hi, "span", out);
    track_dot(t, cost.value, out);
}

/* For who has not heard of them. */
static const char *const paths[][2] = {
    {"vdso", "code of the kernel that it maps into each program ([vdso]), called as a function"},
    {"libc", "the C library's function, which programs call; it uses one of the others"},
    {"syscall", "the instruction that enters the kernel from 64-bit code"},
    {"int80", "int 0x80, the interrupt that 32-bit programs enter the kernel by"},
    {"vsyscall", "the page at a fixed address that came before the vDSO ([vsyscall])"},
    {"kernel_vsyscall",
     "the function by which 32-bit programs enter the kernel, its address in AT_SYSINFO"},
    {"rseq",
     "no call: the CPU's number, read from memory where the kernel keeps it for each thread"},
    {"insn", "no call: one instruction of the processor"},
    {"control", "no call: the loop around an empty function, as a yardstick"}};

static bool has_path(const json_t *report, const char *path)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (cells_measured(cell) && json_is(cell, "path", path))
            return true;
    return false;
}

static void say_paths(const json_t *report, FILE *out)
{
    bool some = false;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (!has_path(report, paths[i][0]))
            continue;
        if (!some) {
            html_paragraph(NULL, "A path is a way to make a call:", out);
            html_facts_begin(out);
        }
        some = true;
        html_fact(paths[i][0], strdup(paths[i][1]), out);
    }
    if (some)
        html_facts_end(out);
}

static void print_headline(const json_t *report, FILE *out)
{
    char caption[160];
    json_t *hot = cells_hot(report);
    const struct figure f = {caption, figure_hold_cost, mark_cost};
    snprintf(caption, sizeof caption,
             "%s per call, on a logarithmic axis. Bars: 95 %% intervals over launches, where wider "
             "than a dot.",
             compare_unit(report));
    figure_print(&f, hot, out);
    say_paths(hot, out);
    json_decref(hot);
}

const struct page_part part_headline = {"headline", "What a call costs on each path", has_costs,
                                        print_headline};
