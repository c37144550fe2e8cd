/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/figures.h"
#include "report/heading.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/json_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Go's benchmark format (golang.org/design/14313-benchmark-format): a line for each launch. A name
 * is made of key=value parts, by which benchstat can group: i386/vdso:time@cold is
 * BenchmarkCall/abi=i386/path=vdso/call=time/context=cold. Bytes that could end a part or the name,
 * a trailing -N among them, are %XX. Configuration lines are for what keeps results apart;
 * benchstat compares across all else, so the kernel is a comment. */

static void put_part(const char *key, const char *text, size_t size, FILE *out)
{
    fprintf(out, "/%s=", key);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        bool plain = c < 0x80 && (isalnum(c) || strchr("_.:=", c));
        fprintf(out, plain ? "%c" : "%%%02X", c);
    }
}

/* Puts the cell's name up to that byte, or to its end, and returns what follows. */
static const char *put_up_to(const char *key, const char *name, const char *end, char stop,
                             FILE *out)
{
    const char *at = memchr(name, stop, (size_t)(end - name));
    put_part(key, name, (size_t)((at ? at : end) - name), out);
    return at ? at + 1 : end;
}

static void put_name(const char *name, FILE *out)
{
    const char *context = strrchr(name, '@'), *end = context ? context : name + strlen(name);
    const char *slash = strchr(name, '/'), *colon = strchr(name, ':');
    fputs("BenchmarkCall", out);
    if (slash && slash < end && (!colon || slash < colon))
        name = put_up_to("abi", name, end, '/', out);
    name = put_up_to("path", name, end, ':', out);
    if (name < end)
        name = put_up_to("call", name, end, ':', out);
    if (name < end)
        put_part(isdigit((unsigned char)*name) ? "bytes" : "clock", name, (size_t)(end - name),
                 out);
    if (context)
        put_part("context", context + 1, strlen(context + 1), out);
}

static void put_value(double v, const char *unit, FILE *out)
{
    char number[JSON_NUMBER];
    json_number_text(v, number);
    fprintf(out, " %s %s", number, unit);
}

/* Where nothing is known of the cell there is no line: it has to have a value. */
static void put_result(const char *name, const json_t *cell, double calls, const double *ns,
                       FILE *out)
{
    double entries, instructions, injected;
    bool counted = figures_entries(cell, &entries);
    bool instructed = figures_instructions(cell, &instructions);
    if (!ns && !counted && !instructed)
        return;
    put_name(name, out);
    fprintf(out, " %.0f", calls);
    if (ns)
        put_value(*ns, "ns/op", out);
    if (counted)
        put_value(entries, "entries/op", out);
    if (instructed)
        put_value(instructions, "insns/op", out);
    if (figures_injected(cell, &injected))
        put_value(injected, "injected-ns/op", out);
    fputc('\n', out);
}

/* Of a record without samples the estimate, as one launch of one call. */
static void print_results(const char *name, const json_t *cell, const json_t *launches, FILE *out)
{
    const json_t *launch;
    double ns, calls;
    size_t i;
    json_array_foreach(launches, i, launch)
        if (figures_number(launch, "ns", &ns) && figures_number(launch, "calls", &calls))
            put_result(name, cell, calls, &ns, out);
    if (json_array_size(launches) == 0)
        put_result(name, cell, 1, figures_ns(cell, &ns) ? &ns : NULL, out);
}

static void print_cell(const char *name, const json_t *cell, const json_t *report, FILE *out)
{
    const json_t *launches = json_object_get(report, "launches");
    const char *own = json_string_value(json_object_get(cell, "cell"));
    if (json_is(cell, "state", "measured")) {
        print_results(name, cell, own ? json_object_get(launches, own) : NULL, out);
        return;
    }
    char *reason = json_show_whole(json_object_get(cell, "reason"));
    fprintf(out, "# not measured: %s: %s\n", name, reason ? reason : "out of memory");
    free(reason);
}

static void print_heading(const json_t *report, FILE *out)
{
    char *cpu = json_show_whole(json_object_get(json_object_get(report, "machine"), "cpu"));
    char *machine = report_machine(report), *run = report_run(report);
    fprintf(out, "pkg: systoll\ngoos: linux\ngoarch: amd64\ncpu: %s\ninterrupted: %s\n",
            cpu ? cpu : "", figures_interrupted(report) ? "true" : "false");
    fprintf(out, "# %s\n# %s\n", machine ? machine : "out of memory", run ? run : "out of memory");
    free(cpu);
    free(machine);
    free(run);
}

static int print_report_gobench(const json_t *report, FILE *out, struct report_style style)
{
    json_t *cells = figures_cells(report), *cell;
    const char *name;
    (void)style;
    print_heading(report, out);
    json_object_foreach(cells, name, cell)
        print_cell(name, cell, report, out);
    json_decref(cells);
    return output_flush(out);
}

static const struct output_kind kind = {
    .name = "Go benchmark report of systoll", .begins = {"pkg: systoll\n", NULL}, .holds = "\n# "};

const struct report_format report_gobench = {
    .name = "gobench",
    .help = "Go benchmark text for benchstat, a line for each launch",
    .print = print_report_gobench,
    .kind = &kind,
    .several = REPORT_JOINED,
    .launches = true};
