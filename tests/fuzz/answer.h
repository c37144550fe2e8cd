/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FUZZ_ANSWER_H
#define SYSTOLL_FUZZ_ANSWER_H

#include "gate/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* What the fuzzers of a gate share: a gate's answer in every format, and bytes as a file. */

static inline void print_all(const json_t *answer)
{
    for (size_t f = 0; gate_formats[f]; f++) {
        char *text = NULL;
        size_t length;
        FILE *out = open_memstream(&text, &length);
        if (!out || gate_formats[f]->print(answer, out, false) != 0)
            abort();
        fclose(out);
        for (const char *c = text; *c; c++)
            if ((unsigned char)*c < 0x20 && *c != '\n')
                abort();
        free(text);
    }
}

/* A regular file of these bytes, by its path; closed by the caller. */
static inline int make_file(const unsigned char *data, size_t size, char path[32])
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
