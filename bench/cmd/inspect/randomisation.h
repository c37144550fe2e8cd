/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_INSPECT_RANDOMISATION_H
#define SYSTOLL_CMD_INSPECT_RANDOMISATION_H

#include <stdbool.h>
#include <stddef.h>

/* Prints how far addresses are random, in n fresh processes. An enum exit_code; where it is not 0
 * a sentence was printed. */
int inspect_randomisation(size_t n, bool json);

#endif
