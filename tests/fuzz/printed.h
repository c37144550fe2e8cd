/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FUZZ_PRINTED_H
#define SYSTOLL_FUZZ_PRINTED_H

#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>

/* A document in every format of a table: nothing but newlines and tabs controls a terminal. */
static inline void print_in(const struct report_format *const *formats, const json_t *document)
{
    const struct report_style style = {.width = 100};
    for (; *formats; formats++) {
        char *text = NULL;
        size_t length;
        FILE *out = open_memstream(&text, &length);
        if (!out || (*formats)->print(document, out, style) != 0)
            abort();
        fclose(out);
        for (const char *c = text; *c; c++)
            if ((unsigned char)*c < 0x20 && *c != '\n' && *c != '\t')
                abort();
        free(text);
    }
}

#endif
