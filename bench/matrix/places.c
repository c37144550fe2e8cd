/* SPDX-License-Identifier: MIT */
#include "matrix/places.h"

#include "measure/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct place places[] = {
    {"hot", "again and again in one process, with nothing in between", NULL},
    {"seccomp:small", "a seccomp filter of 4 instructions that allows everything",
     &context_seccomp_small},
    {"seccomp:large", "a seccomp filter of 300 instructions that allows everything",
     &context_seccomp_large},
    {"sud", "syscall user dispatch, whose selector allows everything", &context_sud},
    {"ssbd", "speculative store bypass disabled, by prctl", &context_ssbd},
    {"timens", "a time namespace with an offset of a second", &context_timens},
    {"norseq", "no rseq area, by GLIBC_TUNABLES", &context_norseq},
    {"ptrace", "a tracer that stops the process at each system call", &context_ptrace},
    {"cold", "each call after its code, data and predictors were displaced", &context_cold},
    {0}};

/* A worker for each of the two programs. */
_Static_assert(2 * (sizeof places / sizeof *places - 1) <= PLAN_WORKERS,
               "PLAN_WORKERS is too small");

const struct place *place_named(const char *name)
{
    const struct place *p = places;
    while (p->name && strcmp(p->name, name) != 0)
        p++;
    return p->name ? p : NULL;
}

const char *place_enter(const struct place *place)
{
    return place->context ? place->context->enter() : NULL;
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
