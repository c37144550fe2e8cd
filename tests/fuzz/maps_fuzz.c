/* SPDX-License-Identifier: MIT */
#include "kernel/maps.h"

#include "input.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_text(const char *text, size_t room)
{
    if (memchr(text, '\0', room) == NULL)
        abort();
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            abort();
}

/* Whatever a /proc may hold, the lines that are kept can be used and printed. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct maps_line lines[MAPS_LINES];
    unsigned seen;
    char path[32];
    int fd = make_file(data, size, path);
    int found = maps_read(path, lines, &seen);
    if (found < 0 || found > MAPS_LINES || (unsigned)found > seen || !seen != !size)
        abort();
    for (int i = 0; i < found; i++) {
        if (strncmp(lines[i].name, "[v", 2) != 0 || lines[i].from >= lines[i].to)
            abort();
        check_text(lines[i].name, sizeof lines[i].name);
        check_text(lines[i].perms, sizeof lines[i].perms);
    }
    close(fd);
    return 0;
}
