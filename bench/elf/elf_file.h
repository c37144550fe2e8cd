/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_ELF_FILE_H
#define SYSTOLL_ELF_FILE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ELF_NAME = 96 };

enum elf_kind {
    ELF_GOOD,
    ELF_NONE,   /* no ELF file */
    ELF_OTHER,  /* one for another machine, or 32-bit */
    ELF_BROKEN, /* its headers lie outside it, or are of a wrong size */
};

/* A 64-bit x86 ELF file, read piece by piece through a descriptor that the caller closes. Nothing
 * that it says of itself is believed. */
struct elf_file {
    int fd;
    uint64_t size; /* of the file */
    Elf64_Ehdr head;
};

/* Opens a regular file for reading, and nothing else for even a moment: what it is is asked before,
 * as a device may begin something when it is opened. link: 0, or O_NOFOLLOW. A descriptor, or
 * -errno, -EINVAL where it is none. Without /proc the path is asked twice. */
int elf_path(const char *path, int link);

/* What the file is; e can be used where it is ELF_GOOD. */
enum elf_kind elf_open(int fd, struct elf_file *e);

/* Copies what lies at an offset; false where it ends outside the file, or can't be read. */
bool elf_bytes(const struct elf_file *e, uint64_t offset, void *to, size_t size);

/* The i-th program header, and section header; false past the last one and where it lies outside.
 * What they say of offsets and sizes is the file's word. */
bool elf_segment(const struct elf_file *e, unsigned i, Elf64_Phdr *p);
bool elf_section(const struct elf_file *e, unsigned i, Elf64_Shdr *s);

/* Bytes of a loadable segment that the file really has. */
uint64_t elf_filled(const struct elf_file *e, const Elf64_Phdr *p);

/* The name of the section that the byte at that offset belongs to, printable; "" where none. */
void elf_section_at(const struct elf_file *e, uint64_t offset, char name[ELF_NAME]);

/* The function whose symbol covers the byte at that offset, printable, and how far into it that
 * is; false where the file has none. */
bool elf_symbol_at(const struct elf_file *e, uint64_t offset, char name[ELF_NAME],
                   uint64_t *within);

#endif
