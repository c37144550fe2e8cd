/* SPDX-License-Identifier: MIT */
#include "text/json_text.h"

#include "text/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_DIGITS = 15, EXACT_DIGITS = 17 };

/* "1e+05" as "1e5", and ".0" behind what would read back as an integer. */
static void as_real(char *text)
{
    char *exponent = strchr(text, 'e');
    if (!exponent) {
        if (!strchr(text, '.'))
            strcat(text, ".0");
        return;
    }
    char *to = exponent + 1 + (exponent[1] == '-');
    const char *from = exponent + 1;
    from += strspn(from, "+-0");
    memmove(to, from, strlen(from) + 1);
}

void json_number_text(double v, char text[JSON_NUMBER])
{
    for (int digits = LEAST_DIGITS; digits <= EXACT_DIGITS; digits++) {
        snprintf(text, JSON_NUMBER, "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            return;
    }
}

/* Writes the number of that many characters to the end of out; returns the new end. */
static char *put_number(const char *number, size_t size, char *out)
{
    char shorter[JSON_NUMBER];
    if (memchr(number, '.', size) || memchr(number, 'e', size)) {
        json_number_text(strtod(number, NULL), shorter);
        as_real(shorter);
        if (strlen(shorter) < size) {
            number = shorter;
            size = strlen(shorter);
        }
    }
    memmove(out, number, size);
    return out + size;
}

/* The end of a string whose opening quote is at s. */
static const char *skip_string(const char *s)
{
    for (s++; *s && *s != '"'; s++)
        if (*s == '\\' && s[1])
            s++;
    return *s ? s + 1 : s;
}

/* Shortens each real of a JSON text, in place: jansson writes them all with one precision. */
static void shorten(char *text)
{
    const char *s = text;
    char *out = text;
    while (*s) {
        size_t size = strspn(s, "-0123456789.eE+");
        if (size && *s != 'e') { /* not the letter of true or false */
            out = put_number(s, size, out);
        } else {
            const char *end = *s == '"' ? skip_string(s) : s + 1;
            size = (size_t)(end - s);
            memmove(out, s, size);
            out += size;
        }
        s += size;
    }
    *out = '\0';
}

json_t *json_vsay(const char *format, va_list args)
{
    char *text;
    if (vasprintf(&text, format, args) < 0)
        return NULL;
    text_utf8(text);
    json_t *made = json_string(text);
    free(text);
    return made;
}

json_t *json_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    json_t *made = json_vsay(format, args);
    va_end(args);
    return made;
}

char *json_text(const json_t *value, size_t flags)
{
    char *text = json_dumps(value, flags | JSON_REAL_PRECISION(EXACT_DIGITS));
    if (text)
        shorten(text);
    return text;
}

int json_print(const json_t *value, size_t flags, FILE *out)
{
    char *text = json_text(value, flags | JSON_INDENT(2) | JSON_ENSURE_ASCII);
    if (!text)
        return -ENOMEM;
    errno = 0;
    bool good = fputs(text, out) != EOF && fputc('\n', out) != EOF;
    int error = good ? 0 : errno ? -errno : -EIO;
    free(text);
    return error;
}
