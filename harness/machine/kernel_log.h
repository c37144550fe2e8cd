/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_KERNEL_LOG_H
#define SYSTOLL_KERNEL_LOG_H

#include <stdbool.h>
#include <stddef.h>

/* The kernel's log, printable, for the caller to free; NULL, with errno, where this process may not
 * read it (kernel.dmesg_restrict, CAP_SYSLOG; syslog(2)). */
char *kernel_log(void);

/* The last line of the log that says why a clocksource was found unstable, without its time; false
 * where there is none. */
bool kernel_log_unstable(const char *log, char *line, size_t size);

#endif
