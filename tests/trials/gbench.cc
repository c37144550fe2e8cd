// SPDX-License-Identifier: MIT
// The calls that systoll times, timed by google-benchmark, under systoll's cell names. It finds the
// vDSO's functions by the dynamic linker, not by systoll's resolver, so that the two check each
// other.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <dlfcn.h>
#include <string>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

namespace
{

struct Call {
    const char *name;   // as a cell names it, after its path
    const char *symbol; // the vDSO's
    long number;
    long first; // the first argument where it is a number; -1 where it is the memory
};

const Call calls[] = {
    {"gettimeofday", "__vdso_gettimeofday", SYS_gettimeofday, -1},
    {"time", "__vdso_time", SYS_time, -1},
    {"clock_gettime:monotonic", "__vdso_clock_gettime", SYS_clock_gettime, CLOCK_MONOTONIC},
    {"clock_gettime:realtime_coarse", "__vdso_clock_gettime", SYS_clock_gettime,
     CLOCK_REALTIME_COARSE},
    {"getcpu", "__vdso_getcpu", SYS_getcpu, -1},
};

struct Arguments {
    long a, b;
    long memory[4] = {};

    explicit Arguments(const Call &c)
    {
        const long at = reinterpret_cast<long>(memory), second = reinterpret_cast<long>(memory + 2);
        a = c.first < 0 ? at : c.first;
        b = c.first < 0 ? second : at;
        if (c.number == SYS_gettimeofday)
            b = 0;
        if (c.number == SYS_time)
            a = b = 0; // as programs call it
    }
};

void by_function(benchmark::State &state, long (*function)(long, long, long), const Call &c)
{
    const Arguments args(c);
    for (auto _ : state)
        benchmark::DoNotOptimize(function(args.a, args.b, 0));
}

long raw_syscall(long number, long a, long b)
{
    long result;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a), "S"(b), "d"(0L)
                 : "rcx", "r11", "memory");
    return result;
}

void by_syscall(benchmark::State &state, const Call &c)
{
    const Arguments args(c);
    for (auto _ : state)
        benchmark::DoNotOptimize(raw_syscall(c.number, args.a, args.b));
}

void add(void *vdso, const Call &c)
{
    void *symbol = vdso ? dlvsym(vdso, c.symbol, "LINUX_2.6") : nullptr;
    const auto function = reinterpret_cast<long (*)(long, long, long)>(symbol);
    if (function)
        benchmark::RegisterBenchmark((std::string("vdso:") + c.name).c_str(), by_function, function,
                                     c);
    benchmark::RegisterBenchmark((std::string("syscall:") + c.name).c_str(), by_syscall, c);
}

} // namespace

int main(int argc, char **argv)
{
    void *vdso = dlopen("linux-vdso.so.1", RTLD_NOW | RTLD_NOLOAD);
    if (!vdso)
        fputs("gbench: this process has no vDSO; timing system calls alone\n", stderr);
    for (const Call &c : calls)
        add(vdso, c);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
