/* SPDX-License-Identifier: MIT */
#include "run/own.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static const char *link_text(const char *link, char *text)
{
    ssize_t length = readlink(link, text, PATH_MAX - 1);
    if (length <= 0)
        return NULL;
    text[length] = '\0';
    return text;
}

const char *own_program(void)
{
    static char path[PATH_MAX];
    const char *program = link_text("/proc/self/exe", path);
    return program ? program : realpath((const char *)getauxval(AT_EXECFN), path);
}

/* qemu-user 7.2 and valgrind 3.19 answer for /proc/self/exe themselves, and not for this. */
const char *own_emulator(void)
{
    static char real[PATH_MAX];
    char shown[PATH_MAX];
    const char *program = link_text("/proc/thread-self/exe", real);
    return program && link_text("/proc/self/exe", shown) && strcmp(program, shown) != 0 ? program
                                                                                        : NULL;
}
