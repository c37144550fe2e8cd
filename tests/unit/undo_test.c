/* SPDX-License-Identifier: MIT */
#include "undo_fixture.h"

static void after_a_crash(void **state)
{
    (void)state;
    vanish(command, NULL);
    assert_int_equal(recover(), 0);
    assert_non_null(strstr(said, command));
    assert_non_null(strstr(said, note));
    assert_int_equal(lines_done(), 1);
    assert_int_equal(recover(), 0);
    assert_string_equal(said, "");
    assert_int_equal(lines_done(), 1);
}

/* The folder, the environment and the mask are those of the run, whatever bytes they are. */
static void as_the_run_was(void **state)
{
    (void)state;
    assert_int_equal(mkdir("run", 0700), 0);
    assert_int_equal(chdir("run"), 0);
    mode_t mask = umask(027);
    setenv("NAME", "d\xffn\x80 \xc3\xa4", 1);
    vanish("echo \"$NAME\" >was; umask >>was", NULL);
    unsetenv("NAME");
    umask(mask);
    assert_int_equal(chdir(".."), 0);
    assert_int_equal(recover(), 0);
    assert_int_equal(run("printf 'd\\377n\\200 \\303\\244\\n0027\\n' | cmp - run/was"), 0);
    assert_int_equal(access("was", F_OK), -1);
}

/* What the dead run had started can change nothing after the undo. */
static void still_running(void **state)
{
    (void)state;
    vanish("echo undone >setting", "(sleep 0.3; echo late >setting) &");
    assert_int_equal(recover(), 0);
    usleep(500000);
    assert_int_equal(run("grep -qx undone setting"), 0);
}

/* A process that has the number of the noted group by now is let live. */
static void number_used_again(void **state)
{
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        pause();
        _exit(0);
    }
    setpgid(pid, pid);
    vanish(command, NULL);
    char line[UNDO_GROUP_LINE + 1];
    struct group g = group_of(pid);
    g.start--;
    undo_note_group(&g, line);
    FILE *out = fopen(note, "r+");
    assert_non_null(out);
    fseek(out, -UNDO_GROUP_LINE, SEEK_END);
    fputs(line, out);
    fclose(out);
    assert_int_equal(recover(), 0);
    assert_int_equal(lines_done(), 1);
    assert_int_equal(kill(pid, 0), 0);
    kill(pid, SIGKILL);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

/* What fails is said with its way out, stays for the next start, and stops only who needs an undo.
 */
static void failed(void **state)
{
    struct undo u;
    (void)state;
    vanish("[ -e done ]", NULL);
    assert_int_equal(recover(), -ECHILD);
    assert_non_null(strstr(said, "not put back: `[ -e done ]` in /"));
    assert_non_null(strstr(said, "exit code 1"));
    assert_non_null(strstr(said, note));
    assert_int_equal(open_undo(&u, false), 0);
    assert_non_null(strstr(said, "not put back"));
    assert_int_equal(run(command), 0);
    assert_int_equal(recover(), 0);
    assert_int_equal(recover(), 0);
    assert_string_equal(said, "");
}

static void folder_gone(void **state)
{
    (void)state;
    assert_int_equal(mkdir("run", 0700), 0);
    assert_int_equal(chdir("run"), 0);
    vanish("echo >>was", NULL);
    assert_int_equal(chdir(".."), 0);
    assert_int_equal(rmdir("run"), 0);
    assert_int_equal(recover(), -ENOENT);
    assert_non_null(strstr(said, "/run: No such file"));
    assert_int_equal(access("was", F_OK), -1);
    assert_int_equal(unlink(note), 0);
    assert_int_equal(recover(), 0);
}

/* One that is at work is neither undone nor joined nor written over. */
static void at_work(void **state)
{
    struct undo u, other;
    char pid[40];
    (void)state;
    arm(&u, command);
    assert_int_equal(open_undo(&other, true), -EBUSY);
    snprintf(pid, sizeof pid, "(process %d)", (int)getpid());
    assert_non_null(strstr(said, pid));
    assert_int_equal(open_undo(&other, false), 0);
    assert_non_null(strstr(said, pid));
    assert_int_equal(lines_done(), 0);
    assert_int_equal(undo_run(&u, said, sizeof said), 0);
    undo_close(&u);
    assert_int_equal(lines_done(), 1);
}

/* Nothing is obeyed that others could have written, and nothing that can't be read is lost. */
static void not_ours(void **state)
{
    struct undo u;
    (void)state;
    vanish(command, NULL);
    assert_int_equal(chmod(note, 0666), 0);
    assert_int_equal(recover(), -EPERM);
    assert_non_null(strstr(said, note));
    assert_int_equal(chmod(note, 0600), 0);
    assert_int_equal(link(note, "second"), 0);
    assert_int_equal(recover(), -EPERM);
    assert_int_equal(unlink(note), 0);
    assert_int_equal(symlink("../second", note), 0);
    assert_int_equal(recover(), -EPERM);
    assert_int_equal(open_undo(&u, false), 0);
    assert_int_equal(unlink(note), 0);
    assert_int_equal(chmod(notes, 0770), 0);
    assert_int_equal(recover(), -EPERM);
    assert_non_null(strstr(said, notes));
    assert_int_equal(lines_done(), 0);
}

