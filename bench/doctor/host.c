/* SPDX-License-Identifier: MIT */
#include "doctor/host.h"

#include "text/json.h"

static const char *text_of(const struct host *h, const char *part, const char *name)
{
    const json_t *object = json_object_get(h->machine, part);
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

const char *host_subject(const struct host *h, const char *name)
{
    return text_of(h, "subject", name);
}

const char *host_rest(const struct host *h, const char *name)
{
    return text_of(h, "rest", name);
}
