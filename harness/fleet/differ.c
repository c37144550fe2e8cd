/* SPDX-License-Identifier: MIT */
#include "fleet/differ.h"

#include <stdlib.h>
#include <string.h>

size_t fleet_differ(const struct fleet_setup *a, const struct fleet_setup *b,
                    struct fleet_difference *at, size_t most)
{
    size_t i = 0, j = 0, count = 0;
    while (i < a->size || j < b->size) {
        uint32_t x = i < a->size ? a->facts[i].field : UINT32_MAX; /* more than any field */
        uint32_t y = j < b->size ? b->facts[j].field : UINT32_MAX;
        struct fleet_difference d = {x < y ? x : y, FLEET_ABSENT, FLEET_ABSENT};
        if (x <= y)
            d.value = a->facts[i++].value;
        if (y <= x)
            d.other = b->facts[j++].value;
        if (!d.value || !d.other || d.value == d.other)
            continue;
        if (count < most)
            at[count] = d;
        count++;
    }
    return count;
}

static int by_field(const void *a, const void *b, void *words)
{
    const struct fleet_difference *x = a, *y = b;
    return strcmp(words_text(words, x->field), words_text(words, y->field));
}

void fleet_differ_order(struct fleet_difference *at, size_t size, const struct words *words)
{
    if (size)
        qsort_r(at, size, sizeof *at, by_field, (void *)words);
}
