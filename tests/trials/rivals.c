/* SPDX-License-Identifier: MIT */
/* Two other ways to time a cell, for scripts/trials/steadiness: a naive loop between two clock
 * readings, and the median of epochs in the manner of martinus/nanobench (11 epochs, each at least
 * 1000 times the clock's resolution). rivals naive|epochs CPU CELL... prints "CELL NS" lines. */
#include "matrix/cell.h"

#include "machine/pin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EPOCHS = 11, EPOCH_NS = 1000000, NAIVE_NS = 200000000 };

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

/* The call as a compiler makes it: by pointer, or by the instruction. */
static void call(const struct target *t, const struct path *path)
{
    uint64_t result;
    if (path->loop == loop_syscall)
        __asm__ volatile("syscall"
                         : "=a"(result)
                         : "a"(t->entry), "D"(t->arg[0]), "S"(t->arg[1]), "d"(t->arg[2])
                         : "rcx", "r11", "memory");
    else if (path->loop == loop_int80)
        __asm__ volatile("int $0x80"
                         : "=a"(result)
                         : "a"(t->entry), "b"(t->arg[0]), "c"(t->arg[1]), "d"(t->arg[2])
                         : "r8", "r9", "r10", "r11", "memory");
    else
        ((long (*)(uint64_t, uint64_t, uint64_t))(uintptr_t)t->entry)(t->arg[0], t->arg[1],
                                                                      t->arg[2]);
}

static double time_calls(const struct cell *cell, uint64_t n)
{
    double begin = now_ns();
    for (uint64_t i = 0; i < n; i++)
        call(&cell->target, cell->path);
    return now_ns() - begin;
}

/* So many calls take about that long. */
static uint64_t calls_for(const struct cell *cell, double ns)
{
    uint64_t n = 1;
    double took;
    while ((took = time_calls(cell, n)) < 100000)
        n *= 2;
    return (uint64_t)((double)n * ns / took) + 1;
}

static double naive(const struct cell *cell)
{
    uint64_t n = calls_for(cell, NAIVE_NS);
    return time_calls(cell, n) / (double)n;
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double epochs(const struct cell *cell)
{
    double each[EPOCHS];
    uint64_t n = calls_for(cell, EPOCH_NS);
    for (int i = 0; i < EPOCHS; i++)
        each[i] = time_calls(cell, n) / (double)n;
    qsort(each, EPOCHS, sizeof *each, compare);
    return each[EPOCHS / 2];
}

int main(int argc, char **argv)
{
    bool is_naive = argc > 1 && strcmp(argv[1], "naive") == 0;
    if (argc < 4 || pin_to(atoi(argv[2]))) {
        fputs("Usage: rivals naive|epochs CPU CELL...\n", stderr);
        return 2;
    }
    for (char **name = argv + 3; *name; name++) {
        struct cell cell;
        if (!cell_by_name(*name, &cell))
            return 2;
        cell_ready(&cell);
        if (cell.state == CELL_MEASURED)
            printf("%s %.6f\n", *name, is_naive ? naive(&cell) : epochs(&cell));
    }
    return 0;
}
