/* SPDX-License-Identifier: MIT */
#include "page/run/spoils.h"

#include "page/html.h"
#include "report/figures.h"
#include "report/noisy.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/show.h"

enum { LINE = 900 };

void spoils_notices(const json_t *report, FILE *out)
{
    const json_t *run = json_object_get(report, "run");
    if (figures_interrupted(report))
        html_paragraph("notice",
                       "Interrupted: the run did not come to its end. What it had measured by then "
                       "is here.",
                       out);
    if (json_array_size(json_object_get(run, "inject")))
        html_paragraph("notice",
                       "INJECTED: cells were lengthened by --inject, to try what finds that. Their "
                       "figures are not this machine's.",
                       out);
    if (!figures_samples(report))
        html_paragraph(
            "notice",
            "The record holds no samples: its figures are taken as they stand, and can't "
            "be derived again.",
            out);
}

static void say_quality(const json_t *run, FILE *out)
{
    const json_t *canary = json_object_get(run, "canary");
    char number[SHOW_NUMBER];
    double dropped, ratio;
    if (figures_number(run, "discarded", &dropped))
        fprintf(out, " %s %% of the blocks were disturbed and dropped.",
                show_short(100 * dropped, 2, number));
    if (!figures_number(canary, "ratio", &ratio))
        return;
    fprintf(out,
            json_is_true(json_object_get(canary, "holds"))
                ? " The reference loops hold (%s), so cycles can be believed."
                : " The reference loops are off (%s), so there are no cycles.",
            show_fixed(ratio, 3, number));
}

void spoils_say(const json_t *report, FILE *out)
{
    const json_t *run = json_object_get(report, "run"), *warning;
    const json_t *warnings = json_object_get(run, "warnings");
    char noisy[LINE];
    size_t i;
    report_noisy(report, noisy, sizeof noisy);
    if (*noisy) {
        fputs("The machine: ", out);
        html_text(noisy, out);
        fputc('.', out);
    } else {
        fputs(json_array_size(warnings)
                  ? "What the run warned of is below; the figures do not look "
                    "disturbed."
                  : "Nothing that was looked for.",
              out);
    }
    say_quality(run, out);
    if (json_array_size(warnings))
        fputs("\n<ul>\n", out);
    json_array_foreach(warnings, i, warning) {
        fputs("<li>", out);
        html_own(json_show_whole(warning), out);
        fputs(".</li>\n", out);
    }
    if (json_array_size(warnings))
        fputs("</ul>\n", out);
}
