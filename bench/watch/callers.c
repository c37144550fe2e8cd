/* SPDX-License-Identifier: MIT */
#include "watch/callers.h"

#include "machine/sysfile.h"
#include "watch/place.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const page_calls[PAGE_CALLS] = {"gettimeofday", "time", "getcpu"};

static int by_key(const void *a, const void *b)
{
    const struct caller *x = a, *y = b;
    if (x->pid != y->pid)
        return x->pid < y->pid ? -1 : 1;
    if (x->call != y->call)
        return x->call < y->call ? -1 : 1;
    return (x->address > y->address) - (x->address < y->address);
}

static int by_calls(const void *a, const void *b)
{
    const struct caller *x = *(struct caller *const *)a, *y = *(struct caller *const *)b;
    if (x->calls != y->calls)
        return x->calls > y->calls ? -1 : 1;
    return by_key(x, y);
}

static void look_at_process(const char *root, struct caller *caller)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)caller->pid);
    char *command = sysfile_line(root, path);
    if (command)
        snprintf(caller->command, sizeof caller->command, "%s", command);
    free(command);
    if (caller->address)
        place_find(root, caller);
}

static struct caller *add_new(struct callers *c, const char *root, const struct caller *key)
{
    if (c->size == CALLERS_MOST)
        return NULL;
    struct caller *caller = malloc(sizeof *caller);
    if (!caller)
        return NULL;
    *caller = *key;
    if (!tsearch(caller, &c->tree, by_key)) {
        free(caller);
        return NULL;
    }
    if (caller->pid)
        look_at_process(root, caller);
    return c->each[c->size++] = caller;
}

bool callers_add(struct callers *c, const char *root, pid_t pid, int call, uint64_t address)
{
    const struct caller key = {.pid = pid, .call = call, .address = address};
    if (!c->last || by_key(c->last, &key) != 0) {
        struct caller **found = tfind(&key, &c->tree, by_key);
        c->last = found ? *found : add_new(c, root, &key);
    }
    if (!c->last)
        return false;
    c->last->calls++;
    c->calls++;
    return true;
}

void callers_sort(struct callers *c)
{
    qsort(c->each, c->size, sizeof *c->each, by_calls);
}

static void free_caller(void *caller)
{
    free(((struct caller *)caller)->file);
    free(caller);
}

void callers_free(struct callers *c)
{
    tdestroy(c->tree, free_caller);
    *c = (struct callers){0};
}
