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
    while (*text) {
        size_t plain = strcspn(text, "<>&\"'\xef");
        fwrite(text, 1, plain, out);
        text += plain;
        if (no_character(text)) {
            text += 3;
            fputc('?', out);
        } else if (*text == '\xef') {
            fputc(*text++, out);
        } else if (*text) {
            fprintf(out, "&#%d;", *text++);
        }
    }
}

void xml_attribute(const char *name, const char *text, FILE *out)
{
    fprintf(out, " %s=\"", name);
    xml_text(text, out);
    fputc('"', out);
}
