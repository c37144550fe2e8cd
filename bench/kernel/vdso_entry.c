/* SPDX-License-Identifier: MIT */
#include "kernel/vdso_entry.h"

#include <string.h>

static const struct {
    unsigned char code[2];
    const char *name;
} entries[] = {{{0x0f, 0x34}, "sysenter"}, {{0x0f, 0x05}, "syscall"}, {{0xcd, 0x80}, "int $0x80"}};

enum { ENTRIES = sizeof entries / sizeof *entries, CODE = sizeof entries->code };

/* The first of them counts: int $0x80 stands behind the others too, for calls that are restarted.
 */
const char *vdso_entry(const struct vdso *v, uint64_t base)
{
    struct vdso_symbol s;
    if (!v->is_32 || !vdso_find(v, "__kernel_vsyscall", "LINUX_2.5", &s))
        return NULL;
    uint64_t offset = s.address - base;
    if (offset > v->size || s.size > v->size - offset)
        return NULL;
    for (uint64_t at = offset; at + CODE <= offset + s.size; at++)
        for (size_t i = 0; i < ENTRIES; i++)
            if (memcmp(v->image + at, entries[i].code, CODE) == 0)
                return entries[i].name;
    return NULL;
}
