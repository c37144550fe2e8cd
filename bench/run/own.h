/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_OWN_H
#define SYSTOLL_OWN_H

/* The path of this program; without /proc, as it was started. A static buffer; NULL where neither
 * leads to it. */
const char *own_program(void);

/* The program that runs this one instead of the processor, as valgrind or qemu-user do, and that
 * would not run its workers; a static buffer, NULL where there is none. */
const char *own_emulator(void);

#endif
