/* SPDX-License-Identifier: MIT */
#include "gate/unlisted.h"

#include "gate/gate.h"

static const enum verdict unlisted[] = {VERDICT_PASS, VERDICT_SKIPPED};
enum { UNLISTED = sizeof unlisted / sizeof *unlisted };

void gate_list_few(json_t *answer)
{
    json_t *counts = json_object();
    for (size_t i = 0; i < UNLISTED; i++)
        json_object_set_new(counts, verdict_name(unlisted[i]), json_integer(0));
    json_object_set_new(answer, "unlisted", counts);
    gate_note(answer, "Of so many records, what passed or was skipped is counted and not listed.");
}

bool gate_left_out(json_t *answer, enum verdict v)
{
    json_t *count = json_object_get(json_object_get(answer, "unlisted"), verdict_name(v));
    return count && json_integer_set(count, json_integer_value(count) + 1) == 0;
}

void gate_count_unlisted(const json_t *answer, size_t counts[VERDICTS])
{
    const json_t *left = json_object_get(answer, "unlisted");
    for (size_t i = 0; i < UNLISTED; i++)
        counts[unlisted[i]] +=
            (size_t)json_integer_value(json_object_get(left, verdict_name(unlisted[i])));
}
