/* SPDX-License-Identifier: MIT */
#include "worker_fixture.h"

#include "measure/worker_start.h"

#include <sys/prctl.h>
#include <sys/wait.h>

/* A worker that is a line of shell. */
static void start_shell(struct worker *w, const char *line)
{
    char *const prefix[] = {"sh", "-c", (char *)(uintptr_t)line, NULL};
    const struct worker_options o = {.prefix = prefix, .program = "x", .timebase = "tsc"};
    *w = (struct worker){0};
    assert_int_equal(worker_start(w, &o), 0);
}

static void usage_is_read(void **state)
{
    struct worker w;
    struct worker_usage u;
    (void)state;
    start_shell(&w, "echo usage 3 -1 150 0; read x");
    assert_int_equal(worker_read_usage(&w, &u), 0);
    assert_true(u.context_switches == 3 && u.migrations == -1);
    assert_true(u.minor_faults == 150 && u.major_faults == 0);
    worker_stop(&w);
    start_shell(&w, "echo usage 3; read x");
    assert_int_equal(worker_read_usage(&w, &u), -EPROTO);
    worker_stop(&w);
}

static void counts_are_read(void **state)
{
    double per_call[3] = {1, 1, 1};
    struct worker w;
    (void)state;
    start_self(&w);
    assert_int_equal(worker_ask(&w, "count a 5 null x y z\n\n"), 0);
    assert_int_equal(worker_read_count(&w, per_call, 3), 0);
    assert_true(per_call[0] == 0 && per_call[1] == 0 && per_call[2] == 0);
    worker_stop(&w);
    start_shell(&w, "echo count 1 nan; read x");
    assert_int_equal(worker_read_count(&w, per_call, 2), 0);
    assert_true(per_call[0] == 1);
    assert_true(per_call[1] != per_call[1]);
    worker_stop(&w);
}

static void a_dead_worker_is_an_answer(void **state)
{
    struct worker w;
    struct sample s;
    (void)state;
    start_self(&w);
    assert_int_equal(worker_ask(&w, "block a 5 1\nblock segv 5 1\n\n"), 0);
    assert_int_equal(worker_read_block(&w, &s), -EPIPE);
    int status = worker_stop(&w);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSEGV);
    assert_int_equal(w.pid, 0);
    assert_int_equal(worker_stop(&w), 0);
}

static void asking_the_dead_is_an_error(void **state)
{
    struct worker w;
    struct sample s;
    (void)state;
    start_shell(&w, "exit 3");
    assert_int_equal(worker_read_block(&w, &s), -EPIPE);
    siginfo_t info; /* it closes its input a little after its output */
    assert_int_equal(waitid(P_PID, (id_t)w.pid, &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(worker_ask(&w, "block a 5 1\n\n"), -EPIPE);
    assert_int_equal(worker_stop(&w), W_EXITCODE(3, 0));
}

static void assert_protocol(const char *shell)
{
    static uint64_t ticks[BATCH_BINS], count[BATCH_BINS];
    struct worker w;
    struct sample s;
    size_t size;
    start_shell(&w, shell);
    if (strstr(shell, "batch"))
        assert_int_equal(worker_read_batch(&w, ticks, count, &size), -EPROTO);
    else
        assert_int_equal(worker_read_block(&w, &s), -EPROTO);
    worker_stop(&w);
}

static void rubbish_is_refused(void **state)
{
    (void)state;
    assert_protocol("echo; read x");
    assert_protocol("echo rubbish; read x");
    assert_protocol("echo block; read x");
    assert_protocol("echo block 1 2 3 4; read x");
    assert_protocol("echo count 0; read x");
    assert_protocol("echo batch 5 7; read x");
    assert_protocol("echo batch 5 7:2 x; read x");
    assert_protocol("printf %0300000d 1; read x");
}

static void a_second_stop_ends_waiting(void **state)
{
    volatile sig_atomic_t stop = 0;
    struct worker w;
    struct sample s;
    (void)state;
    start_shell(&w, "echo block 0 1 2 3 0; echo block 0 1 2 3 0; read x");
    w.stop = &stop;
    assert_int_equal(worker_read_block(&w, &s), 0);
    stop = 1;
    assert_int_equal(worker_read_block(&w, &s), 0);
    stop = 2;
    assert_int_equal(worker_read_block(&w, &s), -EINTR);
    worker_stop(&w);
}

/* No round is lost with a worker that has not answered yet. */
static void one_stop_ends_waiting_for_the_first_answer(void **state)
{
    volatile sig_atomic_t stop = 1;
    struct worker w;
    struct sample s;
    (void)state;
    start_shell(&w, "sleep 300; echo block 0 1 2 3 0");
    w.stop = &stop;
    assert_int_equal(worker_read_block(&w, &s), -EINTR);
    worker_stop(&w);
}

/* What a command before the worker started goes with it. */
static void its_group_ends_with_it(void **state)
{
    double pid[1];
    struct worker w;
    (void)state;
    /* Where this test is all there is, as in a container, nobody else would wait for an orphan. */
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    start_shell(&w, "sleep 300 & echo count $!; wait");
    assert_int_equal(worker_read_count(&w, pid, 1), 0);
    assert_int_equal(kill((pid_t)pid[0], 0), 0);
    worker_stop(&w);
    for (int i = 0; i < 500 && waitpid((pid_t)pid[0], NULL, WNOHANG) == 0; i++)
        usleep(10000);
    assert_int_equal(kill((pid_t)pid[0], 0), -1);
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 0), 0);
}

