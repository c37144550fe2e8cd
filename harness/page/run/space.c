/* SPDX-License-Identifier: MIT */
#include "page/html.h"
#include "page/part.h"
#include "text/json.h"
#include "text/json_show.h"

enum { WORD = 64, LINE = 4 * WORD };

/* The page's facts have it from the record: a report holds no addresses. */
static const json_t *regions_of(const json_t *report)
{
    return json_object_get(json_object_get(report, "page"), "space");
}

static bool has_regions(const json_t *report)
{
    return json_array_size(regions_of(report)) > 0;
}

static void size_text(double bytes, char *text, size_t size)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    double count = bytes / 1024;
    int unit = 0;
    for (; count >= 10000 && unit < 3; unit++)
        count /= 1024;
    snprintf(text, size, "%.0f %s", count, units[unit]);
}

static void print_region(const json_t *region, FILE *out)
{
    char from[WORD], name[WORD], what[WORD], size[WORD] = "", line[LINE];
    double bytes = json_number_of(region, "bytes");
    const char *digits = json_show_string(region, "from", from, sizeof from) + 2;
    if (bytes > 0)
        size_text(bytes, size, sizeof size);
    snprintf(line, sizeof line, "%16s | %-13s %10s  %s", digits,
             json_show_string(region, "name", name, sizeof name), size,
             json_show_string(region, "what", what, sizeof what));
    html_text(line, out);
    fputc('\n', out);
}

/* From the top down, as such pictures are drawn; a gap where nothing is mapped. */
static void print_space(const json_t *report, FILE *out)
{
    const json_t *regions = regions_of(report);
    html_paragraph(NULL,
                   "The addresses of the process that measured, from 2^64 down to 0, as systoll "
                   "inspect draws them; a colon stands for a gap. The kernel chose most of them at "
                   "random for this process, which has ended; they are no other's.",
                   out);
    fputs("<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"The address space\">\n"
          "<pre>\n",
          out);
    for (size_t i = json_array_size(regions); i-- > 0;) {
        const json_t *region = json_array_get(regions, i);
        const json_t *below = i ? json_array_get(regions, i - 1) : NULL;
        print_region(region, out);
        if (!json_equal(json_object_get(below, "to"), json_object_get(region, "from")))
            fputs("                 :\n", out);
    }
    fputs("</pre>\n</div>\n", out);
}

const struct page_part part_space = {"space", "The address space", has_regions, print_space};
