/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORDS_H
#define SYSTOLL_WORDS_H

#include <stddef.h>

/* A word that an option takes, and one line on what it means; NULL where there is nothing to say.
 */
struct word {
    const char *name, *help;
};

/* The words of a table, by index; behind the last one whose name is NULL. of is the table's own. */
typedef struct word word_list(const void *of, size_t i);

/* The word that is nearest to the given one by edit distance, upper and lower case alike: at most a
 * third of the letters differ, rounded up, or it is the beginning of one. NULL where none is near.
 */
const char *nearest_in(const char *word, word_list *list, const void *of);

/* The same, of a NULL-ended array. */
const char *nearest_word(const char *word, const char *const *words);

/* As for people, "a, b or c", of the list's words. A malloc'ed string, or NULL without memory. */
char *words_joined(word_list *list, const void *of, const char *last);

#endif
