/* SPDX-License-Identifier: MIT */
#include "text/text.h"

#include <stdbool.h>
#include <stddef.h>
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
