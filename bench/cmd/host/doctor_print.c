/* SPDX-License-Identifier: MIT */
#include "cmd/host/doctor_print.h"
#include "cmd/style.h"

#include "output/output.h"
#include "output/print.h"
#include "report/layout.h"
#include "text/json_text.h"
#include "text/show.h"
#include "text/text.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

enum { VERDICT = 9, NAME = 16, WORDS = 3 * DOCTOR_TEXT };

static const struct doctor_cost *cost_of(const struct doctor_page *p, const char *cell)
{
    for (size_t i = 0; i < p->costs.size; i++)
        if (strcmp(p->costs.each[i].cell, cell) == 0)
            return &p->costs.each[i];
    return NULL;
}

/* A sentence: with a full stop, and one alone. */
static void paragraph(FILE *out, int width, const char *label, const char *text)
{
    char words[WORDS];
    size_t size = strlen(text);
    snprintf(words, sizeof words, "%s%s%s", label, text, size && text[size - 1] == '.' ? "" : ".");
    layout_paragraph(out, width, VERDICT + NAME, " ", words);
}

static void print_costs(const struct doctor_page *p, const struct doctor_row *row, int width,
                        FILE *out)
{
    char text[WORDS] = "", number[SHOW_NUMBER];
    size_t used = 0;
    for (const char *const *cell = row->cells; *cell; cell++) {
        const struct doctor_cost *cost = cost_of(p, *cell);
        if (!cost || used >= sizeof text)
            continue;
        if (isnan(cost->ns))
            snprintf(number, sizeof number, "not timed");
        else
            show_number(cost->ns, 3, number);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %s%s", used ? ", " : "",
                                 *cell, number, isnan(cost->ns) ? "" : " ns");
    }
    if (!used)
        return;
    layout_pad(out, VERDICT + NAME);
    paragraph(out, width, "Cost: ", text);
}

static const char *ink_of_verdict(enum doctor_verdict verdict)
{
    static const char *const codes[] = {"\033[32m", "\033[33m", "\033[31m"};
    return codes[verdict];
}

static void print_one(const struct doctor_page *p, size_t i, struct report_style style, FILE *out)
{
    const struct doctor_line *l = &p->lines[i];
    char seen[2 * DOCTOR_TEXT];
    bool ok = l->verdict == DOCTOR_OK;
    fprintf(out, "%s%-*s%s%-*s", style.colour ? ink_of_verdict(l->verdict) : "", VERDICT,
            doctor_verdict_name(l->verdict), style.colour ? "\033[0m" : "", NAME, p->rows[i]->name);
    snprintf(seen, sizeof seen, ok ? "%s (%s)" : "%s", l->seen, l->why);
    paragraph(out, style.width, "", seen);
    if (!ok) {
        layout_pad(out, VERDICT + NAME);
        paragraph(out, style.width, "Why: ", l->why);
    }
    if (!ok && *l->remedy) {
        layout_pad(out, VERDICT + NAME);
        paragraph(out, style.width, "Do: ", l->remedy);
    }
    print_costs(p, p->rows[i], style.width, out);
}

int doctor_print_table(const struct doctor_page *p, FILE *out)
{
    struct report_style style = style_of(out);
    for (size_t i = 0; i < p->size; i++)
        print_one(p, i, style, out);
    fprintf(out, "\n%zu finding%s, %zu note%s, %zu ok\n", p->findings, p->findings == 1 ? "" : "s",
            p->notes, p->notes == 1 ? "" : "s", p->size - p->findings - p->notes);
    return output_flush(out);
}

static json_t *costs_json(const struct doctor_page *p, const struct doctor_row *row)
{
    json_t *costs = json_array();
    for (const char *const *cell = row->cells; *cell; cell++) {
        const struct doctor_cost *cost = cost_of(p, *cell);
        if (cost)
            json_array_append_new(costs,
                                  json_pack("{s:s, s:o, s:s?}", "cell", *cell, "ns",
                                            isnan(cost->ns) ? json_null() : json_real(cost->ns),
                                            "reason", *cost->why ? cost->why : NULL));
    }
    return costs;
}

