/* SPDX-License-Identifier: MIT */
#include "count/request.h"

#include "count/counters.h"
#include "measure/requests.h"

/* What comes before the names: count WORK N KIND. */
enum { BEFORE_NAMES = 4 };

static void answer_count(const struct worker_host *host, const struct work *w, char **words,
                         FILE *out)
{
    double per_call[COUNT_NAMES_MAX];
    const char *names[COUNT_NAMES_MAX];
    size_t size = 0;
    uint64_t n = request_number(words[2]);
    const struct counter_kind *kind = counter_kind_by_name(words[3]);
    (void)host;
    for (char **name = words + BEFORE_NAMES; *name && size < COUNT_NAMES_MAX; name++)
        names[size++] = *name;
    if (kind)
        request_warm_up(w, n);
    const char *reason =
        kind ? count_per_call(kind, w, n, names, size, per_call) : "no such kind of counter";
    if (reason) {
        fprintf(out, "error %s\n", reason);
        return;
    }
    fputs("count", out);
    for (size_t i = 0; i < size; i++)
        fprintf(out, " %.17g", per_call[i]);
    fputc('\n', out);
}

const struct worker_request request_count = {"count", BEFORE_NAMES + 1,
                                             BEFORE_NAMES + COUNT_NAMES_MAX, answer_count};
