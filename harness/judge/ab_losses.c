/* SPDX-License-Identifier: MIT */
#include "judge/ab_losses.h"

#include "gate/gate.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { REASON = 400 };

/* B has one of the three workers. */
static const double rare = 0.05, share_of_b = 1.0 / 3;

static const char *string_field(const json_t *line, const char *key)
{
    return json_string_value(json_object_get(line, key));
}

struct ab_losses ab_losses_of(const struct record *r)
{
    struct ab_losses l = {{0}, {NULL}};
    size_t i;
    const json_t *line;
    json_array_foreach(r->others, i, line) {
        if (strcmp(string_field(line, "type"), "lost") != 0)
            continue;
        int side = strcmp(string_field(line, "side"), "b") == 0;
        l.size[side]++;
        l.last[side] = string_field(line, "reason");
    }
    return l;
}

/* The probability that B has exactly b of all losses, by the binomial distribution. */
static double probability(double b, double all)
{
    return exp(lgamma(all + 1) - lgamma(b + 1) - lgamma(all - b + 1) + b * log(share_of_b) +
               (all - b) * log(1 - share_of_b));
}

bool ab_losses_differ(const struct ab_losses *l)
{
    const unsigned all = l->size[0] + l->size[1];
    double tail = 0;
    for (unsigned b = l->size[1]; b <= all; b++)
        tail += probability(b, all);
    return l->size[1] > 0 && tail < rare;
}

static void note_end(json_t *answer, const struct record *r)
{
    size_t i;
    const json_t *line;
    json_array_foreach(r->others, i, line)
        if (strcmp(string_field(line, "type"), "ended") == 0)
            gate_note(answer, "The run ended early: %s.", string_field(line, "reason"));
}

void ab_losses_judge(json_t *answer, const struct record *r, const char *who)
{
    const struct ab_losses l = ab_losses_of(r);
    char reason[REASON];
    const char *last = l.last[1] ? l.last[1] : l.last[0];
    note_end(answer, r);
    if (!last)
        return;
    text_say(reason, sizeof reason, "%u of A's and %u of B's workers were lost; the last: %s",
             l.size[0], l.size[1], last);
    gate_note(answer, "%s.", reason);
    if (ab_losses_differ(&l))
        gate_add(answer, &(struct gate_row){.record = who,
                                            .cell = "workers",
                                            .check = "losses",
                                            .unit = "workers",
                                            .reason = reason,
                                            .verdict = VERDICT_REGRESSION,
                                            .old = l.size[0],
                                            .now = l.size[1],
                                            .smallest = NAN});
}
