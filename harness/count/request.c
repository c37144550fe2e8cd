/* SPDX-License-Identifier: MIT */
#include "count/request.h"

#include "count/counters.h"
#include "measure/requests.h"

#include <stdio.h>

/* What comes before the names: count WORK N KIND. A number takes a sign, 17 digits, a point and an
 * exponent. */
enum { BEFORE_NAMES = 4, NUMBER = 32 };

/* NULL, or why it can't be counted. */
static const char *count_warm(const struct counter_kind *kind, const struct work *w, uint64_t n,
                              const char *const *names, size_t size, double *per_call)
{
    request_begin(w);
    request_warm_up(w, n);
    const char *reason = count_per_call(kind, w, n, names, size, per_call);
    request_finish(w);
    return reason;
}

static void answer_count(const struct worker_host *host, const struct work *w, char **words,
                         const struct worker_lines *lines)
{
    double per_call[COUNT_NAMES_MAX];
    char number[NUMBER];
    const char *names[COUNT_NAMES_MAX];
    size_t size = 0;
    uint64_t n = worker_number(words[2]);
    const struct counter_kind *kind = counter_kind_by_name(words[3]);
    (void)host;
    for (char **name = words + BEFORE_NAMES; *name && size < COUNT_NAMES_MAX; name++)
        names[size++] = *name;
    const char *reason =
        kind ? count_warm(kind, w, n, names, size, per_call) : "no such kind of counter";
    if (reason) {
        worker_say_error(lines, reason, NULL);
        return;
    }
    worker_say(lines, "count");
    for (size_t i = 0; i < size; i++) {
        snprintf(number, sizeof number, " %.17g", per_call[i]);
        worker_say(lines, number);
    }
    worker_say(lines, "\n");
}

const struct worker_request request_count = {.name = "count",
                                             .least = BEFORE_NAMES + 1,
                                             .most = BEFORE_NAMES + COUNT_NAMES_MAX,
                                             .answer = answer_count};
