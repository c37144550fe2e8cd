/* SPDX-License-Identifier: MIT */
#include "stats/paired.h"

#include <errno.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 1024 };

int paireds_add(struct paireds *p, const struct paired *one)
{
    if (p->size == p->capacity) {
        size_t capacity = p->capacity ? 2 * p->capacity : FIRST_CAPACITY;
        struct paired *data = realloc(p->data, capacity * sizeof *data);
        if (!data)
            return -ENOMEM;
        p->data = data;
        p->capacity = capacity;
    }
    p->data[p->size++] = *one;
    return 0;
}

void paireds_free(struct paireds *p)
{
    free(p->data);
    *p = (struct paireds){0};
}
