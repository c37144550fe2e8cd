/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_VDSO_ELF_H
#define SYSTOLL_VDSO_ELF_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Records of an ELF file of 32 or of 64 bits, each given as the one of 64. */

struct vdso_bytes {
    const unsigned char *at; /* NULL: nowhere */
    uint64_t size;
};

/* Copies what lies at an offset, aligned or not; false where it ends outside. */
bool vdso_copy(struct vdso_bytes from, uint64_t offset, void *to, size_t size);

/* The file's header, by its own class; false where it ends outside, or is of neither class. */
bool vdso_ehdr(struct vdso_bytes image, Elf64_Ehdr *e);

/* The i-th record of a table at that offset; false where it ends outside. */
bool vdso_phdr(struct vdso_bytes from, bool is_32, uint64_t offset, uint64_t i, Elf64_Phdr *p);
bool vdso_dyn(struct vdso_bytes from, bool is_32, uint64_t i, Elf64_Dyn *d);
bool vdso_sym(struct vdso_bytes from, bool is_32, uint64_t i, Elf64_Sym *s);

/* Bytes of a symbol. */
size_t vdso_sym_size(bool is_32);

#endif
