/* SPDX-License-Identifier: MIT */
#include "check/topics.h"
#include "matrix/programs.h"

#include <string.h>

enum { ZONE_BYTES = 8 };

/* gettimeofday on a path with a time zone asked for, with and without the time. */
struct zone {
    const struct path *path;
    struct target target;
    unsigned char *scratch; /* first the time, then the zone */
    bool time;
};

static uint64_t ask_timezone(void *arg)
{
    struct zone *z = arg;
    uint64_t scratch = (uint64_t)(uintptr_t)z->scratch;
    z->target.arg[0] = z->time ? scratch : 0;
    z->target.arg[1] = scratch + SCRATCH_SIZE;
    return z->path->loop(&z->target, 1);
}

static bool poisoned(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != SCRATCH_POISON)
            return false;
    return true;
}

/* NULL, or what is wrong with what came, the zone's value aside. */
static const char *wrong_with(const struct zone *z, const struct probe *p)
{
    static char words[200];
    if (p->signal)
        return ending_words(p, words, sizeof words);
    if ((uint32_t)p->result)
        return "an error";
    if (!poisoned(z->scratch + SCRATCH_SIZE + ZONE_BYTES, SCRATCH_SIZE))
        return "bytes behind it";
    if (poisoned(z->scratch, SCRATCH_SIZE) == z->time)
        return z->time ? "no time" : "a time where none was asked for";
    return NULL;
}

/* The zone as the path gives it. NULL, or what is wrong. */
static const char *ask_zone(struct zone *z, unsigned char zone[ZONE_BYTES])
{
    struct probe p;
    memset(z->scratch, SCRATCH_POISON, (size_t)3 * SCRATCH_SIZE);
    int error = probe_run(ask_timezone, z, &p);
    memcpy(zone, z->scratch + SCRATCH_SIZE, ZONE_BYTES);
    return error ? strerrordesc_np(-error) : wrong_with(z, &p);
}

static void check_path(struct check *c, const struct path *path, bool time)
{
    unsigned char right[ZONE_BYTES], zone[ZONE_BYTES];
    struct zone direct = {program_reference(programs), {0}, c->setting.pages, time};
    struct zone z = {path, {0}, c->setting.pages, time};
    const struct call *call = call_of("gettimeofday");
    const char *reason = setting_route(&c->setting, direct.path, call, &direct.target);
    if (!reason)
        reason = setting_route(&c->setting, path, call, &z.target);
    if (reason) {
        tap_skip(&c->tap, reason, "%s gettimeofday(%s, tz)", path->name, time ? "tv" : "NULL");
        return;
    }
    const char *wrong = ask_zone(&direct, right);
    if (!wrong)
        wrong = ask_zone(&z, zone);
    if (!wrong && memcmp(right, zone, sizeof zone) != 0)
        wrong = "others";
    tap_ok(&c->tap, !wrong,
           &(struct tap_note){"the same eight bytes", wrong,
                              "kernel/time/time.c, gettimeofday; lib/vdso/gettimeofday.c, "
                              "__cvdso_gettimeofday"},
           "%s gettimeofday(%s, tz) gives syscall's time zone", path->name, time ? "tv" : "NULL");
}

/* Two NULLs are no error: nothing is asked for. */
static void check_nothing(struct check *c, const struct path *path)
{
    struct attempt a = {.path = path};
    struct ending e = {.result = 0, .where = "kernel/time/time.c, gettimeofday"};
    const char *reason = setting_route(&c->setting, path, call_of("gettimeofday"), &a.target);
    if (reason)
        tap_skip(&c->tap, reason, "%s gettimeofday(NULL, NULL)", path->name);
    else
        check_ends(c, &e, 1, attempt_run, &a, "%s gettimeofday(NULL, NULL) works", path->name);
}

static void check_timezone(struct check *c)
{
    for (const struct path *p = paths; p->name; p++) {
        if (!is_judged(p))
            continue;
        check_path(c, p, true);
        check_path(c, p, false);
        check_nothing(c, p);
    }
}

const struct topic topic_timezone = {
    .name = "timezone", .about = "gettimeofday's second argument", .run = check_timezone};
