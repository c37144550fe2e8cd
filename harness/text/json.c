/* SPDX-License-Identifier: MIT */
#include "text/json.h"

#include <math.h>
#include <string.h>

double json_number_of(const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

const char *json_text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

bool json_is(const json_t *object, const char *key, const char *text)
{
    const char *own = json_string_value(json_object_get(object, key));
    return own && strcmp(own, text) == 0;
}

json_t *json_copy_of(const json_t *object, const char *key)
{
    json_t *v = json_object_get(object, key);
    return v ? json_deep_copy(v) : json_null();
}

json_t *json_real_or_null(double v)
{
    return isfinite(v) ? json_real(v) : json_null();
}
