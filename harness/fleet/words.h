/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_WORDS_H
#define SYSTOLL_FLEET_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts by number, each held once: thousands of hosts say the same. Zeroed is empty; owned by its
 * holder. */
struct words {
    char **texts; /* by number, from 1 */
    uint32_t *table;
    size_t size, room;
};

/* The text's number; 0 without memory. */
uint32_t words_number(struct words *w, const char *text);
/* The text of a number that words_number gave; "" for 0. */
const char *words_text(const struct words *w, uint32_t number);
/* Gives each text of from, in an empty w, the number that it has there. False without memory. */
bool words_take(struct words *w, const struct words *from);
void words_free(struct words *w);

#endif
