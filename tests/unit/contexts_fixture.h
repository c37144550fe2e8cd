/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_CONTEXTS_FIXTURE_H
#define SYSTOLL_TESTS_CONTEXTS_FIXTURE_H

/* A record with cells in contexts, by hand, and its summary: for contexts_test.c and
 * contexts_print_test.c. */
#include "summary/summary.h"

#include "record/open.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A record by hand: syscall:time and syscall:getppid, both also in a context, vdso:time too, and
 * one that has no hot cell. Every round is slower than the one before it, and all its cells with
 * it. */
enum {
    SYSCALL,
    SYSCALL_IN,
    PPID,
    PPID_IN,
    VDSO,
    VDSO_IN,
    ALONE,
    OTHER,
    CELLS,
    LAUNCHES = 12,
    ROUNDS = 3
};

static const char *const cells[CELLS][3] = {
    {"syscall", "time", "hot"},       {"syscall", "time", "filter"}, {"syscall", "getppid", "hot"},
    {"syscall", "getppid", "filter"}, {"vdso", "time", "hot"},       {"vdso", "time", "filter"},
    {"int80", "time", "filter"},      {"syscall", "time", "another"}};

static bool counts_instructions; /* in place of time */

static bool is_hot(int cell)
{
    return strcmp(cells[cell][2], "hot") == 0;
}

static void put_manifest(FILE *out)
{
    fprintf(out,
            "{'type':'manifest','schema':'systoll.record/1','machine':{'platform':{},'subject':{}},"
            "'run':{'timebase':'%s','hz':1e9},'cells':[",
            counts_instructions ? "icount" : "tsc");
    for (int c = 0; c < CELLS; c++)
        fprintf(out,
                "%s{'cell':'%s:%s%s%s','role':'cell','abi':'x86_64','path':'%s','call':'%s',"
                "'clock':null,'context':'%s','state':'measured'}",
                c ? "," : "", cells[c][0], cells[c][1], is_hot(c) ? "" : "@",
                is_hot(c) ? "" : cells[c][2], cells[c][0], cells[c][1], cells[c][2]);
    fputs("]}\n", out);
}

/* What a call of the cell takes in that launch, before the machine slows down. The vDSO's two
 * differ by the launch alone, to either side. */
static double cost(int cell, int launch)
{
    static const double costs[CELLS] = {100, 125, 300, 325, 10, 10, 1000, 400};
    double sway = launch % 2 ? 1.1 : 1 / 1.1;
    return costs[cell] * (cell == VDSO_IN ? sway : 1);
}

static void put_array(FILE *out, const char *name, double (*of)(int cell, int round), int round)
{
    fprintf(out, ",'%s':[", name);
    for (int c = 0; c < CELLS; c++)
        fprintf(out, "%s%.0f", c ? "," : "", of(c, round));
    fputc(']', out);
}

static double own_index(int cell, int round)
{
    (void)round;
    return cell;
}

static double start(int cell, int round)
{
    return CELLS * round + cell + 1;
}

static double calls(int cell, int round)
{
    (void)cell;
    return counts_instructions ? 1 + round % 2 : 1000;
}

static double nothing(int cell, int round)
{
    (void)cell, (void)round;
    return 0;
}

static double ticks(int cell, int round)
{
    if (counts_instructions)
        return 60 + calls(cell, round) * cost(cell, 0);
    return 1000 * (1 + round / 10.0) * cost(cell, round / ROUNDS);
}

static void put_rounds(FILE *out)
{
    for (int i = 0; i < LAUNCHES * ROUNDS; i++) {
        fprintf(out, "{'type':'round','launch':%d,'round':%d", i / ROUNDS, i % ROUNDS);
        put_array(out, "cells", own_index, i);
        put_array(out, "cpu", nothing, i);
        put_array(out, "start", start, i);
        put_array(out, "n", calls, i);
        put_array(out, "ticks", ticks, i);
        put_array(out, "flags", nothing, i);
        fputs("}\n", out);
    }
}

static struct record record;
static json_t *summary;

/* The summary of such a record, with counts lines behind its manifest. */
static void summarise(const char *counts)
{
    char *text = NULL, error[600];
    size_t size;
    FILE *out = open_memstream(&text, &size);
    put_manifest(out);
    fputs(counts, out);
    put_rounds(out);
    fclose(out);
    for (char *c = text; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    FILE *in = fmemopen(text, size, "r");
    if (record_read_stream(in, "text", RECORD_SAMPLES, &record, error, sizeof error))
        fail_msg("%s", error);
    fclose(in);
    free(text);
    summary = summary_make(&record);
    assert_non_null(summary);
}

static void forget(void)
{
    counts_instructions = false;
    json_decref(summary);
    record_free(&record);
}

#define ENTRIES(cell, count)                                                                       \
    "{'type':'counts','kind':'entries','by':'seccomp','cell':" cell ",'n':100,'names':"            \
    "['sys_enter','emulate_vsyscall'],'per_call':[" count ",null]}\n"

#endif
