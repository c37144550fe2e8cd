/* SPDX-License-Identifier: MIT */
#include "plot/svg.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

static char clean_byte(char c)
{
    if (c == '"' || c == '`')
        return '\'';
    if (c == '\\') /* gnuplot makes \001 of a data field a control byte, which XML forbids */
        return '/';
    if (c == '\t' || c == '\n' || c == '\r')
        return ' ';
    return c >= ' ' && c <= '~' ? c : '?';
}

void plot_clean(char *to, size_t size, const char *from)
{
    size_t used = 0;
    text_fit(to, size, from);
    for (from = to; *from; from++)
        if (((unsigned char)*from & 0xc0) != 0x80) /* one ? for a UTF-8 sequence */
            to[used++] = clean_byte(*from);
    to[used] = '\0';
    /* gnuplot writes > as it is, and XML forbids ]]> in a text. */
    for (char *at = to; (at = strstr(at, "]]>"));)
        at[2] = '?';
}

char *plot_clean_copy(const char *text)
{
    char *copy = strdup(text);
    if (copy)
        plot_clean(copy, strlen(copy) + 1, copy);
    return copy;
}

void plot_put(FILE *out, const char *text)
{
    char *clean = plot_clean_copy(text);
    fputs(clean ? clean : "out of memory", out);
    free(clean);
}

static void put_escaped(FILE *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        default:
            fputc(*text, out);
        }
}

/* Writes svg up to its first <tag>, then the text in its place; returns what follows </tag>, or
 * NULL where there is none. */
static const char *replace_element(FILE *out, const char *svg, const char *tag, const char *text)
{
    char open[16], close[16];
    snprintf(open, sizeof open, "<%s>", tag);
    snprintf(close, sizeof close, "</%s>", tag);
    const char *begin = svg ? strstr(svg, open) : NULL;
    const char *end = begin ? strstr(begin, close) : NULL;
    if (!end)
        return NULL;
    fwrite(svg, 1, (size_t)(begin - svg), out);
    fputs(open, out);
    put_escaped(out, text);
    fputs(close, out);
    return end + strlen(close);
}

/* Writes the SVG up to its end or there, its bold font a weight: gnuplot 5.4 takes
 * "sans-serif:Bold" for a family. No text of a picture has a double quote. */
static void put_bold(FILE *out, const char *svg, const char *end)
{
    static const char family[] = "font-family=\"sans-serif:Bold\"";
    for (const char *at; (at = strstr(svg, family)) && at < end; svg = at + sizeof family - 1) {
        fwrite(svg, 1, (size_t)(at - svg), out);
        fputs("font-family=\"sans-serif\" font-weight=\"bold\"", out);
    }
    fwrite(svg, 1, (size_t)(end - svg), out);
}

/* gnuplot gives each plot its code as a title, which a browser shows as a tooltip: left out. */
static void put_untitled(FILE *out, const char *svg)
{
    static const char open[] = "<title>", close[] = "</title>";
    for (const char *at, *end; (at = strstr(svg, open)) && (end = strstr(at, close));
         svg = end + strlen(close))
        put_bold(out, svg, at);
    put_bold(out, svg, svg + strlen(svg));
}

char *svg_describe(const char *svg, const char *title, const char *description)
{
    char *made = NULL;
    size_t size;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        return NULL;
    const char *rest = replace_element(out, svg, "title", title);
    rest = replace_element(out, rest, "desc", description);
    if (rest)
        put_untitled(out, rest);
    if (fclose(out) == 0 && rest)
        return made;
    free(made);
    return NULL;
}

const char *plot_number(char *to, size_t size, double value)
{
    int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    snprintf(to, size, "%.*f", digits, value);
    return to;
}
