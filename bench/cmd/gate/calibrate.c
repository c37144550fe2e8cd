/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include "ab/ab_measure.h"
#include "ab/ab_workers.h"
#include "cmd/gate/session.h"
#include "judge/noise.h"
#include "measure/clock.h"
#include "output/output.h"
#include "output/print.h"
#include "run/prepare.h"
#include "text/json_text.h"
#include "text/show.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAME "gate calibrate"

static const struct opt options[] = {
    {"time", 0, "TIME", "for all of it, such as 90s or 1h (10m)"},
    {"cells", 0, "LIST", "of path:call[:clock]; shell patterns are allowed"},
    {"output", 'o', "FILE", "the noise file, for gate ab --noise (noise.json)"},
    {0},
};
enum { TIME, CELLS, OUTPUT };

/* So many jobs are aimed at, each no longer than a gate's. */
enum { JOBS = 20, JOB_MOST = 30 };

struct request {
    struct session session;
    struct ab ab;
    struct noise noise;
    const char *cells, *output;
    double seconds, job_seconds;
};

/* One job of A against A: the same as a gate's up to its first look. */
static int do_job(struct request *q, const bool *live)
{
    struct ab_trial t;
    memcpy(q->ab.live, live, q->session.request.cells_size * sizeof *live);
    q->session.log.record.pairs.size = 0;
    int error = ab_run_trial(&q->ab, 0, q->ab.budget);
    if (!error)
        error = ab_trial_make(&q->session.log.record, 0, &t);
    if (!error) {
        error = noise_add(&q->noise, &t);
        ab_trial_free(&t);
    }
    return error;
}

/* What a job takes with one group of each pair in a round. */
static double least_seconds(const struct ab *ab)
{
    return pairs_looks[0] * (ab->round_seconds + ab->launch_seconds / (double)PAIRS_LAUNCH);
}

static int do_jobs(struct request *q)
{
    double begin = clock_seconds(), end = begin + q->seconds;
    bool *live = calloc(q->session.request.cells_size + 1, sizeof *live);
    int error = live ? ab_pace(&q->ab) : -ENOMEM;
    if (!error) {
        memcpy(live, q->ab.live, q->session.request.cells_size * sizeof *live);
        q->ab.budget = fmax(q->ab.budget, 2 * least_seconds(&q->ab));
    }
    while (!error && clock_seconds() < end && q->noise.jobs < NOISE_JOBS_MOST)
        error = do_job(q, live);
    q->job_seconds = (clock_seconds() - begin) / fmax((double)q->noise.jobs, 1);
    free(live);
    return error;
}

static int print_noise(const void *noise, FILE *out)
{
    return json_print(noise, 0, out);
}

/* "vdso:time: 1.1 % in 10 s" */
static void print_words(const json_t *noise)
{
    const char *name;
    json_t *cell;
    char shown[SHOW_NUMBER], time[SHOW_NUMBER];
    double seconds = json_number_value(json_object_get(noise, "seconds"));
    puts("What this runner can see, at the least:");
    json_object_foreach(json_object_get(noise, "cells"), name, cell) {
        double bound = json_number_value(json_object_get(cell, "bound"));
        double sees = json_number_value(json_object_get(cell, "sees"));
        if (bound >= 1)
            printf("  %s: nothing; most of the jobs were disturbed\n", name);
        else if (bound > PAIRS_WORST)
            printf("  %s: nothing; it differs from itself by %s %%\n", name,
                   show_short(100 * bound, 3, shown));
        else
            printf("  %s: %s %% in %s s\n", name, show_short(100 * sees, 2, shown),
                   show_short(seconds, 2, time));
    }
}

