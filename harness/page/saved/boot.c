/* SPDX-License-Identifier: MIT */
#include "page/saved/boot.h"

#include "text/json.h"
#include "text/text.h"

#include <stdio.h>

bool boot_instructions(const json_t *document)
{
    return json_is(document, "unit", "instructions");
}

bool boot_kernels(const json_t *document)
{
    const json_t *boots = json_object_get(document, "boots"), *boot;
    const char *first = json_text_of(json_array_get(boots, 0), "kernel");
    size_t i;
    json_array_foreach(boots, i, boot)
        if (!json_is(boot, "kernel", first))
            return true;
    return false;
}

char *boot_name(const json_t *one, bool kernel)
{
    const char *options = json_text_of(one, "options");
    char *name = NULL;
    if (asprintf(&name, "%s%s%s%s%s", kernel ? json_text_of(one, "kernel") : "", kernel ? " " : "",
                 json_text_of(one, "mode"), *options ? ", " : "", options) < 0)
        return NULL;
    text_printable(name);
    return name;
}

char *boot_key(const json_t *one)
{
    char *key = NULL;
    if (asprintf(&key, "%s\n%s\n%s", json_text_of(one, "kernel"), json_text_of(one, "mode"),
                 json_text_of(one, "options")) < 0)
        return NULL;
    return key;
}

const json_t *boot_base(const json_t *document)
{
    const json_t *boot;
    size_t i;
    json_array_foreach(json_object_get(document, "boots"), i, boot)
        if (json_is(boot, "boot", json_text_of(document, "base")))
            return boot;
    return NULL;
}
