/* SPDX-License-Identifier: MIT */
#include "record/record.h"

#include "printed.h"
#include "record/open.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Whatever can be read can be summarised and printed, as it stands and made again. */
static void use(struct record *r)
{
    json_t *report = summary_report(r), *summary = summary_make(r);
    if (!report || !summary)
        abort();
    print_in(report_formats, report);
    json_decref(report);
    json_decref(r->summary);
    r->summary = summary;
    report = summary_report(r);
    print_in(report_formats, report);
    json_decref(report);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    for (int depth = RECORD_SUMMARY; size && depth <= RECORD_SAMPLES; depth++) {
        struct record r;
        char error[300] = "";
        FILE *in = fmemopen((void *)(uintptr_t)data, size, "r");
        if (!in)
            return 0;
        int result =
            record_read_stream(in, "it", (enum record_depth)depth, &r, error, sizeof error);
        if ((result == 0) != (*error == '\0'))
            abort();
        if (result == 0)
            use(&r);
        record_free(&r);
        fclose(in);
    }
    return 0;
}
