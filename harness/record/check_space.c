/* SPDX-License-Identifier: MIT */
#include "record/check_space.h"

#include <string.h>

/* Above what a run writes; 2^64 has 17 digits. */
enum { MOST_REGIONS = 64, MOST_DIGITS = 17 };

static bool is_address(const json_t *v)
{
    const char *text = json_string_value(v);
    size_t size = text ? strlen(text) : 0;
    return size > 2 && size <= 2 + MOST_DIGITS && strncmp(text, "0x", 2) == 0 &&
           strspn(text + 2, "0123456789abcdef") == size - 2;
}

bool check_space(const json_t *machine, struct complaint *what)
{
    static const struct field fields[] = {{"name", TEXT, REQUIRED}, {"from", TEXT, REQUIRED},
                                          {"to", TEXT, REQUIRED},   {"bytes", COUNT, REQUIRED},
                                          {"what", TEXT, REQUIRED}, {NULL, TEXT, REQUIRED}};
    const json_t *space = json_object_get(machine, "space"), *one;
    size_t i;
    if (json_array_size(space) > MOST_REGIONS)
        return check_failed(what, "space", "has more than 64 regions");
    json_array_foreach(space, i, one) {
        if (!check_fields(one, fields, what))
            return false;
        if (!is_address(json_object_get(one, "from")) || !is_address(json_object_get(one, "to")))
            return check_failed(what, "space", "holds what is no address");
    }
    return true;
}
