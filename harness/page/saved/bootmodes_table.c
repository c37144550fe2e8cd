/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/html.h"
#include "page/ratios.h"
#include "page/saved/boot.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/show.h"
#include "text/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 128, DIGITS = 4, EXACT_DIGITS = 8, DRAWN = 60 };

/* Instructions are whole. */
static void put_cost(double v, bool exact, char *text, size_t size)
{
    char number[SHOW_NUMBER];
    if (!isfinite(v))
        snprintf(text, size, "-");
    else if (exact)
        snprintf(text, size, "%s", show_short(v, EXACT_DIGITS, number));
    else
        snprintf(text, size, "%s", show_number(v, DIGITS, number));
}

static double cost_of(const json_t *cell, bool exact)
{
    return exact ? json_number_of(cell, "instructions")
                 : json_number_of(json_object_get(cell, "ns"), "estimate");
}

/* A figure; or in a word why there is none, NULL being a boot that left no record. */
static void put_value(const json_t *cell, bool exact, char *text, size_t size)
{
    const char *reason = json_text_of(cell, "reason");
    if (!cell)
        snprintf(text, size, "-");
    else if (json_is(cell, "state", "measured"))
        put_cost(cost_of(cell, exact), exact, text, size);
    else if (strstr(reason, "has no entry for this call"))
        snprintf(text, size, ".");
    else if (strstr(reason, "SIGSEGV"))
        snprintf(text, size, "SIGSEGV");
    else
        json_show_string(cell, "state", text, size);
}

/* From the base: "+7" instructions, or a ratio. */
static void put_difference(const json_t *cell, bool exact, char *text, size_t size)
{
    const json_t *difference = json_object_get(cell, "difference");
    double v = json_number_of(difference, exact ? "instructions" : "ratio");
    char number[SHOW_NUMBER];
    if (!isfinite(v))
        snprintf(text, size, "-");
    else if (exact)
        snprintf(text, size, "%s%s", v > 0 ? "+" : "", show_short(v, EXACT_DIGITS, number));
    else
        snprintf(text, size, "%s", show_number(v, DIGITS, number));
}

static void put_interval(const json_t *cell, char *text, size_t size)
{
    const json_t *difference = json_object_get(cell, "difference");
    double lo = json_number_of(difference, "lo"), hi = json_number_of(difference, "hi");
    char low[SHOW_NUMBER], high[SHOW_NUMBER];
    if (isfinite(lo) && isfinite(hi))
        snprintf(text, size, "%s..%s", show_number(lo, DIGITS, low), show_number(hi, DIGITS, high));
    else
        snprintf(text, size, "-");
}

/* The ratio to the base, 1 or NAN where there is no difference to show. */
static struct estimate ratio_of(const json_t *document, const json_t *cell)
{
    const json_t *difference = json_object_get(cell, "difference");
    double more = json_number_of(difference, "instructions");
    double own = json_number_of(cell, "instructions");
    struct estimate r = {.value = json_number_of(difference, "ratio"),
                         .lo = json_number_of(difference, "lo"),
                         .hi = json_number_of(difference, "hi")};
    if (boot_instructions(document))
        r.value = r.lo = r.hi = own > 0 && own > more ? own / (own - more) : NAN;
    return r;
}

/* Cells that differ for sure. */
static bool change_row(const json_t *document, size_t at, struct estimate *ratio, char *name,
                       char *text)
{
    const json_t *cell = json_array_get(json_object_get(document, "cells"), at);
    char own[WORD], *boot = boot_name(cell, boot_kernels(document));
    *ratio = ratio_of(document, cell);
    text_say(name, RATIOS_TEXT, "%s, %s", json_show_string(cell, "cell", own, sizeof own),
             boot ? boot : "out of memory");
    free(boot);
    put_difference(cell, boot_instructions(document), text, RATIOS_TEXT);
    return ratio->value > 0 && (ratio->lo > 1 || ratio->hi < 1);
}

static size_t count_changes(const json_t *document)
{
    size_t i, size = 0;
    const json_t *cell;
    json_array_foreach(json_object_get(document, "cells"), i, cell) {
        struct estimate ratio = ratio_of(document, cell);
        size += ratio.value > 0 && (ratio.lo > 1 || ratio.hi < 1);
    }
    return size;
}

static bool has_changes(const json_t *document)
{
    size_t size = count_changes(document);
    return size > 0 && size <= DRAWN;
}

static void print_changes(const json_t *document, FILE *out)
{
    const struct ratio_figure r = {
        "Cost as a multiple of the base's, on a logarithmic axis, of the cells that differ from "
        "it. Orange: costs more, green: less. At the right how much more, or the ratio.",
        "cell and boot", boot_instructions(document) ? "diff" : "ratio",
        json_array_size(json_object_get(document, "cells")), change_row};
    ratios_print(&r, document, out);
}

/* {kernel: {"boots": [...], "rows": {cell: {boot's key: cell}}}}, a new object that shares what it
 * holds: a boot and a cell are looked for once. */
