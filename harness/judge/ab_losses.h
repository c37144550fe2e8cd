/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_AB_LOSSES_H
#define SYSTOLL_GATE_AB_LOSSES_H

#include "record/record.h"

/* How many workers of A and of B ended before they were to. */
struct ab_losses {
    unsigned size[2];
    const char *last[2]; /* how the last one ended, the record's; NULL where there is none */
};

struct ab_losses ab_losses_of(const struct record *r);

/* Whether B loses more of them than A does: so many or more of all are B's in less than 5 % of jobs
 * where B's are a third of all, as its workers are. */
bool ab_losses_differ(const struct ab_losses *l);

/* Says in a gate's answer what ended early and what was lost, and adds a row, a regression, where B
 * loses more. */
void ab_losses_judge(json_t *answer, const struct record *r, const char *who);

#endif
