/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_FAKE_ROUNDS_H
#define SYSTOLL_TEST_FAKE_ROUNDS_H

#include "measure/rounds.h"

#include "fake_worker.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Rounds over fake works, and a sink that keeps what it is given and may intervene. */

enum { N = 1000, MOST = 4096, LAUNCHES = 2, ROUNDS = 12 };

static char self[4096];
static char marker[] = "/tmp/fake_rounds.XXXXXX";

/* What a sink saw, and when it intervenes. */
struct seen {
    struct sample samples[MOST];
    size_t size, rounds, batches, launches;
    uint64_t batch_sum;
    size_t mark_after, stop_after, fail_after; /* rounds; 0: never */
    volatile sig_atomic_t stop;
    double done;
    int cpu;      /* of the workers */
    bool by_time; /* no number of rounds is asked for */
};

static int on_round(void *arg, unsigned launch, unsigned round, const struct sample *s, size_t size)
{
    struct seen *seen = arg;
    (void)launch;
    (void)round;
    assert_true(seen->size + size <= MOST);
    memcpy(seen->samples + seen->size, s, size * sizeof *s);
    seen->size += size;
    seen->rounds++;
    if (seen->rounds == seen->mark_after)
        close(open(marker, O_CREAT | O_CLOEXEC, 0600));
    if (seen->rounds == seen->stop_after)
        seen->stop = 1;
    return seen->rounds == seen->fail_after ? -EPIPE : 0;
}

static int on_batch(void *arg, unsigned launch, size_t cell, uint64_t n, const uint64_t *ticks,
                    const uint64_t *count, size_t size)
{
    struct seen *seen = arg;
    uint64_t sum = 0;
    (void)launch;
    (void)cell;
    assert_int_equal(n, N / 10);
    for (size_t i = 0; i < size; i++) {
        assert_true(i == 0 || ticks[i - 1] < ticks[i]);
        sum += count[i];
    }
    seen->batches++;
    seen->batch_sum += sum;
    return 0;
}

static void on_progress(void *arg, double done, unsigned launch)
{
    struct seen *seen = arg;
    assert_true(done >= seen->done && done <= 1 && launch < LAUNCHES);
    seen->done = done;
}

static int on_launch(void *arg, unsigned launch, const struct worker_usage *u)
{
    struct seen *seen = arg;
    assert_true(launch < LAUNCHES && u->minor_faults > 0 && u->context_switches >= 0);
    assert_true(u->major_faults >= 0 && u->migrations >= -1);
    seen->launches++;
    return 0;
}

static struct seen seen;

/* Runs the named cells with what the plan says besides. */
static inline int run_cells(struct plan *plan, struct plan_cell *cells, size_t size, uint64_t seed)
{
    const struct rounds_sink sink = {&seen, on_round, on_batch, on_progress, on_launch};
    unlink(marker);
    plan->cells = cells;
    plan->size = size;
    plan->empty = "empty";
    plan->launches = LAUNCHES;
    plan->rounds = seen.by_time ? 0 : ROUNDS;
    plan->seconds = seen.by_time ? 1 : 0;
    plan->seed = seed;
    plan->hz = 1e9;
    plan->stop = &seen.stop;
    assert_true(timebase_by_name("tsc", &plan->timebase));
    plan->worker = (struct worker_options){.program = self, .cpu = seen.cpu, .timebase = "tsc"};
    int error = rounds_run(plan, &sink);
    unlink(marker);
    return error;
}

#define CELL(label)                                                                                \
    {                                                                                              \
        .name = label, .live = true, .n = N, .batch_n = N / 10                                     \
    }

static inline void reset(void)
{
    memset(&seen, 0, sizeof seen);
    seen.cpu = WORKER_ANY_CPU;
}

/* Each round: each of these cells once, slots counted up, n within its stretch. */
static inline void assert_whole_rounds(size_t cells)
{
    assert_int_equal(seen.size, seen.rounds * cells);
    for (size_t r = 0; r < seen.rounds; r++) {
        const struct sample *s = seen.samples + r * cells;
        unsigned long had = 0;
        for (size_t i = 0; i < cells; i++) {
            assert_int_equal(s[i].slot, i);
            assert_int_equal(s[i].round, s[0].round);
            assert_int_equal(s[i].launch, s[0].launch);
            assert_false(had >> s[i].cell & 1);
            had |= 1ul << s[i].cell;
        }
    }
}

static inline void fake_rounds_end(void)
{
    unlink(marker);
}

/* False where this process has served as a worker or can't test. */
static inline bool fake_rounds_begin(int argc, char **argv, int *code)
{
    *code = 0;
    if (fake_worker_main(argc, argv))
        return false;
    *code = 77;
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0 || close(mkstemp(marker)))
        return false;
    setenv(FAKE_MARKER, marker, 1);
    signal(SIGPIPE, SIG_IGN);
    atexit(fake_rounds_end);
    return true;
}

#endif
