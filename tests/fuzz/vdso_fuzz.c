/* SPDX-License-Identifier: MIT */
#include "kernel/vdso.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* An image may be anything and lie at any alignment; all that it says of itself is looked at. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct vdso v;
    struct vdso_symbol s, found;
    size_t i = 0;
    if (vdso_parse(data, size, 0x7ffff7fc1000, &v))
        return 0;
    for (; vdso_symbol_at(&v, i, &s); i++)
        if (strlen(s.name) + strlen(s.version) >= size ||
            (vdso_find(&v, s.name, s.version, &found) && strcmp(s.name, found.name) != 0))
            abort();
    if (i > v.symbols || strlen(v.soname) >= size)
        abort();
    return 0;
}
