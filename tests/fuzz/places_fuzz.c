/* SPDX-License-Identifier: MIT */
#include "layout/space.h"
#include "watch/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* A root with the maps of a process 1. */
static char root[] = "/tmp/systoll-places-XXXXXX", folder[64], maps[80];

static void remove_root(void)
{
    unlink(maps);
    rmdir(folder);
    folder[strlen(folder) - 2] = '\0';
    rmdir(folder);
    rmdir(root);
}

static void make_root(void)
{
    if (!mkdtemp(root))
        abort();
    snprintf(folder, sizeof folder, "%s/proc", root);
    mkdir(folder, 0700);
    snprintf(folder, sizeof folder, "%s/proc/1", root);
    mkdir(folder, 0700);
    snprintf(maps, sizeof maps, "%s/maps", folder);
    atexit(remove_root);
}

static void check_text(const char *text)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            abort();
}

/* Whatever the maps of a process say, its address space can be drawn and a caller's place printed.
 */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static struct space s;
    struct process p = {.pid = 1};
    struct caller caller = {.pid = 1, .address = 0x401234};
    if (!*maps)
        make_root();
    FILE *out = fopen(maps, "w");
    if (!out || fwrite(data, 1, size, out) != size || fclose(out))
        abort();
    snprintf(p.folder, sizeof p.folder, "%s", folder);
    if (space_of(&p, &s) != 0 || s.size < 2 || s.size > SPACE_REGIONS)
        abort();
    for (int i = 0; i < s.size; i++)
        if (!s.regions[i].name || !s.regions[i].what)
            abort();
    place_find(root, &caller);
    if (caller.file)
        check_text(caller.file);
    free(caller.file);
    return 0;
}
