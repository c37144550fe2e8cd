/* SPDX-License-Identifier: MIT */
#include "matrix/places.h"

#include "machine/cpus.h"
#include "measure/plan.h"
#include "text/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS "threads:"

enum { PLACE_NAME = 16 };

const struct place places[] = {
    {"hot", "again and again in one process, with nothing in between", NULL, 0},
    {"seccomp:small", "a seccomp filter of 4 instructions that allows everything",
     &context_seccomp_small, 0},
    {"seccomp:large", "a seccomp filter of 300 instructions that allows everything",
     &context_seccomp_large, 0},
    {"sud", "syscall user dispatch, whose selector allows everything", &context_sud, 0},
    {"ssbd", "speculative store bypass disabled, by prctl", &context_ssbd, 0},
    {"timens", "a time namespace with an offset of a second", &context_timens, 0},
    {"norseq", "no rseq area, by GLIBC_TUNABLES", &context_norseq, 0},
    {"ptrace", "a tracer that stops the process at each system call", &context_ptrace, 0},
    {"cold", "each call after its code, data and predictors were displaced", &context_cold, 0},
    {THREADS "all", "the same call by a thread on every allowed CPU; " THREADS "N: on N of them",
     &context_threads, 0},
    {0}};

/* A worker for each of the two programs. */
_Static_assert(2 * (sizeof places / sizeof *places - 1 + PLACES_NUMBERED) <= PLAN_WORKERS,
               "PLAN_WORKERS is too small");

/* What stands behind threads: and begins as a number does, or NULL. */
static const char *number_in(const char *name)
{
    const char *number = name + sizeof THREADS - 1;
    if (strncmp(name, THREADS, sizeof THREADS - 1) != 0)
        return NULL;
    return isdigit((unsigned char)*number) || *number == '-' || *number == '+' ? number : NULL;
}

_Static_assert(CPUS_MAX == 8192, "the sentence below says so");

const char *place_misnumbered(const char *name)
{
    const char *number = number_in(name);
    char *end;
    if (!number)
        return NULL;
    unsigned long callers = strtoul(number, &end, 10);
    bool plain = *number >= '1' && *number <= '9' && !*end;
    return plain && callers >= 2 && callers <= CPUS_MAX
               ? NULL
               : "the number of callers is one from 2 to 8192";
}

/* One that was named before is the same place again. */
static const struct place *numbered_place(const char *name)
{
    static struct numbered {
        struct place place;
        char name[PLACE_NAME];
        struct numbered *next;
    } * first;
    struct numbered *n = first;
    while (n && strcmp(n->name, name) != 0)
        n = n->next;
    if (n || !(n = calloc(1, sizeof *n)))
        return n ? &n->place : NULL;
    text_say(n->name, sizeof n->name, "%s", name);
    n->place = (struct place){.name = n->name,
                              .help = "the same call by threads on so many CPUs",
                              .context = &context_threads,
                              .number = (unsigned)strtoul(number_in(name), NULL, 10)};
    n->next = first;
    first = n;
    return &n->place;
}

const struct place *place_named(const char *name)
{
    const struct place *p = places;
    while (p->name && strcmp(p->name, name) != 0)
        p++;
    if (p->name)
        return p;
    return number_in(name) && !place_misnumbered(name) ? numbered_place(name) : NULL;
}

const char *place_enter(const struct place *place, int cpu, const struct cpus *allowed)
{
    const struct context *c = place->context;
    if (c && c->enter_among)
        return c->enter_among(place->number, cpu, allowed);
    return c ? c->enter() : NULL;
}

bool place_set_environment(const struct place *place)
{
    const struct context *c = place->context;
    const char *was = c && c->variable ? getenv(c->variable) : NULL;
    char *text;
    if (!c || !c->variable || (was && strstr(was, c->value)))
        return false;
    if (asprintf(&text, "%s%s%s", was ? was : "", was ? ":" : "", c->value) < 0)
        return false;
    setenv(c->variable, text, 1);
    free(text);
    return true;
}
