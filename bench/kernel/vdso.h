/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_VDSO_H
#define SYSTOLL_VDSO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* A vDSO image of 32 or 64 bits, checked: every table lies inside it. Points into the image, owns
 * nothing. */
struct vdso {
    const unsigned char *image;
    size_t size;
    bool is_32;
    uint64_t bias; /* run-time address minus link-time address */
    const char *soname;
    /* what DT_SYMTAB, DT_STRTAB, DT_HASH or DT_GNU_HASH, DT_VERSYM and DT_VERDEF name; see vdso.c
     */
    const void *symtab, *versym, *verdef;
    const char *strtab;
    size_t strsize, symbols, verdef_count;
};

struct vdso_symbol {
    const char *name;
    const char *version; /* "" where it has none */
    uint64_t address;    /* run-time */
    uint64_t size;
};

/* Checks size bytes at image (any bytes; never reads outside them) as an ELF64 x86-64 or an ELF32
 * i386 loaded at address base (in a test, not where the bytes lie). NULL, or a static sentence
 * saying what is wrong with it. */
const char *vdso_parse(const void *image, size_t size, uint64_t base, struct vdso *v);

/* The defined function of that name and version ("LINUX_2.6"); false where there is none. */
bool vdso_find(const struct vdso *v, const char *name, const char *version, struct vdso_symbol *s);

/* The i-th defined symbol, functions and absolute ones alike; false past the end. */
bool vdso_symbol_at(const struct vdso *v, size_t i, struct vdso_symbol *s);

#endif
