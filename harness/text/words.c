/* SPDX-License-Identifier: MIT */
#include "text/words.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_WORD = 64 };

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance, where two letters that changed places count as one edit, as they are
 * typed; words longer than MAX_WORD are far from everything. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t rows[3][MAX_WORD + 1], la = strlen(a), lb = strlen(b);
    if (la > MAX_WORD || lb > MAX_WORD)
        return SIZE_MAX;
    for (size_t j = 0; j <= lb; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= la; i++) {
        size_t *row = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            row[j] = least_of(before[j], row[j - 1]) + 1;
            row[j] = least_of(row[j], before[j - 1] + !same_letter(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
                same_letter(a[i - 2], b[j - 1]))
                row[j] = least_of(row[j], earlier[j - 2] + 1);
        }
    }
    return rows[la % 3][lb];
}

const char *nearest_in(const char *word, word_list *list, const void *of)
{
    const char *best = NULL;
    size_t length = strlen(word), least = SIZE_MAX;
    struct word w;
    for (size_t i = 0; (w = list(of, i)).name; i++) {
        size_t d = edit_distance(word, w.name);
        bool begins = length && strncasecmp(word, w.name, length) == 0;
        size_t longer = strlen(w.name) > length ? strlen(w.name) : length;
        if (begins && d > 1)
            d = 1;
        if (d < least && (begins || d <= (longer < 3 ? 1 : longer / 3))) {
            least = d;
            best = w.name;
        }
    }
    return best;
}

static struct word of_array(const void *words, size_t i)
{
    return (struct word){.name = ((const char *const *)words)[i]};
}

const char *nearest_word(const char *word, const char *const *words)
{
    return nearest_in(word, of_array, words);
}

char *words_joined(word_list *list, const void *of, const char *last)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (size_t i = 0; list(of, i).name; i++) {
        bool end = !list(of, i + 1).name;
        fprintf(out, "%s%s", i == 0 ? "" : end ? last : ", ", list(of, i).name);
    }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
