/* SPDX-License-Identifier: MIT */
#include "judge/ab.h"

#include "answer.h"
#include "judge/ab_trial.h"
#include "record/open.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

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
