/* SPDX-License-Identifier: MIT */
#include "record/ends.h"

#include "fleet/add.h"
#include "input.h"
#include "record/open.h"
#include "summary/summary.h"

#include <math.h>
#include <stdbool.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { ERROR = 300 };

/* Adds the record, which is freed. */
static void add(struct fleet *f, struct record *r)
{
    if (!r->summary)
        r->summary = summary_make(r);
    if (!r->summary || fleet_add(f, "host", f->size, r) != 0)
        abort();
    record_free(r);
}

static bool same_three(const double a[3], const double b[3])
{
    for (int i = 0; i < 3; i++)
        if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
            return false;
    return true;
}

static void compare_hosts(const struct fleet_host *a, const struct fleet_host *b)
{
    if (a->setup != b->setup || a->busy != b->busy || a->off != b->off || a->size != b->size)
        abort();
    for (size_t i = 0; i < a->size; i++)
        if (a->times[i].cell != b->times[i].cell || !same_three(a->times[i].ns, b->times[i].ns) ||
            !same_three(a->times[i].cycles, b->times[i].cycles))
            abort();
}

/* Of what can be read by both its ends and as a whole a fleet learns the same. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct fleet f = {0};
    struct record ends, whole;
    char path[32], error[ERROR] = "", why[ERROR] = "";
    int fd = make_file(data, size, path);
    int result = record_read_ends(path, &ends, error, sizeof error);
    if ((result == 0) != (*error == '\0'))
        abort();
    if (result == 0) {
        add(&f, &ends);
        if (record_read(path, RECORD_SUMMARY, &whole, why, sizeof why) == 0) {
            add(&f, &whole);
            compare_hosts(&f.hosts[1], &f.hosts[2]);
        }
    } else if (record_read(path, RECORD_SUMMARY, &whole, why, sizeof why) == 0)
        abort();
    fleet_free(&f);
    close(fd);
    return 0;
}