static json_t *lines_json(const struct doctor_page *p)
{
    json_t *lines = json_array();
    for (size_t i = 0; i < p->size; i++) {
        const struct doctor_line *l = &p->lines[i];
        json_array_append_new(
            lines, json_pack("{s:s, s:s, s:s, s:s, s:s?, s:o}", "name", p->rows[i]->name, "verdict",
                             doctor_verdict_name(l->verdict), "seen", l->seen, "why", l->why, "do",
                             *l->remedy ? l->remedy : NULL, "costs", costs_json(p, p->rows[i])));
    }
    return lines;
}

static json_t *clocks_json(const struct host *h)
{
    json_t *clocks = json_object();
    for (size_t i = 0; i < h->clocks_size; i++)
        json_object_set_new(clocks, h->clocks[i].name,
                            isnan(h->clocks[i].entries) ? json_null()
                                                        : json_real(h->clocks[i].entries));
    return clocks;
}

int doctor_print_json(const struct doctor_page *p, FILE *out)
{
    const struct host *h = p->host;
    json_t *machine = json_object();
    static const char *const keys[] = {"kernel", "cpu", "hypervisor"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        json_object_set(machine, keys[i], json_object_get(h->machine, keys[i]));
    json_t *all = json_pack(
        "{s:s, s:s, s:o, s:i, s:s, s:i, s:i, s:o, s:s?, s:o}", "schema", "systoll.doctor/1",
        "systoll", SYSTOLL_VERSION, "machine", machine, "measuring_cpu", h->cpu, "verdict",
        doctor_verdict_name(p->findings ? DOCTOR_FINDING
                            : p->notes  ? DOCTOR_NOTE
                                        : DOCTOR_OK),
        "finding_count", (int)p->findings, "note_count", (int)p->notes, "findings", lines_json(p),
        "entries_by", h->counted_by, "entries", clocks_json(h));
    if (!all)
        return -ENOMEM;
    json_print(all, 0, out);
    json_decref(all);
    return output_flush(out);
}

/* Two labels and a value, in Prometheus's text format. Names of lines and verdicts are ours and
 * need no escapes. */
int doctor_print_prometheus(const struct doctor_page *p, FILE *out)
{
    static const char metric[] = "systoll_doctor";
    static const enum doctor_verdict verdicts[] = {DOCTOR_OK, DOCTOR_NOTE, DOCTOR_FINDING};
    fprintf(out,
            "# HELP %s 1 for the verdict on the line of systoll doctor, 0 for the others.\n"
            "# TYPE %s gauge\n",
            metric, metric);
    for (size_t i = 0; i < p->size; i++)
        for (size_t v = 0; v < sizeof verdicts / sizeof *verdicts; v++)
            fprintf(out, "%s{line=\"%s\",verdict=\"%s\"} %d\n", metric, p->rows[i]->name,
                    doctor_verdict_name(verdicts[v]), p->lines[i].verdict == verdicts[v]);
    return output_flush(out);
}

int doctor_print_line(const struct doctor_page *p, FILE *out)
{
    char text[DOCTOR_TEXT + NAME + 64];
    size_t i = 0;
    while (i < p->size && p->lines[i].verdict != DOCTOR_FINDING)
        i++;
    if (i == p->size)
        snprintf(text, sizeof text, "ok: no findings, %zu note%s", p->notes,
                 p->notes == 1 ? "" : "s");
    else if (p->findings == 1)
        snprintf(text, sizeof text, "finding: %s: %s", p->rows[i]->name, p->lines[i].seen);
    else
        snprintf(text, sizeof text, "%zu findings: %s: %s", p->findings, p->rows[i]->name,
                 p->lines[i].seen);
    layout_cut(text, DOCTOR_LINE);
    fprintf(out, "%s\n", text);
    return output_flush(out);
}
