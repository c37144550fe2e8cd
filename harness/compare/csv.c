/* SPDX-License-Identifier: MIT */
#include "compare/formats.h"

#include "report/csv.h"
#include "report/layout.h"

#include <errno.h>

static void print_members(const json_t *object, const char *const *keys, FILE *out)
{
    for (; *keys; keys++) {
        fputc(',', out);
        report_csv_value(json_object_get(object, *keys), out);
    }
}

static void print_row(const json_t *record, const json_t *cell, size_t i, FILE *out)
{
    static const char *const of_value[] = {"state", "reason", "unit", "estimate", "lo", "hi", NULL};
    static const char *const of_ratio[] = {"estimate", "lo", "hi", NULL};
    static const char *const of_injection[] = {"injected_ns", NULL};
    static const char *const of_entries[] = {"sys_enter", "emulate_vsyscall", "page_fault_user",
                                             "page_faults", NULL};
    const json_t *value = json_array_get(json_object_get(cell, "values"), i);
    report_csv_value(json_object_get(cell, "cell"), out);
    fputc(',', out);
    report_csv_value(json_object_get(record, "name"), out);
    print_members(value, of_value, out);
    print_members(json_array_get(json_object_get(cell, "ratio"), i), of_ratio, out);
    print_members(value, of_injection, out);
    print_members(json_object_get(value, "entries"), of_entries, out);
    fputc('\n', out);
}

static int print_comparison_csv(const json_t *comparison, FILE *out, struct report_style style)
{
    const json_t *cell, *record;
    size_t c, i;
    (void)style;
    errno = 0;
    fputs("cell,record,state,reason,unit,estimate,lo,hi,ratio,ratio_lo,ratio_hi,injected_ns,sys_"
          "enter,"
          "emulate_vsyscall,page_fault_user,page_faults\n",
          out);
    json_array_foreach(json_object_get(comparison, "cells"), c, cell)
        json_array_foreach(json_object_get(comparison, "records"), i, record)
            print_row(record, cell, i, out);
    if (fflush(out) != 0 || ferror(out))
        return errno ? -errno : -EIO;
    return 0;
}

const struct report_format compare_csv = {.name = "csv",
                                          .help = "a row for each cell and record, unrounded",
                                          .print = print_comparison_csv};
