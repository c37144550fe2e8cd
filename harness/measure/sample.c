/* SPDX-License-Identifier: MIT */
#include "measure/sample.h"

#include <errno.h>
#include <stdlib.h>

int samples_add(struct samples *s, const struct sample *one)
{
    if (s->size == s->capacity) {
        size_t capacity = s->capacity ? 2 * s->capacity : 1024;
        struct sample *data = reallocarray(s->data, capacity, sizeof *data);
        if (!data)
            return -ENOMEM;
        s->data = data;
        s->capacity = capacity;
    }
    s->data[s->size++] = *one;
    return 0;
}

void samples_free(struct samples *s)
{
    free(s->data);
    *s = (struct samples){0};
}
