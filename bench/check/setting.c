/* SPDX-License-Identifier: MIT */
#include "check/setting.h"

#include "matrix/programs.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { PAGES = 3, ARGUMENT = 256 /* bytes from one argument's place to the next */ };

const char *setting_missing(const struct setting *s, const struct path *path)
{
    return s->missing[path - paths];
}

void setting_lacks(struct setting *s, const char *path, const char *reason)
{
    s->missing[path_named(path) - paths] = reason;
}

bool is_judged(const struct path *path)
{
    return path->entry == ENTERS_ONCE || path->entry == ENTERS_EMULATED ||
           path->entry == ENTERS_AS_VDSO;
}

const struct call *call_of(const char *name)
{
    const struct call *c = calls;
    while (strcmp(c->name, name) != 0)
        c++;
    return c;
}

uint64_t pointer_of(const struct setting *s, enum pointer kind, unsigned number)
{
    uint64_t first = (uint64_t)(uintptr_t)s->pages + number * ARGUMENT;
    const uint64_t all[POINTERS] = {[VALID] = first,
                                    [NIL] = 0,
                                    [MINUS_ONE] = UINT64_MAX,
                                    [NO_ACCESS] = first + PAGE_BYTES,
                                    [LOW] = 8,
                                    [READ_ONLY] = first + 2 * PAGE_BYTES};
    return all[kind];
}

const char *pointer_name(enum pointer kind)
{
    static const char *const names[POINTERS] = {"valid", "NULL",      "-1",
                                                "8",     "PROT_NONE", "read-only"};
    return names[kind];
}

static int map_pages(struct setting *s)
{
    s->pages = mmap(NULL, PAGES * PAGE_BYTES, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (s->pages == MAP_FAILED)
        return -errno;
    if (mprotect(s->pages + PAGE_BYTES, PAGE_BYTES, PROT_NONE) ||
        mprotect(s->pages + 2 * PAGE_BYTES, PAGE_BYTES, PROT_READ))
        return -errno;
    return 0;
}

int setting_make(struct setting *s)
{
    *s = (struct setting){0};
    return map_pages(s);
}

void setting_free(struct setting *s)
{
    munmap(s->pages, PAGES * PAGE_BYTES);
}

static bool is_refusal(const struct probe *p)
{
    int result = (int32_t)p->result;
    return p->signal == SIGSYS ||
           (!p->signal && (result == -EPERM || result == -ENOSYS || result == -EACCES));
}

struct plain {
    uint64_t (*loop)(void *target, uint64_t n);
    struct target target;
};

static uint64_t call_plainly(void *arg)
{
    struct plain *p = arg;
    return p->loop(&p->target, 1);
}

/* One plain call: why a confined process doesn't get it, or NULL. */
static const char *refusal(const struct setting *s, const struct path *path,
                           const struct call *call, const struct target *target)
{
    struct plain plain = {path_loop(path, call), *target};
    struct probe p;
    call->fill(CLOCK_MONOTONIC, s->pages + PAGE_BYTES - 2 * SCRATCH_SIZE, plain.target.arg);
    int error = probe_run(call_plainly, &plain, &p);
    if (error)
        return strerrordesc_np(-error);
    if (p.signal == SIGSEGV && s->tsc_off)
        return call->insn
                   ? "RDTSC is forbidden to this process (PR_SET_TSC), and RDTSCP with it"
                   : "RDTSC is forbidden to this process (PR_SET_TSC), and the vDSO reads it";
    return is_refusal(&p) ? "a seccomp filter refuses it" : NULL;
}

const char *setting_route(const struct setting *s, const struct path *path, const struct call *call,
                          struct target *target)
{
    const char *reason = setting_missing(s, path);
    if (!reason)
        reason = path->resolve(call, target);
    return reason || !s->confined ? reason : refusal(s, path, call, target);
}
