/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CLOCKSOURCE_H
#define SYSTOLL_CLOCKSOURCE_H

#include <stdbool.h>

/* What the kernel keeps time by, and what the vDSO can usually do with it. These are words: whether
 * a clock is read in user space here is known from counted kernel entries alone. */

#define CLOCKSOURCE_DIR "/sys/devices/system/clocksource/clocksource0/"
#define CLOCKSOURCE_CURRENT CLOCKSOURCE_DIR "current_clocksource"
#define CLOCKSOURCE_AVAILABLE CLOCKSOURCE_DIR "available_clocksource"

/* The name of the one in use, below root ("" for the running system), for the caller to free; NULL
 * where it can't be read. */
char *clocksource_current(const char *root);

/* Likewise, a list of the names that the kernel would take. */
char *clocksource_available(const char *root);

/* What the vDSO can usually do with the clocksource of that name, to stand behind the name: a
 * static text. */
const char *clocksource_words(const char *name);

/* Whether its name explains that the vDSO enters the kernel: always does, or may. */
bool clocksource_explains(const char *name);

/* Whom the kernel found, below root: a clocksource of a hypervisor's own is there only with that
 * one. A static text, or NULL where none is listed. */
const char *clocksource_hypervisor(const char *root);

#endif
