/* SPDX-License-Identifier: MIT */
#include "page/cells.h"

#include "compare/cells.h"
#include "plot/plot.h"
#include "text/json.h"
#include "text/text.h"

#include <math.h>
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

bool cells_same_call(const json_t *a, const json_t *b)
{
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
    if (asprintf(&text, "%s%s%s%s%s", call, *clock ? ":" : "", clock, hot ? "" : "@",
                 hot ? "" : context) < 0)
        return NULL;
    text_printable(text);
    return text;
}
