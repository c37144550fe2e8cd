/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORDS_H
#define SYSTOLL_WORDS_H

/* The word of the NULL-ended list that is nearest to the given one by edit distance, upper and
 * lower case alike, or NULL where none is near. */
const char *nearest_word(const char *word, const char *const *words);

#endif
