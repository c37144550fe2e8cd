/* SPDX-License-Identifier: MIT */
#include "scan/scan.h"

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

/* Whatever a file says of itself, its places can be used and printed, and its symbols looked up. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static struct scan_file found;
    struct elf_file elf;
    char path[32], name[ELF_NAME];
    uint64_t within;
    int fd = make_file(data, size, path);
    if (scan_fd(fd, &found) == 0)
        for (size_t i = 0; i < found.size; i++) {
            const struct scan_place *p = &found.places[i];
            if (p->what.before > p->what.length || (size_t)p->what.length > p->size ||
                p->size > SCAN_BYTES || p->what.call > 2 || p->offset >= size)
                abort();
            check_text(p->section, sizeof p->section);
            check_text(p->symbol, sizeof p->symbol);
        }
    if (elf_open(fd, &elf) == ELF_GOOD)
        for (uint64_t at = 0; at < 8192; at += 512) {
            elf_symbol_at(&elf, at, name, &within);
            check_text(name, sizeof name);
        }
    close(fd);
    return 0;
}
