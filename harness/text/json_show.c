/* SPDX-License-Identifier: MIT */
#include "text/json_show.h"

#include "text/show.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

void json_show_value(const json_t *v, int digits, char *text, size_t size)
{
    char number[SHOW_NUMBER] = "-";
    if (json_is_integer(v))
        show_fixed(json_number_value(v), 0, number);
    else if (json_is_number(v))
        show_number(json_number_value(v), digits, number);
    snprintf(text, size, "%s", number);
}

const char *json_show_text(const json_t *string, char *text, size_t size)
{
    const char *s = json_string_value(string);
    text_fit(text, size, s ? s : "");
    text_printable(text);
    return text;
}

char *json_show_whole(const json_t *string)
{
    const char *s = json_string_value(string);
    char *text = strdup(s ? s : "");
    if (text)
        text_printable(text);
    return text;
}

const char *json_show_string(const json_t *object, const char *key, char *text, size_t size)
{
    return json_show_text(json_object_get(object, key), text, size);
}
