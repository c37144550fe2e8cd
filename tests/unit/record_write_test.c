/* SPDX-License-Identifier: MIT */
#include "record/record.h"

#include "record/write.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char error[600];

static int enter(void **state)
{
    (void)state;
    char folder[] = "/tmp/systoll-record-XXXXXX";
    return mkdtemp(folder) ? chdir(folder) : -1;
}

static int leave(void **state)
{
    (void)state;
    char folder[200];
    return getcwd(folder, sizeof folder) && chdir("/") == 0 ? rmdir(folder) : -1;
}

static json_t *line_of(const char *type, size_t size)
{
    char *filler = calloc(1, size + 1);
    assert_non_null(filler);
    memset(filler, 'x', size);
    json_t *line = json_pack("{s:f, s:s, s:s}", "third", 1.0 / 3, "filler", filler, "type", type);
    free(filler);
    return line;
}

static void writes(void **state)
{
    (void)state;
    struct record_writer *w = record_create("a.jsonl", error, sizeof error);
    json_t *line = line_of("round", 2);
    assert_non_null(w);
    assert_int_equal(record_append(w, line), 0);
    assert_int_equal(access("a.jsonl.partial", F_OK), 0);
    assert_int_equal(access("a.jsonl", F_OK), -1);
    assert_int_equal(record_commit(w), 0);
    assert_int_equal(access("a.jsonl.partial", F_OK), -1);
    char got[200] = "";
    FILE *in = fopen("a.jsonl", "r");
    assert_non_null(in);
    assert_non_null(fgets(got, sizeof got, in));
    assert_string_equal(got,
                        "{\"type\":\"round\",\"third\":0.3333333333333333,\"filler\":\"xx\"}\n");
    fclose(in);
    json_decref(line);
    unlink("a.jsonl");
}

static void refuses_to_write(const char *path, const char *sentence)
{
    assert_null(record_create(path, error, sizeof error));
    if (!strstr(error, sentence))
        fail_msg("'%s' without '%s'", error, sentence);
}

static void odd_targets(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(symlink("elsewhere", "link"), 0);
    assert_int_equal(symlink("elsewhere", "b.jsonl.partial"), 0);
    refuses_to_write("folder", "folder is a directory");
    refuses_to_write("link", "link is a symbolic link");
    refuses_to_write("/dev/full", "is a device");
    refuses_to_write("b.jsonl", "b.jsonl.partial is in the way (a symbolic link");
    refuses_to_write("none/c.jsonl", "No such file");
    refuses_to_write("", "name is empty");
    assert_int_equal(access("elsewhere", F_OK), -1);
    unlink("b.jsonl.partial");
    unlink("link");
    rmdir("folder");
}

/* A crashed run's partial file gives way; one that is being written does not. */
static void stale_partial(void **state)
{
    (void)state;
    FILE *stale = fopen("d.jsonl.partial", "w");
    assert_non_null(stale);
    fclose(stale);
    struct record_writer *w = record_create("d.jsonl", error, sizeof error);
    assert_non_null(w);
    refuses_to_write("d.jsonl", "being written by another run");
    record_abandon(w);
    assert_int_equal(access("d.jsonl.partial", F_OK), 0);
    assert_int_equal(access("d.jsonl", F_OK), -1);
    unlink("d.jsonl.partial");
}

static long long size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (long long)st.st_size : -1;
}

/* A limit on file size tears a write like a full disk does: part of the line gets through. */
static void full_disk(void **state)
{
    (void)state;
    json_t *small = line_of("round", 10), *large = line_of("round", 5000);
    struct record_writer *w = record_create("e.jsonl", error, sizeof error);
    struct rlimit before, limit;
    assert_non_null(w);
    assert_int_equal(record_append(w, small), 0);
    long long whole = size_of("e.jsonl.partial");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){1000, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    int result = record_append(w, large);
    long long torn = size_of("e.jsonl.partial");
    int again = record_append(w, small);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(result, -EFBIG);
    assert_int_equal(torn, whole);
    assert_int_equal(again, 0);
    assert_int_equal(record_commit(w), 0);
    assert_int_equal(size_of("e.jsonl"), 2 * whole);
    json_decref(small);
    json_decref(large);
    unlink("e.jsonl");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes),
        cmocka_unit_test(odd_targets),
        cmocka_unit_test(stale_partial),
        cmocka_unit_test(full_disk),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
