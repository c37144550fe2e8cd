/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/html.h"
#include "report/heading.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an object of the machine says, an object in it with its name before. */
static void print_fields(const char *before, json_t *object, FILE *out)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        char *name = NULL;
        if (asprintf(&name, "%s%s%s", before, *before ? ": " : "", key) < 0)
            return;
        if (json_is_object(value) && !*before)
            print_fields(key, value, out);
        else
            html_fact(name, json_show_whole(value), out);
        free(name);
    }
}

static void print_record(const json_t *page, FILE *out)
{
    html_fact("Record", json_show_whole(json_object_get(page, "name")), out);
    html_fact("SHA-256", json_show_whole(json_object_get(page, "sha256")), out);
}

static void print_method(const json_t *report, FILE *out)
{
    const json_t *run = json_object_get(report, "run");
    fputs("<h3>Method</h3>\n", out);
    if (json_is(run, "timebase", "icount"))
        html_paragraph(
            NULL,
            "An emulator that executes one instruction after the other counted them: the "
            "figures are exact, and the same on any machine.",
            out);
    else
        html_paragraph(
            NULL,
            "Each cell was timed in blocks of many calls, caches warm, in random order "
            "within each round, by fresh processes (launches), each with another memory "
            "layout. A block that was disturbed by a context switch, a page fault or a "
            "change of the CPU was dropped. The estimate is over launches, and so is its "
            "95 % interval. Control is the loop around an empty function; it is not "
            "subtracted.",
            out);
    html_paragraph(NULL,
                   "More: docs/method.md and docs/reading-the-numbers.md, which come with systoll.",
                   out);
}

static void print_machine(const json_t *report, FILE *out)
{
    const json_t *machine = json_object_get(report, "machine");
    html_facts_begin(out);
    html_fact("Machine", report_machine(report), out);
    html_fact("Run", report_run(report), out);
    html_fact("Noise", report_interference(report), out);
    print_record(json_object_get(report, "page"), out);
    html_facts_end(out);
    print_method(report, out);
    fputs("<h3>All that is known of the machine</h3>\n", out);
    html_facts_begin(out);
    print_fields("", json_object_get(machine, "platform"), out);
    print_fields("", json_object_get(machine, "subject"), out);
    html_facts_end(out);
}

const struct page_part part_machine = {"machine", "Machine and method", NULL, print_machine};
