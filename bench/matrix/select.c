/* SPDX-License-Identifier: MIT */
#include "matrix/select.h"

#include "matrix/items.h"
#include "text/text.h"
#include "text/words.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The names of all cells, in cell_each's order of each place, with a mark for each that is in. */
struct matrix {
    const struct selection *selection;
    struct row {
        char name[CELL_NAME];
        const struct place *place;
        const struct program *program;
        bool placed, in_program; /* by --contexts, by --abi */
        bool offered;            /* by --paths, --calls, --clocks too */
        bool chosen;
    } * rows;
    size_t size;
    const struct place *numbered[PLACES_NUMBERED]; /* those that were named */
    size_t numbered_size;
};

static struct word cell_words(const void *of, size_t i)
{
    const struct matrix *m = of;
    return (struct word){.name = i < m->size ? m->rows[i].name : NULL};
}

static int unknown_word(const char *what, const char *item, word_list *list, const void *of,
                        char *error, size_t error_size)
{
    const char *near = nearest_in(item, list, of);
    if (near)
        text_say(error, error_size, "there is no %s '%s'; did you mean %s?", what, item, near);
    else
        text_say(error, error_size, "there is no %s '%s'; systoll list names them all", what, item);
    return -EINVAL;
}

static bool is_numbered(const char *name)
{
    const struct place *place = place_named(name);
    return place && place->number;
}

/* Every item of the list is a name that the table has, or that has a number in it. */
static int check_list(const char *what, const char *list, word_list *words, char *error,
                      size_t error_size)
{
    char item[ITEMS_LONGEST];
    int result = items_check(list, error, error_size);
    while (result == 0 && items_next(&list, item, sizeof item)) {
        const char *name;
        size_t i = 0;
        while ((name = words(NULL, i).name) && strcmp(name, item) != 0)
            i++;
        if (!name && !(words == context_words && is_numbered(item)))
            return unknown_word(what, item, words, NULL, error, error_size);
    }
    return result;
}

static bool is_listed(const char *list, const struct call *call)
{
    return items_have(list, call->name) || (call->bytes && items_have(list, CALL_OF_SIZES));
}

static bool wanted(const struct selection *s, const struct cell *cell)
{
    bool path =
        s->paths ? items_have(s->paths, cell->path->name) : s->calls || cell->path->by_default;
    bool call = s->calls ? is_listed(s->calls, cell->call) : cell->call->by_default;
    if (!cell->clock || !path || !call)
        return path && call;
    bool clock = s->clocks
                     ? items_have(s->clocks, "all") || items_have(s->clocks, cell->clock->name)
                     : cell->clock->by_default;
    return clock;
}

/* Without a list it is the running one. */
static bool in_programs(const struct selection *s, const struct program *program)
{
    return s->abis ? items_have(s->abis, "all") || items_have(s->abis, program->abi)
                   : program == programs;
}

/* Without a list it is the first place. */
static bool in_contexts(const struct selection *s, const struct place *place)
{
    if (!s->contexts)
        return place == places;
    return (items_have(s->contexts, "all") && !place->number) ||
           items_have(s->contexts, place->name);
}

static bool count_cell(const struct cell *cell, void *arg)
{
    (void)cell;
    ++*(size_t *)arg;
    return true;
}

static bool add_row(const struct cell *cell, void *arg)
{
    struct matrix *m = arg;
    const struct selection *s = m->selection;
    struct row *row = &m->rows[m->size++];
    *row = (struct row){.place = cell->place,
                        .program = cell->program,
                        .placed = in_contexts(s, cell->place),
                        .in_program = in_programs(s, cell->program)};
    row->offered = row->placed && row->in_program && wanted(s, cell);
    memcpy(row->name, cell->name, sizeof row->name);
    return true;
}

static void each_cell(const struct matrix *m, bool (*each)(const struct cell *cell, void *arg),
                      void *arg)
{
    for (const struct place *place = places; place->name; place++)
        cell_each(place, each, arg);
    for (size_t i = 0; i < m->numbered_size; i++)
        cell_each(m->numbered[i], each, arg);
}

static int make_matrix(struct matrix *m)
{
    size_t size = 0;
    each_cell(m, count_cell, &size);
    m->rows = calloc(size, sizeof *m->rows);
    if (!m->rows)
        return -ENOMEM;
    each_cell(m, add_row, m);
    return 0;
}

/* False where there are too many. */
static bool add_numbered(struct matrix *m, const struct place *place)
{
    for (size_t i = 0; i < m->numbered_size; i++)
        if (m->numbered[i] == place)
            return true;
    if (m->numbered_size == PLACES_NUMBERED)
        return false;
    m->numbered[m->numbered_size++] = place;
    return true;
}

