/* SPDX-License-Identifier: MIT */
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

enum { LINE = 600, LEAST_NAME = 12 };

int layout_length(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

void layout_cut(char *text, int width)
{
    if (layout_length(text) <= width)
        return;
    for (; width > 1; width--)
        do
            text++;
        while (((unsigned char)*text & 0xc0) == 0x80);
    strcpy(text, "~");
}

void layout_pad(FILE *out, int width)
{
    fprintf(out, "%*s", width > 0 ? width : 0, "");
}

/* Bytes of the part of text up to a gap, or of as much of it as a line has room for. */
static int part_size(const char *text, const char *gap, int room)
{
    const char *end = strstr(text, gap);
    int size = end ? (int)(end - text) + (int)strlen(gap) - 1 : (int)strlen(text);
    int at = 0;
    while (at < size && room-- > 0)
        do
            at++;
        while (((unsigned char)text[at] & 0xc0) == 0x80);
    return at;
}

void layout_paragraph(FILE *out, int width, int indent, const char *gap, const char *text)
{
    int at = indent;
    while (*text) {
        char part[LINE];
        int size = part_size(text, gap, width - indent);
        snprintf(part, sizeof part, "%.*s", size, text);
        if (at > indent && at + 1 + layout_length(part) > width) {
            fputc('\n', out);
            layout_pad(out, indent);
            at = indent;
        }
        at += fprintf(out, "%s", at > indent ? " " : "") + layout_length(part);
        fputs(part, out);
        text += size;
        text += *text == ' ';
    }
    fputc('\n', out);
}

static int line_width(const int *widths, int size)
{
    int total = 0;
    for (int c = 0; c < size; c++)
        if (widths[c])
            total += widths[c] + (total ? LAYOUT_GAP : 0);
    return total;
}

void layout_fit(int *widths, const int *ranks, int size, int names, int width)
{
    for (int rank = 1; rank <= size && line_width(widths, size) > width; rank++)
        for (int c = 0; c < size; c++)
            if (ranks[c] == rank)
                widths[c] = 0;
    int over = line_width(widths, size) - width;
    if (over > 0)
        widths[names] = widths[names] - over > LEAST_NAME ? widths[names] - over : LEAST_NAME;
}

void layout_left_out(FILE *out, int width, const char *titles)
{
    char *text;
    if (!*titles || asprintf(&text,
                             "A line of %d characters has no room for: %s. A wider terminal or "
                             "another --format shows them.",
                             width, titles) < 0)
        return;
    layout_paragraph(out, width, 0, " ", text);
    free(text);
}
