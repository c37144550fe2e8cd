/* SPDX-License-Identifier: MIT */
/* A second, independent measurement of the calls that systoll times, for scripts/trials/agreement:
 * it shares no code with systoll, finds the vDSO by the dynamic linker, times by libc's
 * CLOCK_MONOTONIC_RAW, and takes the same quantiles: of each process the median of a block's ratio
 * to the chain of additions beside it, over the processes the lower tercile. oracle CPU prints
 * "CELL CYCLES NS" lines. */
#include <dlfcn.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES = 30, ROUNDS = 6, LINKS = 64, BLOCK_NS = 500000, SETTLE = 4, MOST = 32 };

enum way { BY_CALL, BY_SYSCALL, BY_INT80 };

struct cell {
    char name[64];
    enum way way;
    long (*function)(long, long, long);
    long number, a, b;
    uint64_t n; /* calls in a block */
};

static struct cell cells[MOST];
static size_t count;
static long *memory; /* below 4 GiB, for int 0x80 */

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_RAW, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static double chain_ns(uint64_t turns)
{
    uint32_t x = 1;
    double begin = now_ns();
    for (uint64_t i = 0; i < turns; i++)
        __asm__ volatile(".rept 64\n\tadd %0, %0\n\t.endr" : "+r"(x));
    return now_ns() - begin;
}

static double cell_ns(const struct cell *c, uint64_t n)
{
    long result;
    double begin = now_ns();
    if (c->way == BY_CALL)
        for (uint64_t i = 0; i < n; i++)
            c->function(c->a, c->b, 0);
    else if (c->way == BY_SYSCALL)
        for (uint64_t i = 0; i < n; i++)
            __asm__ volatile("syscall"
                             : "=a"(result)
                             : "a"(c->number), "D"(c->a), "S"(c->b), "d"(0L)
                             : "rcx", "r11", "memory");
    else
        for (uint64_t i = 0; i < n; i++)
            __asm__ volatile("int $0x80"
                             : "=a"(result)
                             : "a"(c->number), "b"(c->a), "c"(c->b), "d"(0L)
                             : "r8", "r9", "r10", "r11", "memory");
    return now_ns() - begin;
}

static uint64_t calls_for(const struct cell *c)
{
    uint64_t n = 1;
    double took;
    while ((took = cell_ns(c, n)) < (double)BLOCK_NS / 5)
        n *= 2;
    return (uint64_t)((double)n * (double)BLOCK_NS / took) + 1;
}

/* True where the call ends by itself: there may be no vsyscall page, and no int 0x80. */
static int works(const struct cell *c)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        cell_ns(c, 1);
        _exit(0);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void add(const char *path, const char *call, struct cell c)
{
    snprintf(c.name, sizeof c.name, "%s:%s", path, call);
    if (count == MOST || (c.way == BY_CALL && !c.function) || !works(&c))
        return;
    c.n = calls_for(&c);
    cells[count++] = c;
}

static void add_all(const char *call, const char *symbol, long number, long number32,
                    uintptr_t page, long a, long b)
{
    void *vdso = dlopen("linux-vdso.so.1", RTLD_NOW | RTLD_NOLOAD);
    struct cell c = {.a = a, .b = b};
    c.function = vdso && symbol ? (long (*)(long, long, long))dlvsym(vdso, symbol, "LINUX_2.6") : 0;
    add("vdso", call, c);
    c.function = (long (*)(long, long, long))page;
    add("vsyscall", call, c);
    c.way = BY_SYSCALL;
    c.number = number;
    add("syscall", call, c);
    c.way = BY_INT80;
    c.number = number32;
    add("int80", call, c);
}

static int compare(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double quantile(double *v, size_t size, double q)
{
    qsort(v, size, sizeof *v, compare);
    double at = q * (double)(size - 1);
    size_t below = (size_t)at;
    return below + 1 < size ? v[below] + (at - (double)below) * (v[below + 1] - v[below])
                            : v[size - 1];
}

/* What one process makes of each cell, in cycles, and of the clock, in ns a cycle. */
static void measure(double *medians)
{
    static double ratios[MOST][ROUNDS], clock[ROUNDS * MOST];
    size_t clocks = 0;
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t k = 0, begin = (size_t)rand(); k < count; k++) {
            const struct cell *c = &cells[(begin + k) % count];
            uint64_t turns = BLOCK_NS / LINKS * 4;
            cell_ns(c, SETTLE * c->n);
            double cost = cell_ns(c, c->n) / (double)c->n;
            double cycle = chain_ns(turns) / (double)turns / (double)LINKS;
            ratios[c - cells][round] = cost / cycle;
            clock[clocks++] = cycle;
        }
    for (size_t i = 0; i < count; i++)
        medians[i] = quantile(ratios[i], ROUNDS, 0.5);
    medians[count] = quantile(clock, clocks, 0.5);
}

static int run_processes(double (*medians)[MOST + 1])
{
    for (size_t p = 0; p < PROCESSES; p++) {
        int status;
        pid_t pid = fork();
        if (pid == 0) {
            srand((unsigned)getpid());
            measure(medians[p]);
            _exit(0);
        }
        if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
            return -1;
    }
    return 0;
}

static double tercile(double (*medians)[MOST + 1], size_t i)
{
    double v[PROCESSES];
    for (size_t p = 0; p < PROCESSES; p++)
        v[p] = medians[p][i];
    return quantile(v, PROCESSES, 1.0 / 3);
}

int main(int argc, char **argv)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(argc == 2 ? (size_t)atoi(argv[1]) : 0, &set);
    double(*medians)[MOST + 1] = mmap(NULL, PROCESSES * sizeof *medians, PROT_READ | PROT_WRITE,
                                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memory =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (argc != 2 || medians == MAP_FAILED || memory == MAP_FAILED ||
        sched_setaffinity(0, sizeof set, &set)) {
        fputs("Usage: oracle CPU\n", stderr);
        return 2;
    }
    long at = (long)memory;
    add_all("gettimeofday", "__vdso_gettimeofday", SYS_gettimeofday, 78, 0xffffffffff600000, at, 0);
    add_all("time", "__vdso_time", SYS_time, 13, 0xffffffffff600400, 0, 0);
    add_all("clock_gettime:monotonic", "__vdso_clock_gettime", SYS_clock_gettime, 265, 0,
            CLOCK_MONOTONIC, at);
    add_all("clock_gettime:realtime_coarse", "__vdso_clock_gettime", SYS_clock_gettime, 265, 0,
            CLOCK_REALTIME_COARSE, at);
    add_all("getcpu", "__vdso_getcpu", SYS_getcpu, 318, 0xffffffffff600800, at, at + 64);
    add_all("getppid", NULL, SYS_getppid, 64, 0, 0, 0);
    if (run_processes(medians))
        return 2;
    for (size_t i = 0; i < count; i++)
        printf("%s %.6f %.6f\n", cells[i].name, tercile(medians, i),
               tercile(medians, i) * tercile(medians, count));
    return 0;
}
