/* SPDX-License-Identifier: MIT */
#include "machine/cpus.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 64 * 1024, LITTLE = 40 };

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* A list that is taken is written as one that means the same; a small room cuts it. */
static void write_again(const struct cpus *c)
{
    static char text[ROOM];
    char little[LITTLE];
    struct cpus again;
    if (!cpus_parse(cpus_format(c, text, sizeof text), &again) || !cpus_equal(c, &again))
        abort();
    if (strlen(cpus_format(c, little, sizeof little)) >= sizeof little)
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct cpus c;
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    if (cpus_parse(text, &c))
        write_again(&c);
    else if (cpus_count(&c))
        abort();
    free(text);
    return 0;
}
