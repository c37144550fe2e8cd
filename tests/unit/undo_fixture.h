/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_UNDO_FIXTURE_H
#define SYSTOLL_TESTS_UNDO_FIXTURE_H

/* What unit/undo_test.c builds on: its helpers, and its first tests. */
#include "undo/undo.h"

#include "undo/shell.h"
#include "undo/trusted.h"
#include "undo/undo_note.h"

#include <errno.h>
#include <fcntl.h>
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

static char folder[] = "/tmp/undo_test.XXXXXX", notes[64], note[80], done[64], command[100],
            said[4 * UNDO_SENTENCE];

static void listen(void *arg, const char *sentence)
{
    (void)arg;
    strncat(said, sentence, sizeof said - strlen(said) - 1);
}

static int run(const char *text)
{
    int status = system(text);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    snprintf(notes, sizeof notes, "%s/%sundo.d", folder, geteuid() ? "systoll/" : "");
    snprintf(note, sizeof note, "%s/1.json", notes);
    snprintf(done, sizeof done, "%s/done", folder);
    snprintf(command, sizeof command, "echo 'it is' done >> %s", done);
    return setenv("XDG_STATE_HOME", folder, 1) || setenv("STATE_DIRECTORY", folder, 1);
}

static int clean(void **state)
{
    (void)state;
    *said = '\0';
    if (chdir(folder) != 0)
        return -1;
    return run("rm -rf *");
}

static int tear_down(void **state)
{
    return clean(state) ? -1 : rmdir(folder);
}

static int open_undo(struct undo *u, bool needed)
{
    *said = '\0';
    return undo_open(u, needed, listen, NULL);
}

/* What the next start does. */
static int recover(void)
{
    struct undo u;
    int error = open_undo(&u, true);
    undo_close(&u);
    return error;
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

static void arm(struct undo *u, const char *undo)
{
    assert_int_equal(open_undo(u, true), 0);
    assert_int_equal(undo_arm(u, undo, said, sizeof said), 0);
}

static void run_once(void **state)
{
    struct undo u;
    (void)state;
    arm(&u, command);
    assert_int_equal(access(note, F_OK), 0);
    assert_int_equal(lines_done(), 0);
    assert_int_equal(undo_run(&u, said, sizeof said), 0);
    assert_int_equal(undo_run(&u, said, sizeof said), 0);
    undo_close(&u);
    assert_int_equal(lines_done(), 1);
    assert_int_not_equal(access(note, F_OK), 0);
    assert_int_equal(recover(), 0);
    assert_string_equal(said, "");
    assert_int_equal(lines_done(), 1);
}

/* A process that notes what it will change, starts that, and is gone at once. */
static void vanish(const char *undo, const char *change)
{
    pid_t pid = fork();
    int status;
    if (pid == 0) {
        struct undo u;
        char how[100];
        const struct shell s = {.started = undo_started, .arg = &u};
        bool good = open_undo(&u, true) == 0 && undo_arm(&u, undo, said, sizeof said) == 0 &&
                    (!change || shell_run(&s, change, how, sizeof how) == 0);
        _exit(!good);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

#endif
