/* SPDX-License-Identifier: MIT */
#include "select.h"

#include "words.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CELLS = 256, MAX_ITEM = 80 };

/* The matrix with a mark for each cell that is in. */
struct matrix {
    struct cell cells[MAX_CELLS];
    bool offered[MAX_CELLS]; /* by --paths, --calls, --clocks */
    bool chosen[MAX_CELLS];
    size_t size;
};

/* The items of a comma-separated list, one at a time: false at the end. */
static bool next_item(const char **list, char *item, size_t item_size)
{
    if (!*list)
        return false;
    size_t length = strcspn(*list, ",");
    snprintf(item, item_size, "%.*s", (int)length, *list);
    *list = (*list)[length] ? *list + length + 1 : NULL;
    return true;
}

static bool listed(const char *list, const char *name)
{
    char item[MAX_ITEM];
    while (next_item(&list, item, sizeof item))
        if (strcmp(item, name) == 0)
            return true;
    return false;
}

/* NULL-ended lists of the tables' names. */
static void path_names(const char **names)
{
    for (const struct path *p = paths; p->name; p++)
        *names++ = p->name;
}

static void call_names(const char **names)
{
    for (const struct call *c = calls; c->name; c++)
        *names++ = c->name;
}

static void clock_words(const char **names)
{
    for (const struct clock_name *c = clock_names; c->name; c++)
        *names++ = c->name;
    *names = "all";
}

static int unknown(const char *what, const char *item, const char *const *names, char *error,
                   size_t error_size)
{
    const char *near = nearest_word(item, names);
    if (near)
        snprintf(error, error_size, "there is no %s '%s'; did you mean %s?", what, item, near);
    else
        snprintf(error, error_size, "there is no %s '%s'; systoll list names them all", what, item);
    return -EINVAL;
}

/* Every item of the list is a name that the table has. */
static int check_list(const char *what, const char *list, void (*table)(const char **), char *error,
                      size_t error_size)
{
    const char *names[32] = {0};
    char item[MAX_ITEM];
    table(names);
    while (next_item(&list, item, sizeof item)) {
        size_t i = 0;
        while (names[i] && strcmp(names[i], item) != 0)
            i++;
        if (!names[i])
            return unknown(what, item, names, error, error_size);
    }
    return 0;
}

static bool wanted(const struct selection *s, const struct cell *cell)
{
    bool path = !s->paths || listed(s->paths, cell->path->name);
    bool call = s->calls ? listed(s->calls, cell->call->name) : cell->call->by_default;
    if (!cell->clock)
        return path && call;
    bool clock = s->clocks ? listed(s->clocks, "all") || listed(s->clocks, cell->clock->name)
                           : cell->clock->by_default;
    return path && call && clock;
}

static bool add(const struct cell *cell, void *arg)
{
    struct matrix *m = arg;
    m->cells[m->size++] = *cell;
    return m->size < MAX_CELLS;
}

static size_t choose(struct matrix *m, const char *pattern, bool among_all)
{
    size_t found = 0;
    for (size_t i = 0; i < m->size; i++)
        if ((among_all || m->offered[i]) && fnmatch(pattern, m->cells[i].name, 0) == 0) {
            m->chosen[i] = true;
            found++;
        }
    return found;
}

static int choose_patterns(struct matrix *m, const char *list, char *error, size_t error_size)
{
    char item[MAX_ITEM];
    const char *names[MAX_CELLS + 1] = {0};
    for (size_t i = 0; i < m->size; i++)
        names[i] = m->cells[i].name;
    while (next_item(&list, item, sizeof item))
        if (!choose(m, item, false) && !choose(m, item, true))
            return unknown("cell", item, names, error, error_size);
    return 0;
}

static int copy_chosen(const struct matrix *m, struct cell **cells, size_t *size)
{
    *size = 0;
    *cells = calloc(MAX_CELLS, sizeof **cells);
    if (!*cells)
        return -ENOMEM;
    for (size_t i = 0; i < m->size; i++)
        if (m->chosen[i])
            (*cells)[(*size)++] = m->cells[i];
    return 0;
}

static int check_lists(const struct selection *s, char *error, size_t error_size)
{
    int result = check_list("path", s->paths, path_names, error, error_size);
    if (!result)
        result = check_list("call", s->calls, call_names, error, error_size);
    if (!result)
        result = check_list("clock", s->clocks, clock_words, error, error_size);
    return result;
}

static int choose_all(struct matrix *m, const struct selection *s, char *error, size_t error_size)
{
    cell_each(add, m);
    for (size_t i = 0; i < m->size; i++)
        m->offered[i] = wanted(s, &m->cells[i]);
    if (s->cells)
        return choose_patterns(m, s->cells, error, error_size);
    if (choose(m, "*", false))
        return 0;
    snprintf(error, error_size,
             "nothing is selected: no cell has one of these paths, calls and clocks together");
    return -EINVAL;
}

int select_cells(const struct selection *s, struct cell **cells, size_t *size, char *error,
                 size_t error_size)
{
    struct matrix *m = calloc(1, sizeof *m);
    int result = m ? check_lists(s, error, error_size) : -ENOMEM;
    if (!result)
        result = choose_all(m, s, error, error_size);
    if (!result)
        result = copy_chosen(m, cells, size);
    free(m);
    return result;
}
