/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_INSPECT_CODE_H
#define SYSTOLL_CMD_INSPECT_CODE_H

#include "cmd/inspect/inspection.h"

/* Prints the code of a symbol of the vDSO, or of an entry of the page ("vsyscall:time"), from
 * memory. An enum exit_code; where it is not 0 a sentence was printed. */
int inspect_disassemble(const struct inspection *in, const char *name, bool json);
/* Writes the vDSO's image to a file. The same. */
int inspect_extract(const struct inspection *in, const char *path);

#endif
