/* SPDX-License-Identifier: MIT */
#include "undo.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/undo_test.XXXXXX", journal[64], done[64], command[100], failing[100];
static char said[UNDO_SENTENCE];

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(journal, sizeof journal, "%s/systoll/undo", folder);
    snprintf(done, sizeof done, "%s/done", folder);
    snprintf(command, sizeof command, "echo 'it is' done >> %s", done);
    snprintf(failing, sizeof failing, "[ -e %s ]", done);
    return setenv("XDG_STATE_HOME", folder, 1);
}

static int clean(void **state)
{
    (void)state;
    unlink(journal);
    unlink(done);
    return 0;
}

static int tear_down(void **state)
{
    char path[80];
    clean(state);
    snprintf(path, sizeof path, "%s/systoll", folder);
    rmdir(path);
    return rmdir(folder);
}

static size_t lines_done(void)
{
    size_t lines = 0;
    char line[100];
    FILE *in = fopen(done, "r");
    while (in && fgets(line, sizeof line, in))
        lines++;
    if (in)
        fclose(in);
    return lines;
}

static void run_once(void **state)
{
    struct undo u;
    (void)state;
    assert_int_equal(undo_recover(said, sizeof said), 0);
    assert_int_equal(undo_arm(&u, command, said, sizeof said), 0);
    assert_int_equal(lines_done(), 0);
    assert_int_equal(undo_run(&u, said, sizeof said), 0);
    assert_int_equal(undo_run(&u, said, sizeof said), 0);
    assert_int_equal(lines_done(), 1);
    assert_int_equal(undo_recover(said, sizeof said), 0);
    assert_int_equal(lines_done(), 1);
}

/* A process that notes what it will change and is gone at once. */
static void vanish(const char *undo)
{
    pid_t pid = fork();
    int status;
    if (pid == 0) {
        struct undo u;
        _exit(undo_arm(&u, undo, said, sizeof said) != 0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void after_a_crash(void **state)
{
    (void)state;
    vanish(command);
    assert_int_equal(undo_recover(said, sizeof said), 1);
    assert_non_null(strstr(said, command));
    assert_int_equal(lines_done(), 1);
    assert_int_equal(undo_recover(said, sizeof said), 0);
    assert_int_equal(lines_done(), 1);
}

/* What fails is said, and stays for the next start. */
static void failed(void **state)
{
    (void)state;
    vanish(failing);
    assert_true(undo_recover(said, sizeof said) < 0);
    assert_non_null(strstr(said, "not put back"));
    assert_non_null(strstr(said, failing));
    assert_non_null(strstr(said, "exit code 1"));
    assert_int_equal(system(command), 0);
    assert_int_equal(undo_recover(said, sizeof said), 1);
    assert_int_equal(undo_recover(said, sizeof said), 0);
}

/* One that is at work is neither undone nor joined. */
static void at_work(void **state)
{
    struct undo u, other;
    (void)state;
    assert_int_equal(undo_arm(&u, command, said, sizeof said), 0);
    assert_int_equal(undo_recover(said, sizeof said), 0);
    assert_int_equal(lines_done(), 0);
    assert_int_equal(undo_arm(&other, command, said, sizeof said), -EBUSY);
    assert_int_equal(undo_run(&u, said, sizeof said), 0);
    assert_int_equal(lines_done(), 1);
}

/* A journal that others can write, or that isn't one, is not run. */
static void not_ours(void **state)
{
    struct undo u;
    (void)state;
    vanish(command);
    assert_int_equal(chmod(journal, 0666), 0);
    assert_true(undo_recover(said, sizeof said) < 0);
    assert_true(undo_arm(&u, command, said, sizeof said) < 0);
    assert_int_equal(lines_done(), 0);
    assert_int_equal(unlink(journal), 0);
    assert_int_equal(symlink(done, journal), 0);
    assert_true(undo_arm(&u, command, said, sizeof said) < 0);
    assert_int_equal(unlink(journal), 0);
    FILE *out = fopen(journal, "w");
    assert_non_null(out);
    fputs("{\"schema\":\"systoll.undo/1\",\"undo\":7}", out);
    fclose(out);
    assert_int_equal(undo_recover(said, sizeof said), 0);
}

static void no_text(void **state)
{
    struct undo u;
    (void)state;
    assert_true(undo_arm(&u, "\xff", said, sizeof said) < 0);
    assert_int_equal(undo_recover(said, sizeof said), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(run_once, clean), cmocka_unit_test_teardown(after_a_crash, clean),
        cmocka_unit_test_teardown(failed, clean),   cmocka_unit_test_teardown(at_work, clean),
        cmocka_unit_test_teardown(not_ours, clean), cmocka_unit_test_teardown(no_text, clean)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
