/* SPDX-License-Identifier: MIT */
#include "machine/quota.h"

#include "machine/sysfile.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE = 1024, NS_PER_US = 1000 };

/* The number behind a word at the beginning of a line. */
static bool number_of(const char *text, const char *word, uint64_t *value)
{
    char key[32];
    snprintf(key, sizeof key, "\n%s ", word);
    const char *at = strncmp(text, key + 1, strlen(key) - 1) == 0 ? text - 1 : strstr(text, key);
    if (at)
        *value = strtoull(at + strlen(key), NULL, 10);
    return at != NULL;
}

static bool add_group(const char *root, const char *place, struct quota *q)
{
    char path[PLACE + 16];
    uint64_t stops = 0, time = 0;
    snprintf(path, sizeof path, "%s/cpu.stat", place);
    char *text = sysfile_text(root, path);
    bool found = text && number_of(text, "nr_throttled", &stops);
    if (found && !number_of(text, "throttled_usec", &time) &&
        number_of(text, "throttled_time", &time))
        time /= NS_PER_US;
    q->stops += stops;
    q->us += time;
    free(text);
    return found;
}

/* The group and those above it, up to the mount. */
static bool add_groups(const char *root, const char *mount, const char *group, struct quota *q)
{
    char place[PLACE];
    size_t top = strlen(mount);
    if (snprintf(place, sizeof place, "%s%s", mount, group) >= PLACE || strstr(group, ".."))
        return false;
    bool found = false;
    for (char *end;; *end = '\0') {
        end = strrchr(place, '/');
        if (end[1])
            found |= add_group(root, place, q);
        if (end < place + top)
            return found;
    }
}

static bool has_cpu(const char *controllers)
{
    char list[PLACE];
    snprintf(list, sizeof list, ",%s,", controllers);
    return strstr(list, ",cpu,") != NULL;
}

/* "ID:CONTROLLERS:PATH" (cgroups(7)); of version 2 the list is empty. */
static bool add_line(const char *root, char *line, struct quota *q)
{
    char mount[PLACE];
    char *controllers = strchr(line, ':');
    char *group = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!group)
        return false;
    *group++ = '\0';
    controllers++;
    if (!*controllers) {
        bool plain = add_groups(root, "/sys/fs/cgroup", group, q);
        return add_groups(root, "/sys/fs/cgroup/unified", group, q) || plain;
    }
    snprintf(mount, sizeof mount, "/sys/fs/cgroup/%s", controllers);
    return has_cpu(controllers) && add_groups(root, mount, group, q);
}

int quota_read(const char *root, struct quota *q)
{
    char *text = sysfile_text(root, "/proc/self/cgroup"), *rest = text;
    bool found = false;
    *q = (struct quota){0};
    for (char *line; (line = strsep(&rest, "\n"));)
        found |= add_line(root, line, q);
    free(text);
    return found ? 0 : -ENOENT;
}
