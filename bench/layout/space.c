/* SPDX-License-Identifier: MIT */
#include "layout/space.h"

#include "machine/sysfile.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bits of a user's address: with five levels of page tables, which the kernel says that it uses,
 * more than with four (Documentation/arch/x86/x86_64/mm.rst). */
enum { BITS_4 = 47, BITS_5 = 56, MAPPED = 0, PROGRAM = 1 };

/* The first is what has no other name. */
static const struct {
    const char *line, *name, *what;
} kinds[] = {
    [MAPPED] = {"", "mapped", "libraries, files and other mapped memory"},
    [PROGRAM] = {NULL, "program", "the program itself"},
    {"[heap]", "heap", "the heap"},
    {"[stack]", "stack", "the stack"},
    {"[vvar]", "[vvar]", "the kernel's, for the vDSO"},
    {"[vvar_vclock]", "[vvar_vclock]", "the kernel's, for the vDSO"},
    {"[vdso]", "[vdso]", "the vDSO"},
    {"[vsyscall]", "[vsyscall]", "in the kernel's half; the same everywhere"},
};

/* One by one of the lines of maps. */
static bool read_line(char *text, uint64_t *from, uint64_t *to, const char **name)
{
    int at = 0;
    text[strcspn(text, "\n")] = '\0';
    int read = sscanf(text, "%" SCNx64 "-%" SCNx64 " %*s %*s %*s %*s %n", from, to, &at);
    *name = text + at;
    return read == 2 && at && *from < *to;
}

static size_t kind_of(const char *name, const char *exe)
{
    if (*exe && strcmp(name, exe) == 0)
        return PROGRAM;
    for (size_t i = PROGRAM + 1; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].line, name) == 0)
            return i;
    return MAPPED;
}

/* Memory behind the program's file without a name is its own, for variables that begin as 0. */
static bool follows_program(const struct space *s, uint64_t from)
{
    const struct region *last = s->size ? &s->regions[s->size - 1] : NULL;
    return last && last->name == kinds[PROGRAM].name && last->to == from;
}

static void add_region(struct space *s, struct region r)
{
    struct region *last = s->size ? &s->regions[s->size - 1] : NULL;
    if (last &&
        (last->name == r.name || s->size == SPACE_REGIONS - 3)) { /* three come at the end */
        last->to = r.to;
        last->bytes += r.bytes;
    } else {
        s->regions[s->size++] = r;
    }
}

static int add_lines(const struct process *p, uint64_t half, struct space *s, struct region *page)
{
    char path[PROCESS_FOLDER + 16], exe[PATH_MAX], *line = NULL;
    size_t room = 0;
    const char *name;
    uint64_t from, to;
    snprintf(path, sizeof path, "%s/exe", p->folder);
    ssize_t size = readlink(path, exe, sizeof exe - 1);
    exe[size > 0 ? size : 0] = '\0';
    snprintf(path, sizeof path, "%s/maps", p->folder);
    FILE *maps = fopen(path, "re");
    if (!maps)
        return -errno;
    while (getline(&line, &room, maps) > 0) {
        if (!read_line(line, &from, &to, &name))
            continue;
        size_t kind = kind_of(name, exe);
        if (kind == MAPPED && !*name && follows_program(s, from))
            kind = PROGRAM;
        struct region r = {from, to, to - from, kinds[kind].name, kinds[kind].what};
        if (from >= half)
            *page = r;
        else
            add_region(s, r);
    }
    free(line);
    fclose(maps);
    return 0;
}

static bool five_levels(void)
{
    char *text = sysfile_text("", "/proc/cpuinfo"),
         *flags = text ? text_value(text, "flags") : NULL;
    bool five = flags && strstr(flags, " la57");
    free(flags);
    free(text);
    return five;
}

int space_of(const struct process *p, struct space *s)
{
    uint64_t half = (uint64_t)1 << (five_levels() ? BITS_5 : BITS_4);
    struct region page = {0};
    s->size = 0;
    int error = add_lines(p, half, s, &page);
    if (error)
        return error;
    s->regions[s->size++] =
        (struct region){half, -half, 0, "none", "nothing can have these addresses"};
    s->regions[s->size++] =
        (struct region){-half, 0, 0, "kernel", "the kernel's half: no process can reach it"};
    if (page.to)
        s->regions[s->size++] = page;
    return 0;
}

json_t *space_json(const struct space *s)
{
    json_t *regions = json_array();
    for (int i = 0; i < s->size; i++) {
        const struct region *r = &s->regions[i];
        json_t *to = r->to ? json_sprintf("0x%" PRIx64, r->to) : json_string("0x10000000000000000");
        json_array_append_new(regions,
                              json_pack("{s:s, s:o, s:o, s:I, s:s}", "name", r->name, "from",
                                        json_sprintf("0x%" PRIx64, r->from), "to", to, "bytes",
                                        (json_int_t)r->bytes, "what", r->what));
    }
    return regions;
}
