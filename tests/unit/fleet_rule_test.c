/* SPDX-License-Identifier: MIT */
/* How often a host is named in time without cause: groups of all sizes are drawn from one
 * distribution each until 10,000 hosts are judged, and at most 1 in 1000 may be named. And how
 * often one is named with cause. */
#include "fleet/groups.h"
#include "fleet/judge.h"
#include "fleet/measure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CELLS = 26, HOSTS = 10000 };

static double uniform(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(uint64_t *state)
{
    double radius = sqrt(-2 * log(uniform(state)));
    return radius * cos(2 * acos(-1) * uniform(state));
}

/* Student's t with 5 degrees of freedom: long tails. */
static double student(uint64_t *state)
{
    double sum = 0, z = normal(state);
    for (int i = 0; i < 5; i++)
        sum += pow(normal(state), 2);
    return z / sqrt(sum / 5);
}

/* A tenth of the hosts vary three times as much as the others. */
static double mixed(uint64_t *state)
{
    return normal(state) * (uniform(state) < 0.1 ? 3 : 1);
}

typedef double draw(uint64_t *state);

/* Times of one setup; each cell's spread is another, 1 to 8 %. */
static void fill_fleet(struct fleet *f, size_t size, draw *one, uint64_t *state)
{
    f->clock = words_number(&f->words, "core clock");
    f->setups = calloc(2, sizeof *f->setups);
    f->setups_size = 1;
    f->setups[1] = (struct fleet_setup){
        .facts = calloc(1, sizeof(struct fleet_fact)), .hardware = 1, .hosts = size};
    f->hosts = calloc(size + 1, sizeof *f->hosts);
    f->size = size;
    for (size_t i = 1; i <= size; i++) {
        struct fleet_host *h = &f->hosts[i];
        *h = (struct fleet_host){.name = strdup("host"), .setup = 1, .size = CELLS};
        h->times = calloc(CELLS, sizeof *h->times);
        for (uint32_t c = 0; c < CELLS; c++) {
            double spread = 0.01 * (1 + (double)(c % 8));
            h->times[c] = (struct fleet_time){.cell = c + 10,
                                              .ns = {100 * exp(spread * one(state)), NAN, NAN}};
        }
    }
    char name[16];
    for (int i = 0; f->words.size < CELLS + 10; i++) {
        snprintf(name, sizeof name, "cell %d", i);
        words_number(&f->words, name);
    }
}

/* Of the hosts of one group, how many are suspected; the last host's first cell takes so much more.
 */
static size_t count_named(size_t size, draw *one, uint64_t *state, double slower, bool *last)
{
    struct fleet f = {0};
    struct fleet_outside outside[CELLS];
    size_t named = 0;
    fill_fleet(&f, size, one, state);
    f.hosts[size].times[0].ns[0] *= slower;
    struct fleet_groups g = groups_make(&f);
    assert_true(fleet_measure(&f, &g));
    assert_int_equal(g.size, 1);
    for (size_t i = 1; i <= size; i++) {
        *last = fleet_judge(&f, &g, &f.hosts[i], outside).verdict == FLEET_SUSPECT;
        named += *last;
    }
    groups_free(&g);
    fleet_free(&f);
    return named;
}

static void try_distribution(draw *one)
{
    static const size_t sizes[] = {11, 12, 20, 50, 200, HOSTS};
    uint64_t state = 88172645463325252;
    bool last;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t named = 0, judged = 0;
        for (; judged < HOSTS; judged += sizes[k])
            named += count_named(sizes[k], one, &state, 1, &last);
        print_message("groups of %zu: %zu of %zu named\n", sizes[k], named, judged);
        assert_true(1000 * named <= judged);
    }
}

static void normal_hosts_are_not_named(void **arg)
{
    (void)arg;
    try_distribution(normal);
}

static void hosts_with_long_tails_are_not_named(void **arg)
{
    (void)arg;
    try_distribution(student);
}

static void mixed_hosts_are_not_named(void **arg)
{
    (void)arg;
    try_distribution(mixed);
}

/* A host half as slow again is found in every group of 20 and more, and of 12 one four times as
 * slow: the fence of few hosts lies far out. Of fewer, none is. */
static void slow_hosts_are_named(void **arg)
{
    static const struct {
        size_t size;
        double slower;
    } tries[] = {{12, 4}, {20, 1.5}, {200, 1.5}};
    uint64_t state = 88172645463325252;
    (void)arg;
    for (size_t k = 0; k < sizeof tries / sizeof *tries; k++)
        for (int i = 0; i < 20; i++) {
            bool last;
            count_named(tries[k].size, normal, &state, tries[k].slower, &last);
            assert_true(last);
        }
    bool last;
    assert_int_equal(count_named(11, normal, &state, 1000, &last), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(normal_hosts_are_not_named),
                                       cmocka_unit_test(hosts_with_long_tails_are_not_named),
                                       cmocka_unit_test(mixed_hosts_are_not_named),
                                       cmocka_unit_test(slow_hosts_are_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
