/* SPDX-License-Identifier: MIT */
#include "record/record.h"

#include <string.h>

bool record_counts_instructions(const struct record *r)
{
    const json_t *timebase = json_object_get(json_object_get(r->manifest, "run"), "timebase");
    return strcmp(json_string_value(timebase), "icount") == 0;
}

void record_free_samples(struct record *r)
{
    samples_free(&r->samples);
    batches_free(&r->batches);
    paireds_free(&r->pairs);
}

void record_free(struct record *r)
{
    json_decref(r->manifest);
    json_decref(r->summary);
    json_decref(r->others);
    record_free_samples(r);
    *r = (struct record){0};
}
