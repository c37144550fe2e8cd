/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_VDSO_IMAGE_H
#define SYSTOLL_TESTS_VDSO_IMAGE_H

/* The images that CMake builds from vdso_image.c, as bytes. */
#include "within.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { LARGEST = 1 << 17, STYLES = VDSO_STYLES, OF_64_BITS = 3 };

static const uint64_t BASE = 0x7f1234560000;
static const char *const styles[] = {"sysv", "gnu", "both", "i386"};

struct image {
    unsigned char bytes[LARGEST]; /* zeros behind the image */
    size_t size;
};

static inline void load(struct image *image, const char *style)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/vdso_%s.so", VDSO_IMAGES, style);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    *image = (struct image){0};
    image->size = fread(image->bytes, 1, sizeof image->bytes, file);
    assert_within(image->size, 1024, LARGEST / 8);
    fclose(file);
}

#endif
