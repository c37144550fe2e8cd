/* SPDX-License-Identifier: MIT */
#include "kernel/maps.h"

#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of files begin with '/', those of anonymous memory with "[anon:": neither can pose as one
 * of the kernel's own. What plays Linux may name its own lines as it likes. */
static bool parse_line(const char *text, struct maps_line *line)
{
    int read = sscanf(text, "%" SCNx64 "-%" SCNx64 " %7s %*s %*s %*s %31[^\n]", &line->from,
                      &line->to, line->perms, line->name);
    if (read < 4)
        return false;
    text_printable(line->perms);
    text_printable(line->name);
    return strncmp(line->name, "[v", 2) == 0 && line->from < line->to;
}

int maps_read(const char *path, struct maps_line lines[MAPS_LINES], unsigned *seen)
{
    char *text = NULL;
    size_t room = 0;
    int found = 0;
    *seen = 0;
    FILE *maps = fopen(path, "re");
    if (!maps)
        return -errno;
    errno = 0;
    for (; getline(&text, &room, maps) > 0; ++*seen)
        if (found < MAPS_LINES && parse_line(text, &lines[found]))
            found++;
    int error = ferror(maps) ? errno : 0;
    free(text);
    fclose(maps);
    return error ? -error : found;
}

int maps_own(const char *name, struct maps_line *line)
{
    struct maps_line lines[MAPS_LINES];
    unsigned seen;
    int found = maps_read("/proc/self/maps", lines, &seen);
    for (int i = 0; i < found; i++)
        if (strcmp(lines[i].name, name) == 0) {
            *line = lines[i];
            return 1;
        }
    return found < 0 ? found : 0;
}
