/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_REPORT_FIXTURE_H
#define SYSTOLL_TESTS_REPORT_FIXTURE_H

/* What unit/report_test.c builds on: its helpers, and its first tests. */
#include "report/formats.h"
#include "report/report.h"

#include "record/open.h"
#include "summary/summary.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *report;

static int load(void **state)
{
    (void)state;
    struct record r;
    char error[600];
    if (record_read(DATA_DIR "/record.jsonl", RECORD_SUMMARY, &r, error, sizeof error) != 0)
        return -1;
    report = summary_report(&r);
    record_free(&r);
    return report ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    json_decref(report);
    return 0;
}

/* What a format prints, to be freed. */
static char *printed(const json_t *document, const char *format, bool colour)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(
        report_format_by_name(format)->print(document, out, (struct report_style){colour, 100}), 0);
    fclose(out);
    return text;
}

#endif
