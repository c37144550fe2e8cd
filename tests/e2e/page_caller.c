/* SPDX-License-Identifier: MIT */
/* page_caller GETTIMEOFDAYS TIMES GETCPUS [forks N | thread | vdso]: calls the entries of the
 * vsyscall page so often: itself, or in each of N children, or in a thread, once it was sent a byte
 * on standard input. It lives a moment longer. vdso: calls what libc has for them instead, which
 * are in the vDSO. */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long counts[3];

__attribute__((noinline)) static void call_page(int entry, long times)
{
    volatile uintptr_t page = 0xffffffffff600000;
    long (*call)(void *, void *, void *) =
        (long (*)(void *, void *, void *))(page + 0x400 * (uintptr_t)entry);
    while (times-- > 0)
        call(NULL, NULL, NULL);
}

static void *call_all(void *unused)
{
    for (int i = 0; i < 3; i++)
        call_page(i, counts[i]);
    usleep(300000);
    return unused;
}

static void fork_each(int forks)
{
    for (int i = 0; i < forks; i++)
        if (fork() == 0) {
            call_all(NULL);
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
}

static int call_libc(void)
{
    struct timeval tv;
    unsigned cpu, sum = 0;
    for (long i = 0; i < counts[0]; i++)
        sum += !gettimeofday(&tv, NULL);
    for (long i = 0; i < counts[1]; i++)
        sum += time(NULL) > 0;
    for (long i = 0; i < counts[2]; i++)
        sum += !getcpu(&cpu, NULL);
    return sum != counts[0] + counts[1] + counts[2];
}

static int call_in_thread(void)
{
    pthread_t thread;
    char byte;
    if (read(0, &byte, 1) != 1 || pthread_create(&thread, NULL, call_all, NULL))
        return 1;
    return pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
    for (int i = 0; i < 3 && i + 1 < argc; i++)
        counts[i] = atol(argv[i + 1]);
    if (argc == 5)
        return strcmp(argv[4], "vdso") == 0 ? call_libc() : call_in_thread();
    if (argc == 6)
        fork_each(atoi(argv[5]));
    else
        call_all(NULL);
    return 0;
}
