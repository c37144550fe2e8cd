/* SPDX-License-Identifier: MIT */
#include "page/page.h"
#include "report/report.h"
#include "text/json_show.h"

#include <stdlib.h>

static const struct page_part *const parts[] = {&part_words,
                                                &part_headline,
                                                &part_table,
                                                &part_unmeasured,
                                                &part_distribution,
                                                &part_counters,
                                                &part_contexts,
                                                &part_drift,
                                                &part_space,
                                                &part_machine,
                                                NULL};

/* "What a call costs: CPU, kernel RELEASE" */
static char *title_of(const json_t *report)
{
    const json_t *machine = json_object_get(report, "machine");
    char *cpu = json_show_whole(json_object_get(machine, "cpu"));
    char *kernel = json_show_whole(json_object_get(machine, "kernel")), *title = NULL;
    if (asprintf(&title, "What a call costs%s%s%s%s", cpu && *cpu ? ": " : "", cpu ? cpu : "",
                 kernel && *kernel ? ", kernel " : "", kernel ? kernel : "") < 0)
        title = NULL;
    free(cpu);
    free(kernel);
    return title;
}

static int print_report_html(const json_t *report, FILE *out, struct report_style style)
{
    char *title = title_of(report);
    (void)style;
    int result = page_print(title ? title : "systoll", report, parts, out);
    free(title);
    return result;
}

const struct report_format report_html = {.name = "html",
                                          .help = "a page for people, in one file; with -o FILE",
                                          .print = print_report_html,
                                          .kind = &output_page,
                                          .several = REPORT_ONE,
                                          .page = true};
