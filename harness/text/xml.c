/* SPDX-License-Identifier: MIT */
#include "text/xml.h"

#include <stdbool.h>
#include <string.h>

/* U+FFFE and U+FFFF are no characters of XML 1.0 (2.2). */
static bool no_character(const char *text)
{
    return strncmp(text, "\xef\xbf", 2) == 0 &&
           ((unsigned char)text[2] == 0xbe || (unsigned char)text[2] == 0xbf);
}

void xml_text(const char *text, FILE *out)
{
    for (; *text; text++)
        if (no_character(text)) {
            text += 2;
            fputc('?', out);
        } else if (strchr("<>&\"'", *text)) {
            fprintf(out, "&#%d;", *text);
        } else {
            fputc(*text, out);
        }
}

void xml_attribute(const char *name, const char *text, FILE *out)
{
    fprintf(out, " %s=\"", name);
    xml_text(text, out);
    fputc('"', out);
}
