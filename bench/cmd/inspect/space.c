/* SPDX-License-Identifier: MIT */
#include "cmd/inspect/space.h"

#include <inttypes.h>

static const double kib = 1024;

static void print_size(uint64_t bytes, FILE *out)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    double size = (double)bytes / kib;
    int unit = 0;
    for (; size >= 10000 && unit < 3; unit++)
        size /= kib;
    fprintf(out, "%7.0f %s", size, units[unit]);
}

static void print_region(const struct region *r, FILE *out)
{
    fprintf(out, "  %016" PRIx64 "  | %-13s ", r->from, r->name);
    if (r->bytes)
        print_size(r->bytes, out);
    else
        fprintf(out, "%11s", "");
    fprintf(out, "  %s\n", r->what);
}

/* From the top down, as such pictures are drawn; a gap where nothing is mapped. */
void inspect_space_text(const struct space *s, FILE *out)
{
    fputs("\nThe address space, from 2^64 down to 0\n  ffffffffffffffff  +\n", out);
    for (int i = s->size - 1; i >= 0; i--) {
        const struct region *r = &s->regions[i];
        print_region(r, out);
        bool touches = i > 0 && s->regions[i - 1].to == r->from;
        if (!r->bytes || (i > 0 && !s->regions[i - 1].bytes))
            fputs("                    +\n", out);
        else if (!touches && r->from)
            fputs("                    :\n", out);
    }
    fputs("  0000000000000000  +\n", out);
}
