/* SPDX-License-Identifier: MIT */
#include "judge/noise.h"

#include "answer.h"
#include "judge/ab.h"
#include "stats/judge.h"
#include "stats/pairs.h"

#include <math.h>

/* As cmocka's, for the header below. */
#define assert_non_null(p) ((p) ? (void)0 : abort())
#define assert_int_equal(a, b) ((a) == (b) ? (void)0 : abort())
#define fail_msg(...) abort()
#include "../unit/ab_record.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* B takes a tenth longer in one cell, and as long as A in the other. */
static struct record *slower(void)
{
    static struct record r;
    static const struct truth cells[] = {
        {.name = "vdso:time", .change = {0.1, 0.1}, .rounds = {52, 52}},
        {.name = "syscall:time", .rounds = {52, 52}},
    };
    char error[600];
    if (r.manifest)
        return &r;
    char *text = record_text(cells, 2, "null", "");
    if (read_text(text, &r, error, sizeof error) != 0)
        abort();
    free(text);
    return &r;
}

/* A noise file may make a gate say less, and never that what is slower is not. */
static void judge(struct record *r, const json_t *noise)
{
    double bound;
    json_t *line = (json_t *)(uintptr_t)ab_line(r);
    json_object_set_new(line, "noise", noise_bounds(noise));
    noise_fits(noise, r->manifest);
    if (!(ab_margin(r, 0, &bound) >= 0.02) || !(bound >= 0))
        abort();
    json_t *answer = ab_judge(r);
    int outcome = (int)json_integer_value(json_object_get(answer, "exit"));
    if (outcome != OUTCOME_REGRESSION && outcome != OUTCOME_INCONCLUSIVE)
        abort();
    print_all(answer);
    json_decref(answer);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    char path[32], error[600] = "";
    int fd = make_file(data, size, path);
    json_t *noise = noise_read(path, error, sizeof error);
    close(fd);
    if (!noise != (*error != '\0'))
        abort();
    if (noise)
        judge(slower(), noise);
    json_decref(noise);
    return 0;
}
