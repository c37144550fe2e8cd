/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_BOOT_H
#define SYSTOLL_PAGE_BOOT_H

#include <jansson.h>
#include <stdbool.h>

/* What the parts of a page ask of the boots and cells of a systoll.bootmodes/1 document. */

bool boot_instructions(const json_t *document);
/* Boots of more than one kernel: then it has to be said which. */
bool boot_kernels(const json_t *document);
/* "xonly", "xonly, audit=1": of a boot or of a cell, after its kernel where that is asked for;
 * printable. The caller frees it; NULL: out of memory. */
char *boot_name(const json_t *one, bool kernel);
/* What is the same of a boot and of each of its cells; the caller frees it. NULL: out of memory. */
char *boot_key(const json_t *one);
/* The boot that differences are taken from; NULL where there is none of that name. */
const json_t *boot_base(const json_t *document);

#endif
