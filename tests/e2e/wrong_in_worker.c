/* SPDX-License-Identifier: MIT */
/* To be preloaded: a C library whose getcpu answers without writing, but only in a worker. */
#include <sched.h>
#include <stdlib.h>

int getcpu(unsigned *cpu, unsigned *node)
{
    unsigned own_cpu = 0, own_node = 0;
    long result = 309; /* SYS_getcpu */
    if (getenv("SYSTOLL_PAD"))
        return 0;
    __asm__ volatile("syscall"
                     : "+a"(result)
                     : "D"(&own_cpu), "S"(&own_node), "d"(0)
                     : "rcx", "r11", "memory");
    if (cpu)
        *cpu = own_cpu;
    if (node)
        *node = own_node;
    return (int)result;
}
