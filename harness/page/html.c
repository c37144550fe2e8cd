/* SPDX-License-Identifier: MIT */
#include "page/html.h"

#include "text/text.h"
#include "text/xml.h"

#include <stdlib.h>
#include <string.h>

void html_text(const char *text, FILE *out)
{
    html_own(strdup(text), out);
}

void html_own(char *text, FILE *out)
{
    if (text) {
        text_utf8(text);
        text_printable(text);
    }
    xml_text(text ? text : "out of memory", out);
    free(text);
}

void html_paragraph(const char *class, const char *text, FILE *out)
{
    html_own_paragraph(class, strdup(text), out);
}

void html_own_paragraph(const char *class, char *text, FILE *out)
{
    if (text && !*text) {
        free(text);
        return;
    }
    if (class)
        fprintf(out, "<p class=\"%s\">", class);
    else
        fputs("<p>", out);
    html_own(text, out);
    fputs("</p>\n", out);
}

void html_table_begin(const char *label, FILE *out)
{
    fputs("<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"", out);
    html_text(label, out);
    fputs("\">\n<table class=\"sort\">\n", out);
}

void html_table_end(FILE *out)
{
    fputs("</tbody>\n</table>\n</div>\n", out);
}

void html_titles_begin(FILE *out)
{
    fputs("<thead><tr>", out);
}

void html_title(const char *title, bool left, FILE *out)
{
    fprintf(out, "<th scope=\"col\"%s>", left ? "" : " class=\"n\"");
    html_text(title, out);
    fputs("</th>", out);
}

void html_titles_end(FILE *out)
{
    fputs("</tr></thead>\n<tbody>\n", out);
}

void html_row_begin(bool parted, FILE *out)
{
    fputs(parted ? "<tr class=\"g\">" : "<tr>", out);
}

void html_cell(const char *text, bool left, FILE *out)
{
    fputs(left ? "<td>" : "<td class=\"n\">", out);
    html_text(text, out);
    fputs("</td>", out);
}

void html_name(const char *text, FILE *out)
{
    fputs("<th scope=\"row\">", out);
    html_text(text, out);
    fputs("</th>", out);
}

void html_row_end(FILE *out)
{
    fputs("</tr>\n", out);
}

void html_facts_begin(FILE *out)
{
    fputs("<dl>\n", out);
}

void html_fact(const char *name, char *text, FILE *out)
{
    if (text && !*text) {
        free(text);
        return;
    }
    fputs("<dt>", out);
    html_text(name, out);
    fputs("</dt><dd>", out);
    html_own(text, out);
    fputs("</dd>\n", out);
}

void html_facts_end(FILE *out)
{
    fputs("</dl>\n", out);
}
