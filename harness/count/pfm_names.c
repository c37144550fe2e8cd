/* SPDX-License-Identifier: MIT */
#include "count/pfm_names.h"

#include "count/counters.h"
#include "text/words.h"

#include <ctype.h>
#include <fnmatch.h>
#include <perfmon/pfmlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int pfm_names_init(void)
{
    static bool done;
    int error = done ? PFM_SUCCESS : pfm_initialize();
    done = error == PFM_SUCCESS;
    return error;
}

typedef void visit(const pfm_pmu_info_t *pmu, const pfm_event_info_t *event, void *arg);

static void visit_pmu(pfm_pmu_t id, visit *each, void *arg)
{
    pfm_pmu_info_t pmu = {.size = sizeof pmu};
    if (pfm_get_pmu_info(id, &pmu) != PFM_SUCCESS || !pmu.is_present)
        return;
    for (int i = pmu.first_event; i != -1; i = pfm_get_event_next(i)) {
        pfm_event_info_t event = {.size = sizeof event};
        if (pfm_get_event_info(i, PFM_OS_PERF_EVENT_EXT, &event) == PFM_SUCCESS)
            each(&pmu, &event, arg);
    }
}

static void visit_all(visit *each, void *arg)
{
    if (pfm_names_init() != PFM_SUCCESS)
        return;
    for (int id = PFM_PMU_NONE; id < PFM_PMU_MAX; id++)
        visit_pmu((pfm_pmu_t)id, each, arg);
}

struct names {
    const char **data;
    size_t size, capacity;
};

/* The names belong to libpfm4. Room for the final NULL is kept. Without memory, fewer are known. */
static void keep_name(const pfm_pmu_info_t *pmu, const pfm_event_info_t *event, void *arg)
{
    struct names *names = arg;
    (void)pmu;
    if (names->size + 1 >= names->capacity) {
        size_t capacity = names->capacity ? 2 * names->capacity : 256;
        const char **data = realloc(names->data, capacity * sizeof *data);
        if (!data)
            return;
        names->data = data;
        names->capacity = capacity;
    }
    names->data[names->size++] = event->name;
    names->data[names->size] = NULL;
}

const char *pfm_names_nearest(const char *name)
{
    static char best[128];
    char bare[80];
    struct names names = {0};
    const char *colons = strstr(name, "::");
    snprintf(bare, sizeof bare, "%s", colons ? colons + 2 : name);
    bare[strcspn(bare, ":")] = '\0';
    visit_all(keep_name, &names);
    const char *near = names.data ? nearest_word(bare, names.data) : NULL;
    snprintf(best, sizeof best, "%s", near ? near : "");
    free(names.data);
    for (char *c = best; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return near ? best : NULL;
}

struct listing {
    const char *pattern;
    void (*each)(const char *, const char *, void *);
    void *arg;
};

static void list_name(const char *name, const char *description, const struct listing *l)
{
    if (fnmatch(l->pattern, name, FNM_CASEFOLD) == 0 ||
        fnmatch(l->pattern, strstr(name, "::") + 2, FNM_CASEFOLD) == 0)
        l->each(name, description, l->arg);
}

/* Most hardware events mean little without a unit mask: those are part of the name. */
static void list_event(const pfm_pmu_info_t *pmu, const pfm_event_info_t *event, void *arg)
{
    char name[256];
    snprintf(name, sizeof name, "%s::%s", pmu->name, event->name);
    list_name(name, event->desc, arg);
    for (int i = 0; i < event->nattrs; i++) {
        pfm_event_attr_info_t mask = {.size = sizeof mask};
        if (pfm_get_event_attr_info(event->idx, i, PFM_OS_PERF_EVENT_EXT, &mask) != PFM_SUCCESS ||
            mask.type != PFM_ATTR_UMASK)
            continue;
        snprintf(name, sizeof name, "%s::%s:%s", pmu->name, event->name, mask.name);
        list_name(name, mask.desc, arg);
    }
}

void counter_event_list(const char *pattern, void (*each)(const char *, const char *, void *),
                        void *arg)
{
    struct listing l = {pattern, each, arg};
    visit_all(list_event, &l);
}