static int write_noise(struct request *q)
{
    if (q->noise.jobs < NOISE_JOBS_LEAST)
        return cmd_error(NAME,
                         "only %zu of %d jobs were done; give it more --time or fewer --cells",
                         q->noise.jobs, NOISE_JOBS_LEAST);
    json_t *noise = noise_make(&q->noise, q->session.log.record.manifest, q->job_seconds);
    if (!noise)
        return cmd_error(NAME, "out of memory");
    char why[OUTPUT_ERROR];
    bool replaces;
    int error =
        output_print(q->output, &output_noise, print_noise, noise, &replaces, why, sizeof why);
    if (!error) {
        print_words(noise);
        cmd_line(stdout, "%zu jobs of A against itself; wrote %s%s", q->noise.jobs, q->output,
                 replaces ? ", in place of an earlier one" : "");
    }
    json_decref(noise);
    return error ? cmd_error(NAME, "%s", why) : EXIT_OK;
}

static int measure_gate_calibrate(struct request *q)
{
    q->session.request.seconds = q->seconds;
    q->session.request.least_blocks = AB_LEAST_BLOCKS;
    int error = session_prepare(&q->session);
    gate_end_progress();
    if (error == -ENODATA) {
        cmd_error(NAME, "none of these cells can be measured here; %s: %s",
                  q->session.request.cells->name, q->session.request.cells->reason);
        return EXIT_NOTHING;
    }
    if (error)
        return gate_failed(&q->ab, NAME, error);
    if (!(error = ab_open(&q->ab)))
        error = do_jobs(q);
    gate_end_progress();
    int code = EXIT_OK;
    if (error && error != -EINTR)
        code = gate_failed(&q->ab, NAME, error);
    ab_close(&q->ab);
    if (error == -EINTR) {
        cmd_error(NAME,
                  "stopped after %zu jobs of at least %d: nothing was written, and %s is as it "
                  "was",
                  q->noise.jobs, NOISE_JOBS_LEAST, q->output);
        return EXIT_INTERRUPTED;
    }
    return code == EXIT_OK ? write_noise(q) : code;
}

static int parse_gate_calibrate(struct request *q, int argc, char **argv)
{
    char *arg, why[OUTPUT_ERROR];
    int index = 0, found;
    while ((found = opt_next(&gate_calibrate, options, argc, argv, &index, &arg)) >= 0) {
        if (found == CELLS)
            q->cells = arg;
        else if (found == OUTPUT)
            q->output = arg;
        else if (gate_take_seconds(NAME, "--time", arg, &q->seconds) != EXIT_OK)
            return EXIT_USAGE;
    }
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (index < argc)
        return cmd_error(NAME, "unexpected argument '%s'", argv[index]);
    if (output_check(q->output, &output_noise, why, sizeof why) != 0)
        return cmd_error(NAME, "%s", why);
    return -1;
}

static int carry_out_gate_calibrate(struct request *q, int argc, char **argv)
{
    int code = parse_gate_calibrate(q, argc, argv);
    if (code < 0)
        code = gate_recover(NAME, &q->ab.journal, false);
    if (code < 0) {
        q->ab.session = &q->session;
        q->ab.sides[AB_A].command = q->ab.sides[AB_B].command = "";
        q->ab.looks = 1;
        q->ab.budget = fmin(q->seconds / (double)JOBS, JOB_MOST);
        code = gate_prepare(&q->session, NAME, q->cells);
    }
    if (code < 0)
        code = measure_gate_calibrate(q);
    noise_free(&q->noise);
    session_free(&q->session);
    free(q->session.request.cells);
    return code;
}

static int run_gate_calibrate(int argc, char **argv)
{
    struct request *q = calloc(1, sizeof *q);
    if (!q)
        return cmd_error(NAME, "out of memory");
    q->seconds = 600;
    q->output = "noise.json";
    int code = carry_out_gate_calibrate(q, argc, argv);
    free(q);
    return code;
}

const struct command gate_calibrate = {
    .name = NAME,
    .synopsis = "[OPTION]...",
    .help = "Measure how much this machine differs from itself, for gate ab",
    .run = run_gate_calibrate,
};
