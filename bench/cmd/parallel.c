/* SPDX-License-Identifier: MIT */
#include "cmd/parallel.h"

#include <jansson.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

struct parallel {
    size_t size;
    bool (*one)(void *arg, size_t i);
    void *arg;
    atomic_size_t next;
    atomic_bool failed;
};

static void *take_each(void *arg)
{
    struct parallel *p = arg;
    size_t i;
    while (!p->failed && (i = atomic_fetch_add(&p->next, 1)) < p->size)
        if (!p->one(p->arg, i))
            p->failed = true;
    return NULL;
}

/* A thread's arena takes 64 MiB of addresses (glibc, malloc/arena.c, HEAP_MAX_SIZE). Where they are
 * limited and it finds no room, each allocation of that thread would be a mapping of its own, at
 * the cost of system calls. */
static void share_arena_where_addresses_are_few(void)
{
    struct rlimit addresses;
    if (getrlimit(RLIMIT_AS, &addresses) == 0 && addresses.rlim_cur != RLIM_INFINITY)
        mallopt(M_ARENA_MAX, 1);
}

bool parallel_each(size_t size, bool (*one)(void *arg, size_t i), void *arg)
{
    pthread_t threads[MOST_THREADS];
    struct parallel p = {.size = size, .one = one, .arg = arg};
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    int more = 0;
    share_arena_where_addresses_are_few();
    json_object_seed(0); /* before there are threads, as jansson asks for */
    while (more < MOST_THREADS && more + 1 < cpus && (size_t)more + 1 < size &&
           pthread_create(&threads[more], NULL, take_each, &p) == 0)
        more++;
    take_each(&p);
    for (int i = 0; i < more; i++)
        pthread_join(threads[i], NULL);
    return !p.failed;
}
