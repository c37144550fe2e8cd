/* SPDX-License-Identifier: MIT */
#include "doctor/host.h"

#include "text/json.h"

static const char *subject_text(const struct host *h, const char *part, const char *name)
{
    const json_t *object = json_object_get(h->machine, part);
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

const char *host_subject(const struct host *h, const char *name)
{
    return subject_text(h, "subject", name);
}

const char *host_rest(const struct host *h, const char *name)
{
    return subject_text(h, "rest", name);
}
