/* SPDX-License-Identifier: MIT */
#include "page/cells.h"

#include "compare/cells.h"
#include "plot/plot.h"
#include "text/json.h"
#include "text/text.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

bool cells_measured(const json_t *cell)
{
    return json_is(cell, "state", "measured");
}

int cells_style(const json_t *cell)
{
    struct plot_cell c = {0};
    plot_texts(&c, cell);
    return c.style;
}

bool cells_control(const json_t *cell)
{
    struct plot_cell c = {0};
    plot_texts(&c, cell);
    return plot_is_control(&c);
}

/* "i386/" of a 32-bit program's cells; by their names, since records of 0.1.0 call int80's ABI
 * i386. */
static const char *program_of(const json_t *cell)
{
    return strncmp(json_text_of(cell, "cell"), "i386/", 5) == 0 ? "i386/" : "";
}

bool cells_same_call(const json_t *a, const json_t *b)
{
    if (strcmp(program_of(a), program_of(b)) != 0)
        return false;
    static const char *const keys[] = {"call", "clock", "context"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(json_text_of(a, keys[i]), json_text_of(b, keys[i])) != 0)
            return false;
    return true;
}

struct estimate cells_cost(const json_t *report, const json_t *cell)
{
    const struct estimate none = {.value = NAN, .lo = NAN, .hi = NAN};
    bool instructions = strcmp(compare_unit(report), "instructions") == 0;
    struct estimate cost = compare_cost(cell, instructions);
    return cells_measured(cell) && isfinite(cost.value) && cost.value > 0 ? cost : none;
}

char *cells_call(const json_t *cell)
{
    const char *call = json_text_of(cell, "call"), *clock = json_text_of(cell, "clock");
    const char *context = json_text_of(cell, "context");
    bool hot = !*context || strcmp(context, "hot") == 0;
    char *text = NULL;
    if (asprintf(&text, "%s%s%s%s%s%s", program_of(cell), call, *clock ? ":" : "", clock,
                 hot ? "" : "@", hot ? "" : context) < 0)
        return NULL;
    text_printable(text);
    return text;
}

json_t *cells_hot(const json_t *report)
{
    json_t *copy = json_copy((json_t *)(uintptr_t)report), *hot = json_array();
    size_t i;
    json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (!json_object_get(cell, "to_hot"))
            json_array_append(hot, cell);
    json_object_set_new(copy, "cells", hot);
    return copy;
}
