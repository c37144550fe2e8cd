/* SPDX-License-Identifier: MIT */
#include "tap/tap.h"

#include "text/xml.h"

#include <stdlib.h>

/* JUnit's XML as GitLab and Jenkins read it: a suite for each topic, a case for each assertion. */

static void begin_junit(struct tap *t, unsigned topics)
{
    (void)topics;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"systoll check\">\n",
          t->out);
}

static void put_failure(const struct tap_note *note, FILE *out)
{
    char *text;
    if (asprintf(&text, "expected: %s; came: %s%s%s", note->expected ? note->expected : "it holds",
                 note->came ? note->came : "it does not", note->where ? "; decided in: " : "",
                 note->where ? note->where : "") < 0)
        text = NULL;
    fputs("      <failure", out);
    xml_attribute("message", text ? text : "out of memory", out);
    fputs("/>\n", out);
    free(text);
}

static void print_result(struct tap *t, const struct tap_result *r)
{
    fprintf(t->body, "    <testcase classname=\"systoll.check.%s\"", t->topic);
    xml_attribute("name", r->text, t->body);
    if (r->good && !r->reason) {
        fputs("/>\n", t->body);
        return;
    }
    fputs(">\n", t->body);
    if (r->reason) {
        fputs("      <skipped", t->body);
        xml_attribute("message", r->reason, t->body);
        fputs("/>\n", t->body);
    } else {
        put_failure(r->note, t->body);
    }
    fputs("    </testcase>\n", t->body);
}

static void topic_end(struct tap *t)
{
    fprintf(t->out,
            "  <testsuite name=\"%s\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n"
            "%s  </testsuite>\n",
            t->topic, t->own.made, t->own.failed, t->own.skipped, t->text);
}

static void end_junit(struct tap *t)
{
    fputs("</testsuites>\n", t->out);
}

const struct tap_format tap_junit = {.name = "junit",
                                     .help = "XML, a suite for each topic",
                                     .counts_first = true,
                                     .begin = begin_junit,
                                     .result = print_result,
                                     .topic_end = topic_end,
                                     .end = end_junit};
