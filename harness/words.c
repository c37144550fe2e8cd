/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { MAX_WORD = 64 };

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Levenshtein's distance, one row at a time; words longer than MAX_WORD are far from everything. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t row[MAX_WORD + 1], la = strlen(a), lb = strlen(b);
    if (la > MAX_WORD || lb > MAX_WORD)
        return SIZE_MAX;
    for (size_t j = 0; j <= lb; j++)
        row[j] = j;
    for (size_t i = 1; i <= la; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            size_t best = diagonal + !same_letter(a[i - 1], b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[lb];
}

const char *nearest_word(const char *word, const char *const *words)
{
    const char *best = NULL;
    size_t least = strlen(word) / 2 + 2;
    for (; *words; words++) {
        size_t d = edit_distance(word, *words);
        if (strncasecmp(word, *words, strlen(word)) == 0 && *word && d > 1)
            d = 1; /* a beginning of the word */
        if (d < least) {
            least = d;
            best = *words;
        }
    }
    return best;
}
