/* SPDX-License-Identifier: MIT */
#include "page/saved/bootmodes.h"

#include "page/html.h"
#include "page/page.h"
#include "page/saved/boot.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE = 256 };

static void print_list(const char *class, const json_t *texts, FILE *out)
{
    size_t i;
    const json_t *one;
    if (!json_array_size(texts))
        return;
    fprintf(out, "<ul class=\"%s\">\n", class);
    json_array_foreach(texts, i, one) {
        fputs("<li>", out);
        html_own(json_show_whole(one), out);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

/* Times of guests that ran without KVM. */
static bool is_emulated(const json_t *document)
{
    const json_t *boot;
    size_t i;
    json_array_foreach(json_object_get(document, "boots"), i, boot)
        if (json_is_true(json_object_get(boot, "emulated")))
            return !boot_instructions(document);
    return false;
}

static void print_words(const json_t *document, FILE *out)
{
    const json_t *changes = json_object_get(document, "changes"), *change;
    json_t *words = json_array();
    size_t i;
    if (is_emulated(document))
        html_paragraph("notice", "Times under emulation: they are not the times of any machine.",
                       out);
    if (json_array_size(json_object_get(document, "failures")))
        html_paragraph("notice", "Not all went well:", out);
    print_list("words", json_object_get(document, "failures"), out);
    json_array_foreach(changes, i, change)
        json_array_append(words, json_object_get(change, "words"));
    if (!json_array_size(words))
        html_paragraph(NULL, "There are no two boots to compare with each other.", out);
    print_list("words", words, out);
    json_decref(words);
}

/* The base's cells as those of a report, which the picture and its words are made for; new. */
static json_t *base_report(const json_t *document)
{
    json_t *cells = json_array(), *cell;
    const json_t *base = boot_base(document);
    char *key = base ? boot_key(base) : NULL;
    size_t i;
    json_array_foreach(json_object_get(document, "cells"), i, cell) {
        char *own = boot_key(cell);
        if (own && key && strcmp(own, key) == 0)
            json_array_append(cells, cell);
        free(own);
    }
    free(key);
    return json_pack("{s:{s:s}, s:o}", "run", "timebase",
                     boot_instructions(document) ? "icount" : "tsc", "cells", cells);
}

static bool has_base(const json_t *document)
{
    json_t *report = base_report(document);
    bool there = part_headline.there(report);
    json_decref(report);
    return there;
}

static void print_base(const json_t *document, FILE *out)
{
    json_t *report = base_report(document);
    char *name = boot_name(boot_base(document), true);
    fputs("<p>In the boot that the others are compared with, ", out);
    html_own(name, out);
    fputs(".</p>\n", out);
    part_headline.print(report, out);
    json_decref(report);
}

static char *said(const json_t *object, const char *key)
{
    return json_show_whole(json_object_get(object, key));
}

/* Who may read, call or misuse the page, where that is known. */
static void print_attacker(const json_t *verdict, FILE *out)
{
    static const char *const names[] = {"Who can read the page", "Who can call it",
                                        "What an attacker can do with it"};
    const json_t *texts = json_object_get(verdict, "attacker");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        html_fact(names[i], json_show_whole(json_array_get(texts, i)), out);
}

static void print_verdict(const json_t *document, const json_t *boot, FILE *out)
{
    const json_t *verdict = json_object_get(boot, "verdict");
    html_facts_begin(out);
    html_fact("Works", said(verdict, "works"), out);
    html_fact("Doesn't work", said(verdict, "faults"), out);
    html_fact("The page", said(verdict, "page"), out);
    html_fact(boot_instructions(document) ? "Costs, in instructions" : "Costs, in ns",
              said(verdict, "costs"), out);
    print_attacker(verdict, out);
    html_fact("systoll check", said(verdict, "checks"), out);
    html_fact("Words that the kernel lists as unknown", said(boot, "unknown_words"), out);
    html_facts_end(out);
}

/* Why a boot left no record, and what its console said last. */
static void print_failure(const json_t *boot, FILE *out)
{
    const json_t *console = json_object_get(boot, "console"), *line;
    size_t i;
    html_paragraph("notice", "It left no record.", out);
    html_own_paragraph(NULL, said(boot, "reason"), out);
    if (!json_array_size(console))
        return;
    fputs("<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"The console's end\">\n"
          "<pre>\n",
          out);
    json_array_foreach(console, i, line) {
        html_own(json_show_whole(line), out);
        fputc('\n', out);
    }
    fputs("</pre>\n</div>\n", out);
}

static void print_boots(const json_t *document, FILE *out)
{
    const json_t *boot;
    size_t i;
    json_array_foreach(json_object_get(document, "boots"), i, boot) {
        fputs("<h3>", out);
        html_own(boot_name(boot, true), out);
        fputs("</h3>\n", out);
        if (json_is_object(json_object_get(boot, "verdict")))
            print_verdict(document, boot, out);
        else
            print_failure(boot, out);
    }
}

static bool has_boots(const json_t *document)
{
    return json_array_size(json_object_get(document, "boots")) > 0;
}

/* "6 boots under kvm", "1 boot of this machine"; to be freed, NULL without memory. */
static char *say_boots(const json_t *boot)
{
    double size = json_number_of(boot, "boots");
    char *accel = said(boot, "accel"), *text = NULL;
    bool itself = json_is(boot, "accel", "none"), known = accel && *accel && !itself;
    if (asprintf(&text, "%.0f boot%s%s%s%s", size, size == 1 ? "" : "s",
                 itself ? " of this machine" : "", known ? " under " : "", known ? accel : "") < 0)
        text = NULL;
    free(accel);
    return text;
}

static void print_method(const json_t *document, FILE *out)
{
    const json_t *boot;
    size_t i;
    html_facts_begin(out);
    html_fact("Emulator", said(document, "qemu"), out);
    html_fact("Processor", said(document, "cpu_model"), out);
    json_array_foreach(json_object_get(document, "boots"), i, boot) {
        char *name = boot_name(boot, true);
        html_fact(name ? name : "out of memory", say_boots(boot), out);
        free(name);
    }
    html_facts_end(out);
    html_paragraph(NULL,
                   boot_instructions(document)
                       ? "Instructions were counted by an emulator that executes one after the "
                         "other: the figures are exact, and the same on any host."
                       : "The boot is the unit: an estimate is the mean of its boots, and of fewer "
                         "than six there is no interval.",
                   out);
    html_paragraph(NULL, "More: docs/boot-modes.md, which comes with systoll.", out);
}

static const struct page_part part_words_of_boots = {"words", "What changes what", NULL,
                                                     print_words},
                              part_base = {"headline", "What a call costs on each path", has_base,
                                           print_base},
                              part_boots = {"boots", "What each boot does", has_boots, print_boots},
                              part_method = {"method", "How it was measured", NULL, print_method};

static int print_bootmodes_html(const json_t *document, FILE *out, struct report_style style)
{
    static const struct page_part *const parts[] = {
        &part_words_of_boots, &part_base,   &part_boots_changes, &part_boots_table,
        &part_boots,          &part_method, &part_file,          NULL};
    char title[TITLE];
    (void)style;
    text_say(title, sizeof title, "What each boot mode does: %zu boots %s%s",
             json_array_size(json_object_get(document, "boots")),
             *json_text_of(document, "qemu") ? "in " : "of this machine",
             json_text_of(document, "qemu"));
    return page_print(title, document, parts, out);
}

const struct report_format bootmodes_html = {.name = "html",
                                             .help = "a page for people, in one file",
                                             .print = print_bootmodes_html,
                                             .kind = &output_page,
                                             .several = REPORT_ONE,
                                             .page = true};
