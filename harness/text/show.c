/* SPDX-License-Identifier: MIT */
#include "text/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DECIMALS = 4, LARGE_DIGITS = 3 };

int show_decimals(double v, int digits)
{
    if (v == 0 || !isfinite(v))
        return 0;
    int whole = (int)floor(log10(fabs(v))) + 1; /* digits before the point */
    int left = digits - whole;
    return left < 0 ? 0 : left > MOST_DECIMALS ? MOST_DECIMALS : left;
}

/* No such number is measured; a record may hold one all the same. */
static void large(double v, char text[SHOW_NUMBER])
{
    static const char prefixes[] = "GTPE";
    size_t i = 0;
    for (v /= 1e9; fabs(v) >= 1000 && prefixes[i + 1]; v /= 1000)
        i++;
    if (fabs(v) >= 1e6)
        snprintf(text, SHOW_NUMBER, "%s999E", v < 0 ? "<-" : ">");
    else
        snprintf(text, SHOW_NUMBER, "%.*f%c", show_decimals(v, LARGE_DIGITS), v, prefixes[i]);
}

const char *show_fixed(double v, int decimals, char text[SHOW_NUMBER])
{
    if (isfinite(v) && fabs(v) >= 1e10)
        large(v, text);
    else
        snprintf(text, SHOW_NUMBER, "%.*f", decimals, v);
    return text;
}

const char *show_number(double v, int digits, char text[SHOW_NUMBER])
{
    return show_fixed(v, show_decimals(v, digits), text);
}

const char *show_short(double v, int digits, char text[SHOW_NUMBER])
{
    show_number(v, digits, text);
    char *end = text + strlen(text);
    if (strchr(text, '.') && end[-1] >= '0' && end[-1] <= '9') {
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            *--end = '\0';
    }
    return text;
}
