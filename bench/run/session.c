/* SPDX-License-Identifier: MIT */
#include "run/session.h"

#include <stdlib.h>

const char *session_why(const struct session *s, int error)
{
    return *s->why ? s->why : *s->plan.why ? s->plan.why : timebase_error(error);
}

void session_free(struct session *s)
{
    log_free(&s->log);
    count_free(&s->counts);
    json_decref(s->machine);
    s->machine = NULL;
    image_close(&s->image);
    carried_close(&s->carried);
    claim_end(&s->claim);
    free(s->allowed);
    s->allowed = NULL;
    free(s->plan.cells);
    s->plan.cells = NULL;
}