static void unreadable(void **state)
{
    static const char *const texts[] = {"", "{\"schema\":\"systoll.undo/2\",\"undo\":\"ech",
                                        "{\"schema\":\"systoll.undo/3\"}\n{}\n",
                                        "{\"schema\":\"systoll.undo/2\",\"undo\":7}\n{}\n",
                                        "\177ELF"};
    (void)state;
    assert_int_equal(recover(), 0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        FILE *out = fopen(note, "w");
        assert_non_null(out);
        fputs(texts[i], out);
        fclose(out);
        assert_int_equal(chmod(note, 0600), 0);
        assert_int_equal(recover(), -EINVAL);
        assert_non_null(strstr(said, note));
        assert_non_null(strstr(said, "remove that file"));
        assert_int_equal(access(note, F_OK), 0);
    }
}

/* A run that ended while it wrote its note had changed nothing; the part goes with any next start.
 */
static void half_written(void **state)
{
    struct undo u;
    char part[80];
    (void)state;
    assert_int_equal(recover(), 0);
    snprintf(part, sizeof part, "%s/partial", notes);
    FILE *out = fopen(part, "w");
    assert_non_null(out);
    fclose(out);
    assert_int_equal(open_undo(&u, false), 0);
    assert_string_equal(said, "");
    assert_int_equal(access(part, F_OK), -1);
}

/* The one file that 0.1.0 kept. */
static void old_note(void **state)
{
    (void)state;
    assert_int_equal(mkdir("systoll", 0700), 0);
    FILE *out = fopen("systoll/undo", "w");
    assert_non_null(out);
    fprintf(out, "{\"schema\":\"systoll.undo/1\",\"undo\":\"%s\"}", command);
    fclose(out);
    assert_int_equal(recover(), 0);
    assert_non_null(strstr(said, "systoll/undo"));
    assert_int_equal(lines_done(), 1);
    assert_int_equal(recover(), 0);
    assert_string_equal(said, "");
    assert_int_equal(lines_done(), 1);
    assert_int_equal(run(": >systoll/undo"), 0);
    assert_int_equal(recover(), 0);
    assert_string_equal(said, "");
}

static int trust(const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = trusted_folder(path, true, said, sizeof said);
    if (fd >= 0)
        close(fd);
    return fd < 0 ? fd : 0;
}

static void folders(void **state)
{
    struct stat st;
    (void)state;
    mode_t mask = umask(0777);
    assert_int_equal(trust("a/b//c/"), 0);
    umask(mask);
    assert_int_equal(stat("a/b", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    assert_int_equal(symlink("a", "link"), 0);
    assert_int_equal(trust("link/b"), -EPERM);
    assert_non_null(strstr(said, "link is no folder"));
    assert_int_equal(chmod("a", 0770), 0);
    assert_int_equal(trust("a/b/c"), -EPERM);
    assert_int_equal(chmod("a", 01777), 0);
    assert_int_equal(trust("a/b/c"), 0);
    assert_int_equal(trust("a"), -EPERM);
    if (geteuid())
        return;
    assert_int_equal(chmod("a", 0755), 0);
    assert_int_equal(chown("a", 1, 1), 0);
    assert_int_equal(trust("a/b/c"), -EPERM);
    assert_non_null(strstr(said, "/a belongs to another user"));
}

/* A signal ends a command with all that it started, within a second or so if it is deaf. */
static void stopped(void **state)
{
    static volatile sig_atomic_t stop = 1;
    const struct shell s = {.stop = &stop};
    char how[100];
    (void)state;
    assert_int_equal(
        shell_run(&s, "trap '' TERM; (sleep 1.5; touch late) & sleep 60", how, sizeof how), -EINTR);
    usleep(800000);
    assert_int_equal(access("late", F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(run_once, clean),
        cmocka_unit_test_teardown(after_a_crash, clean),
        cmocka_unit_test_teardown(as_the_run_was, clean),
        cmocka_unit_test_teardown(still_running, clean),
        cmocka_unit_test_teardown(number_used_again, clean),
        cmocka_unit_test_teardown(failed, clean),
        cmocka_unit_test_teardown(folder_gone, clean),
        cmocka_unit_test_teardown(at_work, clean),
        cmocka_unit_test_teardown(not_ours, clean),
        cmocka_unit_test_teardown(unreadable, clean),
        cmocka_unit_test_teardown(half_written, clean),
        cmocka_unit_test_teardown(old_note, clean),
        cmocka_unit_test_teardown(folders, clean),
        cmocka_unit_test_teardown(stopped, clean),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
