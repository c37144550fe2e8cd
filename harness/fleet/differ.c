/* SPDX-License-Identifier: MIT */
#include "fleet/differ.h"

size_t fleet_differ(const struct fleet_setup *a, const struct fleet_setup *b,
                    struct fleet_difference *at, size_t most)
{
    size_t i = 0, j = 0, count = 0;
    while (i < a->size || j < b->size) {
        const struct fleet_fact *x = i < a->size ? &a->facts[i] : NULL;
        const struct fleet_fact *y = j < b->size ? &b->facts[j] : NULL;
        if (x && y && x->field != y->field) { /* only the lesser one's setup has its field */
            if (x->field < y->field)
                y = NULL;
            else
                x = NULL;
        }
        i += x != NULL;
        j += y != NULL;
        struct fleet_difference d = {x ? x->field : y->field, x ? x->value : FLEET_ABSENT,
                                     y ? y->value : FLEET_ABSENT};
        if (!d.value || !d.other || d.value == d.other)
            continue;
        if (count < most)
            at[count] = d;
        count++;
    }
    return count;
}
