/* SPDX-License-Identifier: MIT */
#include "record/ends.h"

#include "fleet/add.h"
#include "record/open.h"
#include "record/trim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void expect_trimmed(size_t (*trim)(char *text, size_t size), const char *from,
                           const char *to)
{
    char *text = strdup(from);
    size_t size = trim(text, strlen(text));
    assert_int_equal(size, strlen(to));
    assert_memory_equal(text, to, size);
    free(text);
}

#define SUMMARY "{\"type\":\"summary\""

static void members_are_left_out(void **arg)
{
    static const char *const tries[][2] = {
        {SUMMARY ",\"cells\":[{\"ns\":{\"estimate\":1.5,\"p50\":2,\"p90\":3}}]}",
         SUMMARY ",\"cells\":[{\"ns\":{\"estimate\":1.5}}]}"},
        {SUMMARY ",\"cells\":[{\"ns\":{\"p50\":2,\"estimate\":1.5},\"ticks\":{\"lo\":[1,{}]}}]}",
         SUMMARY ",\"cells\":[{\"ns\":{\"estimate\":1.5}}]}"},
        {SUMMARY ",\"cells\":[{\"ns\":{\"p50\":2,\"p90\":3}}]}",
         SUMMARY ",\"cells\":[{\"ns\":{}}]}"},
        /* what looks like one within a string, or lies too deep, stays */
        {SUMMARY ",\"a\":\"\\\",\\\"p50\\\":1\",\"b\":1}",
         SUMMARY ",\"a\":\"\\\",\\\"p50\\\":1\",\"b\":1}"},
        {SUMMARY ",\"a\":[[[{\"p50\":1}]]]}", SUMMARY ",\"a\":[[[{\"p50\":1}]]]}"},
        {SUMMARY ",\"events\":[\"]}\\\\\",{\"x\":\"\\\"}\"}],\"b\":1}", SUMMARY ",\"b\":1}"},
        /* no JSON */
        {SUMMARY ",\"p50\":[[", SUMMARY},
        {SUMMARY ",\"p50\":\"\\", SUMMARY},
        {SUMMARY, SUMMARY},
    };
    (void)arg;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        expect_trimmed(record_trim_summary, tries[i][0], tries[i][1]);
    expect_trimmed(record_trim_manifest,
                   "{\"machine\":{\"rest\":{\"a\":[1]},\"subject\":{\"rest\":1,\"cells\":[1]}},"
                   "\"cells\":[{\"cell\":\"]\"},2],\"b\":1}\n",
                   "{\"machine\":{\"subject\":{\"rest\":1,\"cells\":[1]}},\"cells\":[],\"b\":1}\n");
    expect_trimmed(record_trim_manifest, "{\"cells\":[", "{\"cells\":[");
    expect_trimmed(record_trim_manifest, "", "");
}

/* A record that the caller removes, with so many spaces in both its lines and that between and
 * behind them. */
static void write_record(char path[32], const char *between, size_t spaces, const char *end)
{
    char *line = NULL;
    size_t room = 0;
    FILE *in = fopen(DATA_DIR "/host.jsonl", "r"), *out;
    strcpy(path, "/tmp/ends-XXXXXX");
    out = fdopen(mkstemp(path), "w");
    assert_non_null(in);
    assert_true(getline(&line, &room, in) > 0);
    char *rest = strstr(line, ",\"rest\":{");
    assert_non_null(rest);
    fprintf(out, "%.*s,%*s%s", (int)(rest - line), line, (int)spaces, "", rest + 1);
    fputs(between, out);
    assert_true(getline(&line, &room, in) > 0);
    line[strlen(line) - 1] = '\0';
    fprintf(out, "%.18s%*s%s%s", line, (int)spaces, "", line + 18, end);
    assert_int_equal(fclose(out), 0);
    fclose(in);
    free(line);
}

/* A fleet has learnt the same from both records of that file. */
static void expect_same(const struct record *ends, const struct record *whole)
{
    struct fleet f = {0};
    assert_int_equal(fleet_add(&f, "ends", 0, ends), 0);
    assert_int_equal(fleet_add(&f, "whole", 1, whole), 0);
    const struct fleet_host *a = &f.hosts[1], *b = &f.hosts[2];
    assert_int_equal(a->setup, b->setup);
    assert_int_equal(a->size, b->size);
    assert_true(a->size > 20);
    for (size_t i = 0; i < a->size; i++) {
        assert_int_equal(a->times[i].cell, b->times[i].cell);
        assert_memory_equal(a->times[i].ns, b->times[i].ns, sizeof a->times[i].ns);
        assert_memory_equal(a->times[i].cycles, b->times[i].cycles, sizeof a->times[i].cycles);
    }
    fleet_free(&f);
}

static void both_ends_say_all(void **arg)
{
    static const size_t spaces[] = {0, 1000, 1 << 16, 1 << 18};
    (void)arg;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        char path[32], error[300] = "";
        struct record ends, whole;
        write_record(path, "{\"type\":\"round\"}\n", spaces[i], "\n");
        assert_int_equal(record_read(path, RECORD_SUMMARY, &whole, error, sizeof error), 0);
        assert_int_equal(record_read_ends(path, &ends, error, sizeof error), 0);
        assert_int_equal(json_array_size(json_object_get(ends.manifest, "cells")), 0);
        assert_true(json_array_size(json_object_get(whole.manifest, "cells")) > 0);
        expect_same(&ends, &whole);
        record_free(&ends);
        record_free(&whole);
        remove(path);
    }
}

/* Where the last line is none, or the file is no file, it is read whole, and what is wrong is said.
 */
static void others_are_read_whole(void **arg)
{
    (void)arg;
    char path[32], error[300] = "";
    struct record r;
    write_record(path, "", 0, ""); /* not ended, but whole */
    assert_int_equal(record_read_ends(path, &r, error, sizeof error), 0);
    assert_true(json_array_size(json_object_get(r.manifest, "cells")) > 0);
    record_free(&r);
    remove(path);
    write_record(path, "", 0, "\n{\"type\":\"later\"}\n");
    assert_int_equal(record_read_ends(path, &r, error, sizeof error), 0);
    assert_true(json_array_size(json_object_get(r.manifest, "cells")) > 0);
    record_free(&r);
    remove(path);
    write_record(path, "", 0, "}\n");
    assert_int_not_equal(record_read_ends(path, &r, error, sizeof error), 0);
    assert_non_null(strstr(error, "line 2: is not JSON"));
    remove(path);
    assert_int_not_equal(record_read_ends(path, &r, error, sizeof error), 0);
    assert_non_null(strstr(error, "can't be read"));
    assert_int_not_equal(record_read_ends("/dev/null", &r, error, sizeof error), 0);
    assert_non_null(strstr(error, "is empty"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_left_out),
        cmocka_unit_test(both_ends_say_all),
        cmocka_unit_test(others_are_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
