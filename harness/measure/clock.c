/* SPDX-License-Identifier: MIT */
#include "measure/clock.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

enum { SECOND = 1000000000, MICROSECOND = 1000 };

/* The kernel's answer: a value, or -errno. */
#ifdef __i386__
static long ask4(long number, long a, long b, long c, long d)
{
    long answer = number;
    __asm__ volatile("int $0x80" : "+a"(answer) : "b"(a), "c"(b), "d"(c), "S"(d) : "memory");
    return answer;
}
#else
static long ask4(long number, long a, long b, long c, long d)
{
    long answer = number;
    register long fourth __asm__("r10") = d;
    __asm__ volatile("syscall"
                     : "+a"(answer)
                     : "D"(a), "S"(b), "d"(c), "r"(fourth)
                     : "rcx", "r11", "memory");
    return answer;
}
#endif

static long call_kernel(long number, long a, long b, long c)
{
    return ask4(number, a, b, c, 0);
}

static uint64_t ask_time(long number, int id)
{
    struct timespec t = {0};
    if (call_kernel(number, id, (long)&t, 0))
        return 0;
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

uint64_t clock_ns(int id)
{
    return ask_time(SYS_clock_gettime, id);
}

double clock_seconds(void)
{
    return (double)clock_ns(CLOCK_MONOTONIC) / (double)SECOND;
}

uint64_t clock_step(int id)
{
    return ask_time(SYS_clock_getres, id);
}

void clock_sleep(uint64_t ns)
{
    const struct timespec t = {.tv_sec = (time_t)(ns / SECOND), .tv_nsec = (long)(ns % SECOND)};
    call_kernel(SYS_nanosleep, (long)&t, 0, 0);
}

int clock_poll(struct pollfd *all, nfds_t size, int ms)
{
    return (int)call_kernel(SYS_poll, (long)all, (long)size, ms);
}

void clock_await(int signal, uint64_t ns)
{
    const struct timespec t = {.tv_sec = (time_t)(ns / SECOND), .tv_nsec = (long)(ns % SECOND)};
    const uint64_t set = 1ULL << (signal - 1); /* the kernel's set, not libc's */
    ask4(SYS_rt_sigtimedwait, (long)&set, 0, (long)&t, sizeof set);
}

void clock_alarm(uint64_t ns)
{
    const struct itimerval t = {
        .it_value = {(time_t)(ns / SECOND), (suseconds_t)(ns % SECOND / MICROSECOND)}};
    call_kernel(SYS_setitimer, ITIMER_REAL, (long)&t, 0);
}
