/* SPDX-License-Identifier: MIT */
#include "watch/place.h"

#include "text/text.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* A line of /proc/PID/maps. */
struct mapping {
    uint64_t from, to, offset;
    unsigned long inode;
    const char *file; /* "" where it has none */
};

static bool read_mapping(char *line, struct mapping *m)
{
    int at = 0;
    line[strcspn(line, "\n")] = '\0';
    int read = sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %*s %lu %n", &m->from, &m->to,
                      &m->offset, &m->inode, &at);
    m->file = line + at;
    return read == 4 && at;
}

/* The line that the byte before the address belongs to: that is part of the call. */
static bool find_mapping(const char *root, const struct caller *caller, char **line,
                         struct mapping *m)
{
    char path[PATH_MAX];
    size_t room = 0;
    bool found = false;
    snprintf(path, sizeof path, "%s/proc/%d/maps", root, (int)caller->pid);
    FILE *maps = fopen(path, "re");
    while (maps && !found && getline(line, &room, maps) > 0)
        found =
            read_mapping(*line, m) && caller->address - 1 >= m->from && caller->address - 1 < m->to;
    if (maps)
        fclose(maps);
    return found;
}

/* By the process's own root, which may be another one; and only where it still is the file that
 * was mapped. */
static void find_symbol(const char *root, const struct mapping *m, struct caller *caller)
{
    char path[2 * PATH_MAX];
    struct elf_file elf;
    struct stat s;
    snprintf(path, sizeof path, "%s/proc/%d/root%s", root, (int)caller->pid, m->file);
    int fd = elf_path(path, 0);
    if (fd < 0)
        return;
    if (fstat(fd, &s) == 0 && s.st_ino == m->inode && elf_open(fd, &elf) == ELF_GOOD &&
        elf_symbol_at(&elf, caller->offset - 1, caller->symbol, &caller->within))
        caller->within++;
    close(fd);
}

void place_find(const char *root, struct caller *caller)
{
    char *line = NULL;
    struct mapping m;
    if (find_mapping(root, caller, &line, &m) && *m.file == '/') {
        caller->offset = caller->address - m.from + m.offset;
        find_symbol(root, &m, caller);
        caller->file = strdup(m.file);
    }
    if (caller->file) {
        text_utf8(caller->file);
        text_printable(caller->file);
    }
    free(line);
}