/* The places with a number that the list names, by themselves or behind an @. */
static int take_numbered(struct matrix *m, const char *list, char *error, size_t error_size)
{
    char item[ITEMS_LONGEST];
    while (items_next(&list, item, sizeof item)) {
        const char *at = strchr(item, '@'), *name = at ? at + 1 : item;
        const char *wrong = place_misnumbered(name);
        if (wrong)
            text_say(error, error_size, "there is no context '%s': %s", name, wrong);
        else if (!is_numbered(name) || add_numbered(m, place_named(name)))
            continue;
        else
            text_say(error, error_size, "'%s' is one context with a number too many: %d at most",
                     name, PLACES_NUMBERED);
        return -EINVAL;
    }
    return 0;
}

/* A pattern with a place is of the cells in places that it matches, where the first may be named
 * too; one without, of those in the contexts that were asked for. Likewise one with an ABI before a
 * slash, and one without. */
static bool matches(const struct row *row, const char *pattern)
{
    char name[2 * CELL_NAME];
    bool has_place = strchr(pattern, '@'), has_abi = strchr(pattern, '/');
    const char *from = row->name + (has_abi ? 0 : strlen(row->program->prefix));
    int length = (int)strcspn(from, "@");
    if ((!has_place && !row->placed) || (!has_abi && !row->in_program))
        return false;
    snprintf(name, sizeof name, "%.*s%s%s", length, from, has_place ? "@" : "",
             has_place ? row->place->name : "");
    return fnmatch(pattern, name, 0) == 0;
}

static size_t choose_matching(struct matrix *m, const char *pattern, bool among_all)
{
    size_t found = 0;
    for (size_t i = 0; i < m->size; i++)
        if ((among_all || m->rows[i].offered) && matches(&m->rows[i], pattern)) {
            m->rows[i].chosen = true;
            found++;
        }
    return found;
}

static int choose_patterns(struct matrix *m, const char *list, char *error, size_t error_size)
{
    char item[ITEMS_LONGEST];
    int result = items_check(list, error, error_size);
    while (result == 0 && items_next(&list, item, sizeof item))
        if (!choose_matching(m, item, false) && !choose_matching(m, item, true))
            result = unknown_word("cell", item, cell_words, m, error, error_size);
    return result;
}

struct chosen {
    const struct matrix *matrix;
    size_t at, size;
    struct cell *cells;
};

static bool copy_chosen(const struct cell *cell, void *arg)
{
    struct chosen *c = arg;
    if (c->matrix->rows[c->at++].chosen)
        c->cells[c->size++] = *cell;
    return true;
}

static int copy_cells(const struct matrix *m, struct cell **cells, size_t *size)
{
    struct chosen c = {.matrix = m};
    size_t room = 0;
    for (size_t i = 0; i < m->size; i++)
        room += m->rows[i].chosen;
    c.cells = calloc(room, sizeof *c.cells);
    if (!c.cells)
        return -ENOMEM;
    each_cell(m, copy_chosen, &c);
    *cells = c.cells;
    *size = c.size;
    return 0;
}

static int check_lists(const struct selection *s, char *error, size_t error_size)
{
    int result = check_list("ABI", s->abis, abi_words, error, error_size);
    if (!result)
        result = check_list("path", s->paths, path_words, error, error_size);
    if (!result)
        result = check_list("call", s->calls, call_words, error, error_size);
    if (!result)
        result = check_list("clock", s->clocks, clock_words, error, error_size);
    if (!result)
        result = check_list("context", s->contexts, context_words, error, error_size);
    return result;
}

static int choose_all(struct matrix *m, char *error, size_t error_size)
{
    const struct selection *s = m->selection;
    if (s->cells)
        return choose_patterns(m, s->cells, error, error_size);
    if (choose_matching(m, "*", false))
        return 0;
    text_say(
        error, error_size,
        "nothing is selected: no cell has one of these ABIs, paths, calls and clocks together");
    return -EINVAL;
}

int select_cells(const struct selection *s, struct cell **cells, size_t *size, char *error,
                 size_t error_size)
{
    struct matrix m = {.selection = s};
    int result = take_numbered(&m, s->contexts, error, error_size);
    if (!result)
        result = take_numbered(&m, s->cells, error, error_size);
    if (!result)
        result = check_lists(s, error, error_size);
    if (!result)
        result = make_matrix(&m);
    if (!result)
        result = choose_all(&m, error, error_size);
    if (!result)
        result = copy_cells(&m, cells, size);
    free(m.rows);
    return result;
}
