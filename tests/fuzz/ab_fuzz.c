/* SPDX-License-Identifier: MIT */
#include "gate/ab.h"

#include "gate/ab_trial.h"
#include "gate/formats.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void print_all(const json_t *answer)
{
    for (size_t f = 0; gate_formats[f]; f++) {
        char *text = NULL;
        size_t length;
        FILE *out = open_memstream(&text, &length);
        if (!out || gate_formats[f]->print(answer, out, false) != 0)
            abort();
        fclose(out);
        for (const char *c = text; *c; c++)
            if ((unsigned char)*c < 0x20 && *c != '\n')
                abort();
        free(text);
    }
}

/* Whatever can be read can be judged, twice alike, and printed. */
static void judge(const struct record *r)
{
    json_t *answer = ab_judge(r), *again = ab_judge(r);
    if (!answer || !json_equal(answer, again))
        abort();
    print_all(answer);
    json_decref(answer);
    json_decref(again);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct record r;
    char error[600];
    FILE *in = size ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
    if (!in)
        return 0;
    if (record_read_stream(in, "it", RECORD_SAMPLES, &r, error, sizeof error) == 0 && ab_line(&r))
        judge(&r);
    record_free(&r);
    fclose(in);
    return 0;
}
