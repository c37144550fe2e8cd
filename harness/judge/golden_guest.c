/* SPDX-License-Identifier: MIT */
#include "judge/golden_guest.h"

#include "judge/golden_count.h"
#include "text/json.h"
#include "text/json_show.h"

#include <stdio.h>
#include <string.h>

enum { WORDS = 256 };

json_t *guest_subject(const json_t *report)
{
    return json_object_get(json_object_get(report, "machine"), "subject");
}

/* The words but for vsyscall=, which the mode says. */
static void add_words(char *key, size_t size, char *words)
{
    char *rest;
    for (char *w = strtok_r(words, " ", &rest); w; w = strtok_r(NULL, " ", &rest)) {
        size_t used = strlen(key);
        if (strncmp(w, "vsyscall=", strlen("vsyscall=")) != 0)
            snprintf(key + used, size - used, " %s", w);
    }
}

void guest_key(const json_t *report, char *key, size_t size)
{
    const json_t *subject = guest_subject(report);
    char kernel[WORDS], words[WORDS];
    json_show_string(subject, "kernel", kernel, sizeof kernel);
    json_show_string(subject, "vsyscall_mode", words, sizeof words);
    snprintf(key, size, "%s %s", kernel, words);
    add_words(key, size, (char *)json_show_string(subject, "boot_options", words, sizeof words));
    add_words(key, size, (char *)json_show_string(subject, "mitigations", words, sizeof words));
}

/* By the record's blocks where it has them (gate_counts), else by its summary. */
static json_t *count_of(const json_t *report, const json_t *cell)
{
    const json_t *v = json_object_get(cell, "instructions");
    const json_t *counts = json_object_get(json_object_get(report, "counts"),
                                           json_string_value(json_object_get(cell, "cell")));
    if (!json_is(cell, "state", "measured"))
        return json_null();
    return count_from(counts ? counts : v);
}

json_t *guest_make(const json_t *report)
{
    json_t *cells = json_object(), *cell;
    size_t i;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        const char *name = json_string_value(json_object_get(cell, "cell"));
        if (name)
            json_object_set_new(cells, name, count_of(report, cell));
    }
    return json_pack("{s:O, s:o}", "subject", guest_subject(report), "cells", cells);
}

size_t guest_merge(json_t *guest, const json_t *old)
{
    const char *name;
    void *next;
    json_t *count, *cells = json_object_get(guest, "cells");
    size_t changed = 0;
    json_object_foreach_safe(cells, next, name, count)
    {
        const json_t *before = json_object_get(json_object_get(old, "cells"), name);
        if (before && count_agrees(before, count))
            json_object_set_new(cells, name, count_union(before, count));
        changed += !json_equal(before, json_object_get(cells, name));
    }
    return changed;
}
