/* SPDX-License-Identifier: MIT */
#include "matrix/items.h"

#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool items_next(const char **list, char *item, size_t item_size)
{
    if (!*list)
        return false;
    size_t length = strcspn(*list, ",");
    snprintf(item, item_size, "%.*s", (int)length, *list);
    *list = (*list)[length] ? *list + length + 1 : NULL;
    return true;
}

bool items_have(const char *list, const char *name)
{
    char item[ITEMS_LONGEST];
    while (items_next(&list, item, sizeof item))
        if (strcmp(item, name) == 0)
            return true;
    return false;
}

int items_check(const char *list, char *error, size_t error_size)
{
    for (; list && *list; list += strcspn(list, ",") + (strchr(list, ',') != NULL))
        if (strcspn(list, ",") >= ITEMS_LONGEST) {
            text_say(error, error_size, "'%s' is longer than any name: %d characters at most", list,
                     ITEMS_LONGEST - 1);
            return -EINVAL;
        }
    return 0;
}
