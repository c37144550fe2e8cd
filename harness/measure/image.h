/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_IMAGE_H
#define SYSTOLL_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* A program's file as it was when it was first looked at: an upgrade may put another one in its
 * place while it runs. */
struct image {
    int fd; /* of this process's own program, by which it is started whatever its path leads to; -1
             */
    struct stat was;
};

/* The path that execvp would take for a program's name; the name itself where there is none. */
void image_find(const char *program, char *path, size_t size);

/* The image of a path, or of this process's own program. 0 or -errno; image_close. */
int image_of(struct image *i, const char *path);
int image_own(struct image *i);
void image_close(struct image *i);

/* Whether the path still leads to that file. */
bool image_same(const struct image *i, const char *path);

/* Writes the name under which a child of this process finds its own program; false where there is
 * none, as without /proc. */
bool image_name(const struct image *i, char *name, size_t size);

#endif
