/* SPDX-License-Identifier: MIT */
#include "text/made.h"

#include "text/text.h"

#include <stdlib.h>

bool made_begin(struct made_text *t)
{
    *t = (struct made_text){.made = NULL};
    t->out = open_memstream(&t->made, &t->size);
    return t->out;
}

char *made_end(struct made_text *t)
{
    if (fclose(t->out) == 0) {
        text_printable(t->made);
        return t->made;
    }
    free(t->made);
    return NULL;
}
