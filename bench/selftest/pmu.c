/* SPDX-License-Identifier: MIT */
#include "selftest/selftest.h"

#include "count/event_sets.h"
#include "machine/interference.h"
#include "machine/sysfile.h"
#include "run/counter_check.h"
#include "text/show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The default events, settled once for all lines. */
static struct event events[SET_EVENTS];
static struct counter_found read_of[SET_EVENTS];

static size_t settle_events(void)
{
    static size_t size;
    if (!size) {
        size = event_set_make(&pmu_kernel, event_set_by_name("default"), events);
        counters_settle(events, size, read_of);
    }
    return size;
}

static void test_counter(struct finding *f, const char *name)
{
    size_t i = 0, size = settle_events();
    while (i < size && strcmp(events[i].name, name) != 0)
        i++;
    if (i == size)
        return;
    const struct counter_found *r = &read_of[i];
    if (*events[i].why) {
        found_read(f, "%s", event_reason(&events[i]));
        found(f, r->work ? SELF_NOTE : SELF_NONE, "it is not reported");
    } else {
        char read[SHOW_NUMBER], least[SHOW_NUMBER], most[SHOW_NUMBER];
        found_read(f, "%s a turn of %s, where %s to %s is true", show_short(r->read, 6, read),
                   r->work ? r->work : "nothing", show_short(r->least, 6, least),
                   show_short(r->most, 6, most));
        found(f, SELF_OK, "it is counted per call, by %s", events[i].rdpmc ? "RDPMC" : "read()");
    }
}

static void test_cycles_user(struct selftest *st, struct finding *f)
{
    (void)st;
    test_counter(f, "cycles:u");
}

static void test_cycles_kernel(struct selftest *st, struct finding *f)
{
    (void)st;
    test_counter(f, "cycles:k");
}

static void test_instructions_user(struct selftest *st, struct finding *f)
{
    (void)st;
    test_counter(f, "instructions:u");
}

static void test_instructions_kernel(struct selftest *st, struct finding *f)
{
    (void)st;
    test_counter(f, "instructions:k");
}

static void test_rdpmc(struct selftest *st, struct finding *f)
{
    size_t size = settle_events(), open = 0, by_rdpmc = 0;
    char *allowed = sysfile_line("", "/sys/bus/event_source/devices/cpu/rdpmc");
    (void)st;
    for (size_t i = 0; i < size; i++) {
        open += !*events[i].why;
        by_rdpmc += !*events[i].why && events[i].rdpmc;
    }
    found_read(f, "%zu of %zu counters are read by it, the kernel's setting is %s", by_rdpmc, open,
               allowed ? allowed : "absent");
    if (open && by_rdpmc == open)
        found(f, SELF_OK, "no system call stands between a counter and its reading");
    else if (open)
        found(f, SELF_NOTE, "counters are read by read(), while they are off");
    else
        found(f, SELF_NONE, "there is no hardware counter to read");
    free(allowed);
}

/* Whether a count from beneath the kernel can be read; how it stands says nothing yet. */
static void test_beneath(const struct selftest *st, struct finding *f, enum interference_kind kind,
                         const char *use)
{
    const struct interference now = interference_read("", st->cpu);
    if (now.error[kind]) {
        found_read(f, "%s", interference_why(kind, now.error[kind]));
        found(f, SELF_NONE, "it stays unseen");
    } else {
        found_read(f, "%" PRIu64, now.count[kind]);
        found(f, SELF_OK, "%s", use);
    }
}

static void test_smi(struct selftest *st, struct finding *f)
{
    test_beneath(st, f, SMIS, "interrupts of the firmware are counted for each launch");
}

static void test_aperf(struct selftest *st, struct finding *f)
{
    test_beneath(st, f, APERF,
                 "the core's clock against its nominal one is recorded for each launch");
}

static void test_throttles(struct selftest *st, struct finding *f)
{
    test_beneath(st, f, THROTTLES, "thermal throttling is counted for each launch");
}

const struct self_test self_pmu[] = {{"cycles:u", test_cycles_user},
                                     {"cycles:k", test_cycles_kernel},
                                     {"instructions:u", test_instructions_user},
                                     {"instructions:k", test_instructions_kernel},
                                     {"rdpmc", test_rdpmc},
                                     {"SMIs", test_smi},
                                     {"APERF, MPERF", test_aperf},
                                     {"thermal throttling", test_throttles},
                                     {0}};
