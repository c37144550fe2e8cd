/* SPDX-License-Identifier: MIT */
#include "machine/kernel_log.h"

#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>

/* syslog(2); glibc has no names for them. */
enum { READ_ALL = 3, SIZE_BUFFER = 10 };

char *kernel_log(void)
{
    int size = klogctl(SIZE_BUFFER, NULL, 0);
    char *log = size > 0 ? malloc((size_t)size + 1) : NULL;
    int got = log ? klogctl(READ_ALL, log, size) : -1, error = errno;

    if (got < 0) {
        free(log);
        errno = error;
        return NULL;
    }
    log[got] = '\0';
    for (char *at = log; (at = strpbrk(at, "\t\r")); at++)
        *at = ' ';
    return log;
}

/* kernel/time/clocksource.c, __clocksource_unstable and clocksource_watchdog;
 * arch/x86/kernel/tsc.c, mark_tsc_unstable. */
static bool tells(const char *line, size_t size)
{
    return memmem(line, size, "nstable", 7) &&
           (memmem(line, size, "locksource", 10) || memmem(line, size, "TSC", 3));
}

/* Behind "<6>[    1.234567] ". */
static const char *behind_time(const char *line, size_t *size)
{
    const char *from = line;
    if (*from == '<' && memchr(line, '>', *size))
        from = (const char *)memchr(line, '>', *size) + 1;
    size_t left = *size - (size_t)(from - line);
    const char *end = left && *from == '[' ? memchr(from, ']', left) : NULL;
    from = end ? end + 1 : from;
    while (from < line + *size && *from == ' ')
        from++;
    *size -= (size_t)(from - line);
    return from;
}

bool kernel_log_unstable(const char *log, char *line, size_t size)
{
    bool found = false;
    while (*log) {
        size_t length = strcspn(log, "\n"), left = length;
        if (tells(log, length)) {
            const char *from = behind_time(log, &left);
            snprintf(line, size, "%.*s", (int)left, from);
            text_printable(line);
            found = true;
        }
        log += length + (log[length] == '\n');
    }
    return found;
}
