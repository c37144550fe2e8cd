/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/figures.h"
#include "text/json.h"
#include "text/json_text.h"

#include <string.h>

/* What github-action-benchmark takes as customSmallerIsBetter: an array of name, value, unit, range
 * and extra. It wants a value in each, so a cell that was not timed is left out; an array without
 * any is refused by it. It finds the number of a range that has two characters or more. */

static json_t *range_of(double half)
{
    char number[JSON_NUMBER];
    json_number_text(half, number);
    return json_sprintf("± %s%s", number, number[1] ? "" : ".0");
}

/* A line for each thing that is not the time; the first also tells a file of systoll by. */
static json_t *extra_of(const json_t *report, const json_t *cell)
{
    char launches[JSON_NUMBER], entries[JSON_NUMBER] = "unknown", injected[JSON_NUMBER] = "";
    double v;
    json_number_text(figures_launches(report), launches);
    if (figures_entries(cell, &v))
        json_number_text(v, entries);
    if (figures_injected(cell, &v))
        json_number_text(v, injected);
    return json_sprintf("systoll: launches %s\nkernel entries: %s%s%s%s%s%s", launches, entries,
                        *injected ? "\nINJECTED: " : "", injected, *injected ? " ns a call" : "",
                        figures_interrupted(report) ? "\ninterrupted" : "",
                        figures_samples(report) ? "" : "\nno samples");
}

static json_t *entry_of(const json_t *report, const char *name, const json_t *cell)
{
    double ns, half;
    if (!json_is(cell, "state", "measured") || !figures_ns(cell, &ns))
        return NULL;
    json_t *own = json_pack("{s:o, s:s, s:f, s:s}", "extra", extra_of(report, cell), "name", name,
                            "value", ns, "unit", "ns");
    if (figures_ns_half(cell, &half))
        json_object_set_new(own, "range", range_of(half));
    return own;
}

static int print_report_github(const json_t *report, FILE *out, struct report_style style)
{
    json_t *cells = figures_cells(report), *document = json_array(), *cell;
    const char *name;
    (void)style;
    json_object_foreach(cells, name, cell) {
        json_t *own = entry_of(report, name, cell);
        if (own)
            json_array_append_new(document, own);
    }
    int error = json_print(document, 0, out), flushed = output_flush(out);
    json_decref(document);
    json_decref(cells);
    return error ? error : flushed;
}

static const struct output_kind kind = {
    .name = "github-action-benchmark report of systoll",
    .begins = {"[\n  {\n    \"extra\": \"systoll: launches ", "[]\n", NULL},
    .holds = ""};

const struct report_format report_github = {.name = "github-action-benchmark",
                                            .help =
                                                "JSON for it, as customSmallerIsBetter; one record",
                                            .print = print_report_github,
                                            .kind = &kind,
                                            .several = REPORT_ONE};
