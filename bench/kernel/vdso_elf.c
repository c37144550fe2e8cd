/* SPDX-License-Identifier: MIT */
#include "kernel/vdso_elf.h"

#include <string.h>

bool vdso_copy(struct vdso_bytes from, uint64_t offset, void *to, size_t size)
{
    if (size > from.size || offset > from.size - size)
        return false;
    memcpy(to, from.at + offset, size);
    return true;
}

static bool take_ehdr32(struct vdso_bytes image, Elf64_Ehdr *e)
{
    Elf32_Ehdr half;
    if (!vdso_copy(image, 0, &half, sizeof half))
        return false;
    *e = (Elf64_Ehdr){.e_type = half.e_type,
                      .e_machine = half.e_machine,
                      .e_phoff = half.e_phoff,
                      .e_phentsize = half.e_phentsize,
                      .e_phnum = half.e_phnum};
    memcpy(e->e_ident, half.e_ident, sizeof e->e_ident);
    return true;
}

bool vdso_ehdr(struct vdso_bytes image, Elf64_Ehdr *e)
{
    unsigned char ident[EI_NIDENT];
    if (!vdso_copy(image, 0, ident, sizeof ident))
        return false;
    if (ident[EI_CLASS] == ELFCLASS32)
        return take_ehdr32(image, e);
    return ident[EI_CLASS] == ELFCLASS64 && vdso_copy(image, 0, e, sizeof *e);
}

bool vdso_phdr(struct vdso_bytes from, bool is_32, uint64_t offset, uint64_t i, Elf64_Phdr *p)
{
    Elf32_Phdr half;
    if (offset > from.size)
        return false;
    if (!is_32)
        return vdso_copy(from, offset + i * sizeof *p, p, sizeof *p);
    if (!vdso_copy(from, offset + i * sizeof half, &half, sizeof half))
        return false;
    *p = (Elf64_Phdr){.p_type = half.p_type,
                      .p_flags = half.p_flags,
                      .p_offset = half.p_offset,
                      .p_vaddr = half.p_vaddr,
                      .p_filesz = half.p_filesz,
                      .p_memsz = half.p_memsz};
    return true;
}

bool vdso_dyn(struct vdso_bytes from, bool is_32, uint64_t i, Elf64_Dyn *d)
{
    Elf32_Dyn half;
    if (!is_32)
        return vdso_copy(from, i * sizeof *d, d, sizeof *d);
    if (!vdso_copy(from, i * sizeof half, &half, sizeof half))
        return false;
    *d = (Elf64_Dyn){.d_tag = half.d_tag, .d_un.d_val = half.d_un.d_val};
    return true;
}

bool vdso_sym(struct vdso_bytes from, bool is_32, uint64_t i, Elf64_Sym *s)
{
    Elf32_Sym half;
    if (!is_32)
        return vdso_copy(from, i * sizeof *s, s, sizeof *s);
    if (!vdso_copy(from, i * sizeof half, &half, sizeof half))
        return false;
    *s = (Elf64_Sym){.st_name = half.st_name,
                     .st_info = half.st_info,
                     .st_other = half.st_other,
                     .st_shndx = half.st_shndx,
                     .st_value = half.st_value,
                     .st_size = half.st_size};
    return true;
}

size_t vdso_sym_size(bool is_32)
{
    return is_32 ? sizeof(Elf32_Sym) : sizeof(Elf64_Sym);
}
