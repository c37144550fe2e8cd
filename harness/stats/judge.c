/* SPDX-License-Identifier: MIT */
#include "stats/judge.h"

#include <math.h>
#include <string.h>

static const char *const names[VERDICTS] = {
    [VERDICT_PASS] = "pass",
    [VERDICT_IMPROVEMENT] = "improvement",
    [VERDICT_REGRESSION] = "regression",
    [VERDICT_INCONCLUSIVE] = "inconclusive",
    [VERDICT_SKIPPED] = "skipped",
};

const char *verdict_name(enum verdict v)
{
    return names[v];
}

enum verdict verdict_by_name(const char *name)
{
    size_t v = 0;
    while (v < VERDICTS && !(name && strcmp(names[v], name) == 0))
        v++;
    return (enum verdict)v;
}

static bool usable(struct estimate r)
{
    return isfinite(r.hi) && r.lo > 0 && r.lo <= r.value && r.value <= r.hi && r.lo < r.hi;
}

/* Every comparison is false of a NAN, so that one can neither pass nor fail. */
static enum verdict verdict_of(struct estimate ratio, double margin)
{
    if (!usable(ratio))
        return VERDICT_INCONCLUSIVE;
    if (ratio.lo > 1 + margin)
        return VERDICT_REGRESSION;
    if (ratio.hi < 1 / (1 + margin))
        return VERDICT_IMPROVEMENT;
    return ratio.hi < 1 + margin ? VERDICT_PASS : VERDICT_INCONCLUSIVE;
}

struct judgement judge_ratio(struct estimate ratio, double margin)
{
    struct judgement j = {.verdict = verdict_of(ratio, margin),
                          .itself = {.value = NAN, .lo = NAN, .hi = NAN},
                          .margin = margin};
    j.effect = (struct estimate){
        .value = ratio.value - 1, .lo = ratio.lo - 1, .hi = ratio.hi - 1, .kept = ratio.kept};
    j.smallest = usable(ratio) ? (1 + margin) * (ratio.value / ratio.lo) - 1 : NAN;
    return j;
}

double judge_spread(const double *values, size_t size)
{
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < size; i++) {
        least = fmin(least, values[i]);
        most = fmax(most, values[i]);
    }
    return size > 1 && least > 0 ? most / least - 1 : NAN;
}

const char *outcome_name(enum outcome o)
{
    switch (o) {
    case OUTCOME_PASS:
        return "pass";
    case OUTCOME_REGRESSION:
        return "regression";
    case OUTCOME_INCONCLUSIVE:
        return "inconclusive";
    case OUTCOME_INCOMPARABLE:
        return "not comparable";
    case OUTCOME_NOTHING:
        return "nothing judged";
    }
    return "";
}

enum outcome judge_outcome(const size_t counts[VERDICTS])
{
    if (counts[VERDICT_REGRESSION])
        return OUTCOME_REGRESSION;
    if (counts[VERDICT_INCONCLUSIVE])
        return OUTCOME_INCONCLUSIVE;
    bool some = counts[VERDICT_PASS] || counts[VERDICT_IMPROVEMENT];
    return some ? OUTCOME_PASS : OUTCOME_NOTHING;
}

int judge_exit_bisect(int code)
{
    if (code == OUTCOME_INCONCLUSIVE || code == OUTCOME_INCOMPARABLE || code == OUTCOME_NOTHING)
        return 125;
    return code == 2 ? 128 : code;
}