/* Which the checker of records would refuse. */
static void impossible_numbers_are_refused(void **state)
{
    (void)state;
    assert_protocol("echo block 0 18446744073709551615 2 3 0; read x");
    assert_protocol("echo block 0 -1 2 3 0; read x");
    assert_protocol("echo block 0 1 0 3 0; read x");
    assert_protocol("echo block 0 1 2 9007199254740993 0; read x");
    assert_protocol("echo batch 5 7:0; read x");
    assert_protocol("echo batch 5 7:2 7:1; read x");
}

static void a_refusal_is_no_cells_fault(void **state)
{
    struct worker w;
    struct sample s;
    (void)state;
    start_shell(&w, "echo refused CPU 7 is offline");
    assert_int_equal(worker_read_block(&w, &s), -ENODEV);
    worker_say_end(&w, -ENODEV, worker_stop(&w));
    assert_string_equal(w.message, "CPU 7 is offline");
}

static void ends_are_said_in_words(void **state)
{
    static const struct {
        int error, status;
        const char *words;
    } cases[] = {{-EPIPE, SIGKILL, "its worker was killed by SIGKILL"},
                 {-EPIPE, W_EXITCODE(137, 0), "its worker was killed by SIGKILL"},
                 {-EPIPE, W_EXITCODE(3, 0), "its worker ended with exit code 3"},
                 {-ETIMEDOUT, 0, "its worker gave no answer within 30 s"},
                 {-EPROTO, 0, "its worker answered what no worker answers"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct worker w = {0};
        worker_say_end(&w, cases[i].error, cases[i].status);
        assert_string_equal(w.message, cases[i].words);
    }
}

/* Not cut, which would start another command. */
static void a_long_command_is_refused(void **state)
{
    static char word[] = "x", *prefix[100];
    const struct worker_options o = {.prefix = prefix, .program = "x", .timebase = "tsc"};
    struct worker w = {0};
    (void)state;
    for (size_t i = 0; i + 1 < sizeof prefix / sizeof *prefix; i++)
        prefix[i] = word;
    assert_int_equal(worker_start(&w, &o), -E2BIG);
    assert_non_null(strstr(w.message, "more than 64 words"));
    worker_stop(&w);
}

/* What a program that isn't there gives, and that nothing of it stays. */
static void no_program_no_worker(void **state)
{
    const struct worker_options o = {.program = "/nonexistent/systoll", .timebase = "tsc"};
    struct worker w = {0};
    (void)state;
    assert_int_equal(worker_start(&w, &o), -ENOENT);
    assert_int_equal(w.pid, 0);
    assert_int_equal(worker_stop(&w), 0);
}

/* The seed moves the environment's end and is passed on as an offset: both replay. */
static void the_layout_follows_the_seed(void **state)
{
    double size[3];
    static const uint64_t seeds[] = {4096 * 3 + 100, 4096 * 3 + 100, 4096 * 3 + 900};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char *const prefix[] = {"sh", "-c", "echo count ${#SYSTOLL_PAD} $4; read x", NULL};
        const struct worker_options o = {
            .prefix = prefix, .program = "x", .timebase = "tsc", .layout_seed = seeds[i]};
        double got[2];
        struct worker w = {0};
        assert_int_equal(worker_start(&w, &o), 0);
        assert_int_equal(worker_read_count(&w, got, 2), 0);
        size[i] = got[0];
        assert_true(got[1] == 3);
        worker_stop(&w);
    }
    assert_true(size[0] == 100 && size[1] == 100 && size[2] == 900);
}

int main(int argc, char **argv)
{
    if (fake_worker_main(argc, argv))
        return 0;
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return 77;
    signal(SIGPIPE, SIG_IGN);
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_requests_are_answered),
        cmocka_unit_test(answers_come_in_order),
        cmocka_unit_test(warm_up_is_as_long_as_asked),
        cmocka_unit_test(settling_ends_by_time),
        cmocka_unit_test(histograms_add_up),
        cmocka_unit_test(the_next_request_is_served_after_an_error),
        cmocka_unit_test(usage_is_read),
        cmocka_unit_test(counts_are_read),
        cmocka_unit_test(a_dead_worker_is_an_answer),
        cmocka_unit_test(asking_the_dead_is_an_error),
        cmocka_unit_test(rubbish_is_refused),
        cmocka_unit_test(a_second_stop_ends_waiting),
        cmocka_unit_test(one_stop_ends_waiting_for_the_first_answer),
        cmocka_unit_test(its_group_ends_with_it),
        cmocka_unit_test(impossible_numbers_are_refused),
        cmocka_unit_test(a_refusal_is_no_cells_fault),
        cmocka_unit_test(ends_are_said_in_words),
        cmocka_unit_test(a_long_command_is_refused),
        cmocka_unit_test(no_program_no_worker),
        cmocka_unit_test(the_layout_follows_the_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
