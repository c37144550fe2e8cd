/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_WORKER_FIXTURE_H
#define SYSTOLL_TESTS_WORKER_FIXTURE_H

/* What unit/worker_test.c builds on: its helpers, and its first tests. */
#include "measure/worker.h"
#include "measure/worker_start.h"

#include "fake_worker.h"
#include "within.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/wait.h>

#include <cmocka.h>

static char self[4096];

/* What a worker in this process answers to the requests; to be freed. */
static char *answers(const char *requests)
{
    struct timebase timebase;
    const struct worker_host host = {
        .requests = fake_requests, .find = fake_find, .timebase = &timebase, .cpu = WORKER_ANY_CPU};
    char *text = NULL;
    size_t size;
    assert_true(timebase_by_name("tsc", &timebase));
    FILE *in = fmemopen((void *)(uintptr_t)requests, strlen(requests), "r");
    FILE *out = open_memstream(&text, &size);
    assert_non_null(in);
    assert_non_null(out);
    assert_int_equal(worker_serve_stdio(&host, in, out), 0);
    fclose(in);
    fclose(out);
    return text;
}

static void assert_answer(const char *requests, const char *expected)
{
    char *text = answers(requests);
    assert_string_equal(text, expected);
    free(text);
}

static void bad_requests_are_answered(void **state)
{
    (void)state;
    assert_answer("\n", "");
    assert_answer("block nope 5 1\n", "error nope: there is no such fake\n");
    assert_answer("block\n", "error no request of that form: block\n");
    assert_answer("block a\n", "error no request of that form: block\n");
    assert_answer("block a 5\n", "error no request of that form: block\n");
    assert_answer("blick a 5\n", "error no request of that form: blick\n");
    assert_answer("batch a 1 2000000 5\n", "error no memory for that many batches\n");
    assert_answer("count a 5 nil x\n", "error no such kind of counter\n");
    assert_answer("count nope 5 null x\n", "error nope: there is no such fake\n");
    assert_answer("count a 5 null\n", "error no request of that form: count\n");
}

static void answers_come_in_order(void **state)
{
    (void)state;
    char *text = answers("block a 5 1\nblock nope 5 1\ncount b 9 null x y\nblock c 7 1\n\n");
    unsigned cpu, flags;
    unsigned long long start, n1, n2, ticks;
    int end = 0;
    sscanf(text,
           "block %u %llu %llu %llu %u\nerror nope: there is no such fake\n"
           "count 0 0\nblock %u %llu %llu %llu %u\n%n",
           &cpu, &start, &n1, &ticks, &flags, &cpu, &start, &n2, &ticks, &flags, &end);
    assert_int_equal(end, strlen(text));
    assert_int_equal(n1, 5);
    assert_int_equal(n2, 7);
    free(text);
}

static void warm_up_is_as_long_as_asked(void **state)
{
    static const struct {
        const char *request;
        uint64_t repeated;
    } cases[] = {{"block repeat 160 3200\n", 3200 + 1 + 11 + 160},
                 {"block repeat 160 0\n", 1 + 11 + 160},
                 {"batch repeat 10 4 3200\n", 3200 + 3 + 4 * 10}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fake_repeated = 0;
        free(answers(cases[i].request));
        assert_int_equal(fake_repeated, cases[i].repeated);
    }
}

/* 2000 of these take more than half a second; the first part of twenty takes long enough. */
static void settling_ends_by_time(void **state)
{
    (void)state;
    fake_repeated = 0;
    free(answers("block slow 1 2000\n"));
    assert_true(fake_repeated > 2000 / 20 && fake_repeated < 2000 / 2);
    fake_repeated = 0;
    free(answers("batch slow 1 2 2000\n"));
    assert_true(fake_repeated > 2000 / 20 && fake_repeated < 2000 / 2);
}

static void start_self(struct worker *w)
{
    const struct worker_options o = {
        .program = self, .cpu = WORKER_ANY_CPU, .timebase = "tsc", .layout_seed = 12345};
    *w = (struct worker){0};
    assert_int_equal(worker_start(w, &o), 0);
}

static void histograms_add_up(void **state)
{
    enum { COUNT = 3000 };
    static uint64_t ticks[BATCH_BINS], count[BATCH_BINS];
    struct worker w;
    size_t size;
    uint64_t sum = 0;
    (void)state;
    start_self(&w);
    assert_int_equal(worker_ask(&w, "batch a 40 3000 500\n\n"), 0);
    assert_int_equal(worker_read_batch(&w, ticks, count, &size), 0);
    assert_within(size, 1, BATCH_BINS);
    for (size_t i = 0; i < size; i++) {
        assert_true(i == 0 || ticks[i - 1] < ticks[i]);
        assert_true(count[i] > 0);
        sum += count[i];
    }
    assert_within(sum, COUNT * 9 / 10, COUNT); /* what changed its CPU is left out */
    worker_stop(&w);
}

static void the_next_request_is_served_after_an_error(void **state)
{
    struct worker w;
    struct sample s;
    (void)state;
    start_self(&w);
    assert_int_equal(worker_ask(&w, "block nope 5 1\nblock a 6 1\n\n"), 0);
    assert_int_equal(worker_read_block(&w, &s), -EREMOTEIO);
    assert_string_equal(w.message, "nope: there is no such fake");
    assert_int_equal(worker_read_block(&w, &s), 0);
    assert_int_equal(s.n, 6);
    worker_stop(&w);
}

#endif
