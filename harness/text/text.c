/* SPDX-License-Identifier: MIT */
#include "text/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of the unsafe sequence at s, 0 where it is safe. */
static size_t unsafe(const unsigned char *s)
{
    if (s[0] < 0x20 || s[0] == 0x7f)
        return 1;
    if (s[0] == 0xc2 && s[1] >= 0x80 && s[1] <= 0x9f)
        return 2; /* C1: U+009B is a terminal's CSI */
    bool general = s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0xa8 && s[2] <= 0xae;
    bool isolate = s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9;
    return general || isolate ? 3 : 0; /* separators and overrides U+2028 to U+202E, U+2066 to 9 */
}

void text_printable(char *text)
{
    for (char *s = text; *s;) {
        size_t size = unsafe((const unsigned char *)s);
        memset(s, '?', size);
        s += size ? size : 1;
    }
}

static bool follows(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Length of the character at s, 0 where there is none (RFC 3629: no overlong forms, no surrogates,
 * nothing above U+10FFFF). */
static size_t character(const unsigned char *s)
{
    size_t size = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    uint32_t code = s[0] & (0x7fu >> size);
    if (s[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (!follows(s[i]))
            return 0;
        code = code << 6 | (s[i] & 0x3fu);
    }
    bool wrong = (size == 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
                 (size == 4 && (code < 0x10000 || code > 0x10ffff));
    return wrong ? 0 : size;
}

void text_utf8(char *text)
{
    for (char *s = text; *s;) {
        size_t size = character((const unsigned char *)s);
        if (!size)
            *s = '?';
        s += size ? size : 1;
    }
}

void text_fit(char *text, size_t size, const char *whole)
{
    static const char gap[] = "...";
    size_t length = strlen(whole);
    if (length < size) {
        memmove(text, whole, length + 1);
        text_utf8(text);
        return;
    }
    size_t head = (size - sizeof gap) / 2, tail = size - sizeof gap - head;
    const char *end = whole + length - tail;
    while (head && follows((unsigned char)whole[head]))
        head--;
    while (*end && follows((unsigned char)*end))
        end++;
    memmove(text, whole, head);
    memcpy(text + head, gap, sizeof gap - 1);
    memmove(text + head + sizeof gap - 1, end, strlen(end) + 1);
    text_utf8(text);
}

void text_vsay(char *text, size_t size, const char *format, va_list args)
{
    char *whole;
    if (vasprintf(&whole, format, args) < 0)
        whole = NULL;
    text_fit(text, size, whole ? whole : "out of memory");
    free(whole);
}

void text_say(char *text, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vsay(text, size, format, args);
    va_end(args);
}

bool text_lists(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += size)
        if ((at == list || at[-1] == ' ') && strchr(" \n", at[size]))
            return true;
    return false;
}
