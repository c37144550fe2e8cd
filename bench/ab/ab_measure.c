/* SPDX-License-Identifier: MIT */
#include "ab/ab_measure.h"

#include "ab/ab_round.h"
#include "ab/ab_workers.h"
#include "judge/ab_trial.h"
#include "measure/clock.h"
#include "record/pairs.h"
#include "stats/pairs.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* More groups in a round don't narrow an interval by much; and a trial may lose some workers. */
enum { GROUPS_MOST = 8, LOSSES_MOST = 8 };

/* Of the budget, what the first trial may use: the second has fewer cells. */
static const double first_share = 0.6;
/* And a round that is only for its length is done once where it takes so much. */
static const double pace_share = 0.05;

static size_t count_live(const struct ab *ab)
{
    size_t live = 0;
    for (size_t i = 0; i < ab->session->request.cells_size; i++)
        live += ab->live[i];
    return live;
}

/* Done again with new workers where one of them ended. */
static int round_again(struct ab *ab, unsigned trial, unsigned round, unsigned *losses)
{
    int error = ab_round(ab, trial, round / PAIRS_LAUNCH, round);
    while (schedule_recoverable(error)) {
        if (++*losses > LOSSES_MOST) {
            schedule_lose(&ab->schedule, error);
            return error;
        }
        if ((error = ab_recover(ab, error)))
            return error;
        error = ab_round(ab, trial, round / PAIRS_LAUNCH, round);
    }
    return error;
}

static const char *last_message(const struct ab *ab)
{
    return ab->schedule.workers ? ab->schedule.workers[ab->schedule.last].message : "out of memory";
}

int ab_pace(struct ab *ab)
{
    unsigned losses = 0;
    double begin = clock_seconds();
    int error = ab_enter(ab, AB_A);
    if (!error)
        error = ab_start(ab);
    ab->launch_seconds = clock_seconds() - begin;
    ab->groups = 1;
    ab->round_seconds = 0;
    ab->measured = count_live(ab);
    /* The first one has the workers' own start in it; where the time is short, it has to do. */
    for (int i = 0; i < 2 && !error && ab->round_seconds < pace_share * ab->budget; i++) {
        begin = clock_seconds();
        error = round_again(ab, 0, 0, &losses);
        ab->session->log.record.pairs.size = 0;
        ab->round_seconds = clock_seconds() - begin;
    }
    if (error && error != -EINTR && !*ab->error)
        text_say(ab->error, sizeof ab->error, "nothing could be measured: %s", last_message(ab));
    return error;
}

/* As many groups as let all rounds fit into the seconds; into half of them where there is one look
 * only, which a load that comes meanwhile would take away. */
static void choose_groups(struct ab *ab, double seconds)
{
    double rounds = pairs_looks[ab->looks - 1] * (ab->looks == 1 ? 2 : 1);
    double round = ab->round_seconds * (double)count_live(ab) / (double)ab->measured;
    double fit = (seconds / rounds - ab->launch_seconds / (double)PAIRS_LAUNCH) / round;
    ab->groups = (unsigned)fmin(fmax(fit, 1), GROUPS_MOST);
}

static void keep_round(struct ab *ab, size_t before)
{
    struct record *r = &ab->session->log.record;
    if (r->pairs.size == before || !ab->session->log.writer) {
        r->rounds++;
        return;
    }
    json_t *line = line_pairs(r->pairs.data + before, r->pairs.size - before);
    log_write(&ab->session->log,
              line); /* a full disk is noted; the rounds are judged all the same */
    json_decref(line);
    r->rounds++;
}

/* Ends the measuring; what there is can be judged. */
static int give_up(struct ab *ab, const char *why)
{
    text_say(ab->error, sizeof ab->error, "%s%s", why, last_message(ab));
    log_keep(&ab->session->log, json_pack("{s:s, s:s}", "type", "ended", "reason", ab->error));
    return -ECANCELED;
}

static int do_round(struct ab *ab, unsigned trial, unsigned round, unsigned *losses)
{
    size_t before = ab->session->log.record.pairs.size;
    int error = round % PAIRS_LAUNCH == 0 || ab->schedule.moved ? ab_start(ab) : 0;
    if (!error)
        error = round_again(ab, trial, round, losses);
    if (error == -ENODEV)
        return give_up(ab, "");
    if (schedule_recoverable(error))
        return give_up(ab, "workers end again and again: ");
    if (!error)
        keep_round(ab, before);
    return error;
}

/* Takes out what the rounds so far decide; how many cells are left. */
static int look_at_trial(struct ab *ab, unsigned trial, size_t *left)
{
    struct ab_trial t;
    int error = ab_trial_make(&ab->session->log.record, trial, &t);
    for (size_t i = 0; i < ab->session->request.cells_size && !error; i++)
        ab->live[i] = ab->live[i] && !t.cells[i].pairs.decided;
    *left = count_live(ab);
    ab_trial_free(&t);
    return error;
}

static void report_progress(const struct ab *ab, unsigned trial, unsigned round)
{
    const struct run_request *r = &ab->session->request;
    if (r->progress)
        r->progress(ab->session, (double)round / pairs_looks[ab->looks - 1], trial);
}

int ab_run_trial(struct ab *ab, unsigned trial, double seconds)
{
    double end = clock_seconds() + seconds;
    unsigned round = 0, losses = 0;
    size_t left = count_live(ab);
    int error = 0;
    if (left)
        choose_groups(ab, seconds);
    for (unsigned k = 0; k < ab->looks && left && !error; k++) {
        for (; round < pairs_looks[k] && !error && count_live(ab); round++) {
            if (plan_stopping(&ab->session->plan))
                return -EINTR;
            if (clock_seconds() >= end)
                return 0;
            report_progress(ab, trial, round);
            error = do_round(ab, trial, round, &losses);
        }
        if (!error)
            error = look_at_trial(ab, trial, &left);
    }
    return error;
}

/* A machine too noisy for a cell is known before; its time is left to the others. */
static void leave_out_noisy(struct ab *ab)
{
    for (size_t i = 0; i < ab->session->request.cells_size; i++) {
        double noise;
        ab_margin(&ab->session->log.record, i, &noise);
        ab->live[i] = ab->live[i] && noise <= PAIRS_WORST;
    }
}

/* The regressions of the first trial, unless A itself made it worthless. */
static int choose_regressions(struct ab *ab)
{
    struct ab_trial t;
    int error = ab_trial_make(&ab->session->log.record, 0, &t);
    for (size_t i = 0; i < ab->session->request.cells_size && !error; i++) {
        const struct pairs_cell *c = &t.cells[i].pairs;
        ab->live[i] =
            !ab->broken[i] && !t.fired && c->decided && c->judgement.verdict == VERDICT_REGRESSION;
    }
    ab_trial_free(&t);
    return error;
}

int ab_measure(struct ab *ab)
{
    double begin = clock_seconds();
    leave_out_noisy(ab);
    if (count_live(ab) == 0)
        return 0;
    int error = ab_pace(ab);
    if (!error)
        error = ab_run_trial(ab, 0, ab->budget * first_share - (clock_seconds() - begin));
    if (!error)
        error = choose_regressions(ab);
    if (!error && count_live(ab))
        error = ab_run_trial(ab, 1, ab->budget - (clock_seconds() - begin));
    schedule_stop(&ab->schedule);
    return error;
}
