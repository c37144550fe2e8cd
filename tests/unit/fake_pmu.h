/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_FAKE_PMU_H
#define SYSTOLL_TEST_FAKE_PMU_H

#include "count/pmu.h"
#include "measure/work.h"

#include <errno.h>
#include <string.h>

/* A PMU that a test scripts. An event counts attr.config a call of fake_work, and, where it is
 * switched on and off, 17 more each time. */

enum { FAKE_EVENTS = 40, FAKE_WIDTH = 48, FAKE_SWITCH = 17, FAKE_FD = 100 };

enum fake_fault {
    FAKE_WORKS,
    FAKE_MULTIPLEXED, /* enabled longer than running */
    FAKE_READS_NOTHING,
    FAKE_READS_HALF,
    FAKE_FORBIDDEN /* permission lost: -EACCES */
};

struct fake_event {
    struct perf_event_attr attr;
    struct perf_event_mmap_page page;
    uint64_t count, mark;
    int leader;
    bool open, on;
};

static struct fake_pmu {
    int counters;   /* a larger group is refused when it is opened */
    int held;       /* of them somebody else's: a group that needs one reads nothing */
    int open_error; /* what every further open gives, where not 0 */
    uint64_t calls; /* of fake_work so far */
    uint64_t start; /* where counters stand in the beginning */
    enum fake_fault fault;
    int whole_reads; /* that come before the fault */
    bool allows_rdpmc;
    int reads, rdpmcs, maps, opened; /* what was asked of it; opened: not yet closed */
    struct fake_event events[FAKE_EVENTS];
    int size;
} fake;

static inline void fake_reset(void)
{
    memset(&fake, 0, sizeof fake);
    fake.counters = 4;
}

static uint64_t fake_loop(void *arg, uint64_t n)
{
    (void)arg;
    fake.calls += n;
    return n;
}

static const struct work fake_work = {.loop = fake_loop};

static inline bool fake_hardware(const struct fake_event *e)
{
    return e->attr.type != PERF_TYPE_SOFTWARE;
}

/* Hardware events of a leader's group. */
static inline int fake_group(int leader)
{
    int size = 0;
    for (int i = 0; i < fake.size; i++)
        size += fake.events[i].open && fake.events[i].leader == leader &&
                fake_hardware(&fake.events[i]);
    return size;
}

static inline int fake_open(struct perf_event_attr *attr, int leader)
{
    int own = fake.size, of = leader < 0 ? own : leader - FAKE_FD;
    struct fake_event *e = &fake.events[own];
    if (fake.open_error)
        return fake.open_error;
    if (attr->size != sizeof *attr || (leader >= 0 && attr->pinned) ||
        (leader < 0 && !attr->pinned))
        return -EINVAL;
    *e = (struct fake_event){.attr = *attr, .leader = of, .count = fake.start};
    if (fake_hardware(e) && fake_group(of) >= fake.counters)
        return -EINVAL;
    e->open = true;
    e->page.index = (uint32_t)own + 1;
    e->page.pmc_width = FAKE_WIDTH;
    e->page.cap_user_rdpmc = fake.allows_rdpmc && fake_hardware(e);
    fake.size++;
    fake.opened++;
    return FAKE_FD + own;
}

static inline void fake_enable(int leader, bool on)
{
    for (int i = 0; i < fake.size; i++) {
        struct fake_event *e = &fake.events[i];
        if (e->leader != leader - FAKE_FD || e->on == on)
            continue;
        e->count += on ? FAKE_SWITCH : (fake.calls - e->mark) * e->attr.config;
        e->mark = fake.calls;
        e->on = on;
    }
}

static inline ssize_t fake_read(int fd, void *to, size_t size)
{
    uint64_t *out = to, values = 0;
    enum fake_fault fault = fake.reads++ < fake.whole_reads ? FAKE_WORKS : fake.fault;
    int leader = fd - FAKE_FD;
    if (fault == FAKE_FORBIDDEN)
        return -EACCES;
    if (fault == FAKE_READS_NOTHING || fake_group(leader) > fake.counters - fake.held)
        return 0;
    for (int i = 0; i < fake.size; i++)
        if (fake.events[i].open && fake.events[i].leader == leader)
            out[3 + values++] = fake.events[i].count;
    out[0] = values;
    out[1] = 1000;
    out[2] = fault == FAKE_MULTIPLEXED ? 999 : 1000;
    ssize_t whole = (ssize_t)((3 + values) * sizeof *out);
    return (size_t)whole > size || fault == FAKE_READS_HALF ? whole / 2 : whole;
}

static inline struct perf_event_mmap_page *fake_map(int fd)
{
    fake.maps++;
    return &fake.events[fd - FAKE_FD].page;
}

static inline void fake_unmap(struct perf_event_mmap_page *page)
{
    (void)page;
    fake.maps--;
}

static inline uint64_t fake_rdpmc(uint32_t counter)
{
    const struct fake_event *e = &fake.events[counter];
    fake.rdpmcs++;
    return (e->count + (fake.calls - e->mark) * e->attr.config) & (((uint64_t)1 << FAKE_WIDTH) - 1);
}

static inline void fake_close(int fd)
{
    fake.opened -= fake.events[fd - FAKE_FD].open;
    fake.events[fd - FAKE_FD].open = false;
}

static const struct pmu pmu_fake = {.open = fake_open,
                                    .enable = fake_enable,
                                    .read = fake_read,
                                    .map = fake_map,
                                    .unmap = fake_unmap,
                                    .rdpmc = fake_rdpmc,
                                    .close = fake_close};

#endif
