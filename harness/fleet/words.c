/* SPDX-License-Identifier: MIT */
#include "fleet/words.h"

#include "text/hash.h"

#include <stdlib.h>
#include <string.h>

/* Where the text is in a table of room places, a power of 2, or the free place for it. */
static size_t place_of(const struct words *w, const char *text)
{
    size_t at = fnv1a(text, strlen(text)) & (w->room - 1);
    while (w->table[at] && strcmp(w->texts[w->table[at]], text) != 0)
        at = (at + 1) & (w->room - 1);
    return at;
}

/* Keeps half of the places free. */
static bool make_room(struct words *w)
{
    if (2 * (w->size + 2) < w->room)
        return true;
    size_t room = w->room ? 2 * w->room : 1024;
    uint32_t *table = calloc(room, sizeof *table);
    char **texts = table ? realloc(w->texts, room * sizeof *texts) : NULL;
    if (!texts) {
        free(table);
        return false;
    }
    free(w->table);
    w->table = table;
    w->texts = texts;
    w->room = room;
    for (uint32_t i = 1; i <= w->size; i++)
        table[place_of(w, texts[i])] = i;
    return true;
}

uint32_t words_number(struct words *w, const char *text)
{
    if (!make_room(w))
        return 0;
    size_t at = place_of(w, text);
    if (w->table[at])
        return w->table[at];
    char *copy = strdup(text);
    if (!copy)
        return 0;
    w->texts[++w->size] = copy;
    return w->table[at] = (uint32_t)w->size;
}

const char *words_text(const struct words *w, uint32_t number)
{
    return number ? w->texts[number] : "";
}

bool words_take(struct words *w, const struct words *from)
{
    for (uint32_t i = 1; i <= from->size; i++)
        if (words_number(w, from->texts[i]) != i)
            return false;
    return true;
}

void words_free(struct words *w)
{
    for (size_t i = 1; i <= w->size; i++)
        free(w->texts[i]);
    free(w->texts);
    free(w->table);
    *w = (struct words){0};
}