static json_t *find_kernels(const json_t *document)
{
    json_t *kernels = json_object(), *one;
    size_t i;
    json_array_foreach(json_object_get(document, "boots"), i, one) {
        const char *name = json_text_of(one, "kernel");
        if (!json_object_get(kernels, name))
            json_object_set_new(kernels, name, json_pack("{s:[], s:{}}", "boots", "rows"));
        json_array_append(json_object_get(json_object_get(kernels, name), "boots"), one);
    }
    json_array_foreach(json_object_get(document, "cells"), i, one) {
        const char *name = json_text_of(one, "cell");
        json_t *rows =
            json_object_get(json_object_get(kernels, json_text_of(one, "kernel")), "rows");
        char *key = boot_key(one);
        if (rows && !json_object_get(rows, name))
            json_object_set_new(rows, name, json_object());
        if (key)
            json_object_set(json_object_get(rows, name), key, one);
        free(key);
    }
    return kernels;
}

/* The boots of one kernel, a column or more for each. */
struct columns {
    const json_t *boots, *base;
    bool exact, cycles;
};

static void print_titles(const struct columns *c, FILE *out)
{
    const json_t *boot;
    size_t i;
    html_titles_begin(out);
    html_title("cell", true, out);
    json_array_foreach(c->boots, i, boot) {
        char *name = boot_name(boot, false);
        html_title(name ? name : "out of memory", false, out);
        free(name);
        if (c->cycles)
            html_title("cycles", false, out);
        if (boot == c->base)
            continue;
        html_title(c->exact ? "diff" : "ratio", false, out);
        if (!c->exact)
            html_title("interval", false, out);
    }
    html_titles_end(out);
}

static void print_cell(const struct columns *c, const json_t *cell, bool base, FILE *out)
{
    char text[WORD];
    put_value(cell, c->exact, text, sizeof text);
    html_cell(text, false, out);
    if (c->cycles) {
        double cycles = json_number_of(json_object_get(cell, "cycles"), "estimate");
        put_cost(cycles, false, text, sizeof text);
        html_cell(text, false, out);
    }
    if (base)
        return;
    put_difference(cell, c->exact, text, sizeof text);
    html_cell(text, false, out);
    if (c->exact)
        return;
    put_interval(cell, text, sizeof text);
    html_cell(text, false, out);
}

static void print_row(const struct columns *c, const char *name, const json_t *row, FILE *out)
{
    const json_t *boot;
    size_t i;
    html_row_begin(false, out);
    html_name(name, out);
    json_array_foreach(c->boots, i, boot) {
        char *key = boot_key(boot);
        print_cell(c, key ? json_object_get(row, key) : NULL, boot == c->base, out);
        free(key);
    }
    html_row_end(out);
}

static void print_kernel(const struct columns *c, const char *kernel, json_t *rows, FILE *out)
{
    const char *name;
    json_t *row;
    fputs("<h3>", out);
    html_text(kernel, out);
    fputs("</h3>\n", out);
    html_table_begin("Every cell of every boot of this kernel", out);
    print_titles(c, out);
    json_object_foreach(rows, name, row)
        print_row(c, name, row, out);
    html_table_end(out);
}

static bool has_cells(const json_t *document)
{
    return json_array_size(json_object_get(document, "cells")) > 0;
}

static bool has_cycles(const json_t *document)
{
    const json_t *cell;
    size_t i;
    json_array_foreach(json_object_get(document, "cells"), i, cell)
        if (json_is_object(json_object_get(cell, "cycles")))
            return true;
    return false;
}

static void print_legend(const json_t *document, FILE *out)
{
    const json_t *base = boot_base(document);
    bool exact = boot_instructions(document);
    fputs(exact ? "<p class=\"legend\">Instructions per call, exact. diff: more than in "
                : "<p class=\"legend\">ns per call. ratio: to ",
          out);
    html_own(base ? boot_name(base, true) : strdup("the base"), out);
    fputs(exact ? "" : "; its 95 % interval is over boots", out);
    fputs(has_cycles(document) ? ". cycles: of the core" : "", out);
    fputs(
        ". A point: the vsyscall page has no entry for that call. SIGSEGV: the kernel's answer. A "
        "dash: a boot that left no record, or no difference to take.</p>\n",
        out);
}

static void print_table(const json_t *document, FILE *out)
{
    json_t *kernels = find_kernels(document), *group;
    const char *kernel;
    bool cycles = has_cycles(document);
    json_object_foreach(kernels, kernel, group) {
        const struct columns c = {json_object_get(group, "boots"), boot_base(document),
                                  boot_instructions(document), cycles};
        print_kernel(&c, kernel, json_object_get(group, "rows"), out);
    }
    json_decref(kernels);
    print_legend(document, out);
}

const struct page_part part_boots_changes = {"changes", "What differs from the base", has_changes,
                                             print_changes},
                       part_boots_table = {"table", "Every figure", has_cells, print_table};
