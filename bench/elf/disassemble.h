/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DISASSEMBLE_H
#define SYSTOLL_DISASSEMBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Disassembles x86-64 or 32-bit code that lies at an address, by objdump (binutils), which sees the
 * bytes alone. The text has a line "ADDRESS: INSTRUCTION" for each, printable, and is the caller's
 * to free. NULL with errno: ENOENT where there is no objdump; EIO where it fails, as without /proc.
 */
char *disassemble(const void *code, size_t size, uint64_t address, bool is_32);

#endif
