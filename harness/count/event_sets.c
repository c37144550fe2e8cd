/* SPDX-License-Identifier: MIT */
#include "count/event_sets.h"

#include "count/perf_set.h"

#include <stdio.h>
#include <string.h>

/* perf's generic names first: the kernel knows what they are on its CPU. Then Intel's own and AMD's
 * own, as libpfm4 has them. */
const struct event_set event_sets[] = {
    {"default", "cycles and instructions", {{"cycles"}, {"instructions"}}},
    {"frontend",
     "what keeps the core from its next instructions",
     {{"stalled-cycles-frontend", "IDQ_UOPS_NOT_DELIVERED:CORE"},
      {"L1-icache-load-misses", "ICACHE_64B:IFTAG_MISS", "ICACHE:MISSES"}}},
    {"tlb",
     "addresses that no TLB knew",
     {{"iTLB-load-misses", "ITLB_MISSES:WALK_COMPLETED"},
      {"dTLB-load-misses", "DTLB_LOAD_MISSES:WALK_COMPLETED"},
      {"dTLB-store-misses", "DTLB_STORE_MISSES:WALK_COMPLETED"}}},
    {"branch",
     "branches, and those guessed wrong",
     {{"branch-instructions", "BR_INST_RETIRED:ALL_BRANCHES", "RETIRED_BRANCH_INSTRUCTIONS"},
      {"branch-misses", "BR_MISP_RETIRED:ALL_BRANCHES",
       "RETIRED_BRANCH_INSTRUCTIONS_MISPREDICTED"}}},
    {NULL, NULL, {{NULL}}}};

struct word event_set_words(const void *of, size_t i)
{
    (void)of;
    return (struct word){event_sets[i].name, event_sets[i].help};
}

const struct event_set *event_set_by_name(const char *name)
{
    for (const struct event_set *s = event_sets; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

/* The first that opens; else *e is the first of all. */
static bool choose_event(const struct pmu *pmu, const char *const *choices, char mode,
                         struct event *e)
{
    for (size_t i = 0; i < SET_CHOICES && choices[i]; i++) {
        char name[EVENT_NAME];
        struct event one;
        snprintf(name, sizeof name, "%s:%c", choices[i], mode);
        event_open(pmu, &one, name);
        if (i == 0 || !*one.why)
            *e = one;
        if (!*one.why)
            return true;
    }
    return choices[0];
}

size_t event_set_make(const struct pmu *pmu, const struct event_set *set, struct event *events)
{
    static const char modes[] = {'u', 'k'};
    size_t size = 0;
    for (size_t row = 0; row < SET_ROWS; row++)
        for (size_t mode = 0; mode < sizeof modes; mode++)
            size += choose_event(pmu, set->rows[row], modes[mode], &events[size]);
    return size;
}
