/* SPDX-License-Identifier: MIT */
#include "judge/unrecorded.h"

#include "compare/fields.h"
#include "gate/gate.h"

#include <stdio.h>
#include <string.h>

static const char *const late[] = {"ia32_emulation", "shadow_stacks", "fred", "lass"};

bool unrecorded_is_equal(const char *field)
{
    for (size_t i = 0; i < sizeof late / sizeof *late; i++)
        if (strcmp(late[i], field) == 0)
            return true;
    return false;
}

void unrecorded_note(json_t *answer, const struct compare_record *records, size_t size)
{
    char names[128] = "";
    json_t *fields = compare_fields(records, size, "subject"), *row;
    json_t *unknown = compare_fields_unknown(fields);
    size_t i, used = 0;
    json_array_foreach(unknown, i, row) {
        const char *name = json_string_value(json_object_get(row, "field"));
        if (unrecorded_is_equal(name) && used < sizeof names)
            used +=
                (size_t)snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", name);
    }
    if (used)
        gate_note(answer, "Not recorded in all records, and taken as equal: %s.", names);
    json_decref(unknown);
    json_decref(fields);
}
