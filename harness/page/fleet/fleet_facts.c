/* SPDX-License-Identifier: MIT */
#include "page/fleet/fleet_facts.h"

#include "fleet/strips.h"

#include <stdlib.h>

enum { MOST_ROWS = 60 };

static void add_dot(void *to, size_t row, const struct strip_dot *dot)
{
    json_t *strips = to, *strip = json_array_get(strips, row);
    json_array_append_new(json_object_get(strip, "dots"),
                          json_pack("[f, f, b]", dot->ratio, dot->level, dot->outside));
}

json_t *fleet_facts(const struct fleet *f, const struct fleet_groups *g)
{
    json_t *strips = json_array();
    struct strips s;
    bool good = strips_list(&s, g, MOST_ROWS);
    for (size_t i = 0; good && i < s.size; i++)
        json_array_append_new(
            strips, json_pack("{s:s, s:[]}", "cell", words_text(&f->words, s.cells[i]), "dots"));
    good = good && strips_put(&s, f, g, add_dot, strips);
    free(s.cells);
    if (good)
        return json_pack("{s:o}", "strips", strips);
    json_decref(strips);
    return NULL;
}
