/* SPDX-License-Identifier: MIT */
#include "compare/compare.h"

#include "compare/formats.h"
#include "printed.h"
#include "record/open.h"
#include "record/record.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* A record's report; NULL where these bytes are none. */
static json_t *report_of(const unsigned char *data, size_t size)
{
    struct record r;
    char error[600];
    json_t *report = NULL;
    FILE *in = size ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
    if (!in)
        return NULL;
    if (record_read_stream(in, "it", RECORD_SUMMARY, &r, error, sizeof error) == 0)
        report = summary_report(&r);
    record_free(&r);
    fclose(in);
    return report;
}

static void use(const json_t *a, const json_t *b, size_t base)
{
    const struct compare_record records[] = {{"a", a}, {"b", b}};
    char why[600] = "";
    json_t *comparison = compare_make(records, 2, base);
    if (!comparison)
        abort();
    if (!compare_comparable(comparison, base, why, sizeof why) != (*why != '\0'))
        abort();
    print_in(compare_formats, comparison);
    json_decref(comparison);
}

/* Two records behind each other, a form feed between them: what can be read can be compared. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const unsigned char *cut = size ? memchr(data, '\f', size) : NULL;
    size_t first = cut ? (size_t)(cut - data) : size;
    json_t *a = report_of(data, first);
    json_t *b = cut ? report_of(cut + 1, size - first - 1) : json_incref(a);
    if (a && b) {
        use(a, b, 0);
        use(b, a, 1);
    }
    json_decref(a);
    json_decref(b);
    return 0;
}
