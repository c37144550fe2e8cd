/* SPDX-License-Identifier: MIT */
#include "elf/elf_file.h"

#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_checked(int checked, const char *path, int link)
{
    char name[32];
    const int how = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    struct stat s;
    if (fstat(checked, &s) != 0)
        return -errno;
    if (!S_ISREG(s.st_mode))
        return -EINVAL;
    snprintf(name, sizeof name, "/proc/self/fd/%d", checked);
    int fd = open(name, how);
    if (fd < 0 && errno == ENOENT)
        fd = open(path, how | link);
    return fd < 0 ? -errno : fd;
}

int elf_path(const char *path, int link)
{
    int checked = open(path, O_PATH | O_CLOEXEC | link);
    if (checked < 0)
        return -errno;
    int fd = open_checked(checked, path, link);
    close(checked);
    return fd;
}

bool elf_bytes(const struct elf_file *e, uint64_t offset, void *to, size_t size)
{
    if (size > e->size || offset > e->size - size)
        return false;
    return pread(e->fd, to, size, (off_t)offset) == (ssize_t)size;
}

/* Whether a table of that many entries lies in the file. */
static bool table_fits(const struct elf_file *e, uint64_t offset, uint64_t count, size_t each)
{
    return offset <= e->size && count * each <= e->size - offset;
}

static bool tables_are_right(const struct elf_file *e)
{
    const Elf64_Ehdr *h = &e->head;
    if (h->e_phnum && h->e_phentsize != sizeof(Elf64_Phdr))
        return false;
    if (h->e_shnum && h->e_shentsize != sizeof(Elf64_Shdr))
        return false;
    return table_fits(e, h->e_phoff, h->e_phnum, sizeof(Elf64_Phdr));
}

enum elf_kind elf_open(int fd, struct elf_file *e)
{
    struct stat s;
    *e = (struct elf_file){.fd = fd};
    if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))
        return ELF_NONE;
    e->size = (uint64_t)s.st_size;
    unsigned char ident[EI_NIDENT];
    if (!elf_bytes(e, 0, ident, sizeof ident) || memcmp(ident, ELFMAG, SELFMAG) != 0)
        return ELF_NONE;
    if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB)
        return ELF_OTHER;
    if (!elf_bytes(e, 0, &e->head, sizeof e->head))
        return ELF_BROKEN;
    if (e->head.e_machine != EM_X86_64)
        return ELF_OTHER;
    return tables_are_right(e) ? ELF_GOOD : ELF_BROKEN;
}

bool elf_segment(const struct elf_file *e, unsigned i, Elf64_Phdr *p)
{
    return i < e->head.e_phnum && elf_bytes(e, e->head.e_phoff + i * sizeof *p, p, sizeof *p);
}

/* A file may lack sections, or end before their headers: it runs all the same. */
bool elf_section(const struct elf_file *e, unsigned i, Elf64_Shdr *s)
{
    return i < e->head.e_shnum && e->head.e_shoff <= e->size &&
           elf_bytes(e, e->head.e_shoff + i * sizeof *s, s, sizeof *s);
}

uint64_t elf_filled(const struct elf_file *e, const Elf64_Phdr *p)
{
    if (p->p_offset >= e->size)
        return 0;
    uint64_t rest = e->size - p->p_offset;
    return p->p_filesz < rest ? p->p_filesz : rest;
}

/* The string at an index of a table of strings, as much of it as there is room for. */
static void read_string(const struct elf_file *e, const Elf64_Shdr *strings, uint64_t index,
                        char name[ELF_NAME])
{
    size_t size = ELF_NAME - 1;
    *name = '\0';
    if (strings->sh_offset > e->size || index >= strings->sh_size ||
        index >= e->size - strings->sh_offset)
        return;
    uint64_t at = strings->sh_offset + index;
    if (size > e->size - at)
        size = e->size - at;
    if (!elf_bytes(e, at, name, size))
        size = 0;
    name[size] = '\0';
    text_utf8(name);
    text_printable(name);
}

void elf_section_at(const struct elf_file *e, uint64_t offset, char name[ELF_NAME])
{
    Elf64_Shdr s, names;
    *name = '\0';
    if (!elf_section(e, e->head.e_shstrndx, &names))
        return;
    for (unsigned i = 0; elf_section(e, i, &s); i++)
        if (s.sh_type != SHT_NOBITS && offset >= s.sh_offset && offset - s.sh_offset < s.sh_size) {
            read_string(e, &names, s.sh_name, name);
            return;
        }
}

/* Where the byte at an offset of the file is loaded, by the file's own addresses. */
static bool address_of(const struct elf_file *e, uint64_t offset, uint64_t *address)
{
    Elf64_Phdr p;
    for (unsigned i = 0; elf_segment(e, i, &p); i++)
        if (p.p_type == PT_LOAD && offset >= p.p_offset && offset - p.p_offset < p.p_filesz) {
            *address = p.p_vaddr + (offset - p.p_offset);
            return true;
        }
    return false;
}

/* Looks through a table of symbols; a crafted one is no longer than the file. */
static bool find_symbol(const struct elf_file *e, const Elf64_Shdr *table, uint64_t address,
                        Elf64_Sym *found)
{
    Elf64_Sym some[256];
    uint64_t left = table->sh_offset <= e->size ? e->size - table->sh_offset : 0;
    uint64_t count = (table->sh_size < left ? table->sh_size : left) / sizeof *some;
    for (uint64_t i = 0; i < count;) {
        size_t now = count - i < 256 ? count - i : 256;
        if (!elf_bytes(e, table->sh_offset + i * sizeof *some, some, now * sizeof *some))
            return false;
        for (size_t n = 0; n < now; n++)
            if (ELF64_ST_TYPE(some[n].st_info) == STT_FUNC &&
                address - some[n].st_value < some[n].st_size) {
                *found = some[n];
                return true;
            }
        i += now;
    }
    return false;
}

/* The first table of symbols of that type: one is all that linkers make. */
static bool find_table(const struct elf_file *e, uint32_t type, Elf64_Shdr *table)
{
    for (unsigned i = 0; elf_section(e, i, table); i++)
        if (table->sh_type == type)
            return true;
    return false;
}

bool elf_symbol_at(const struct elf_file *e, uint64_t offset, char name[ELF_NAME], uint64_t *within)
{
    static const uint32_t types[] = {SHT_SYMTAB, SHT_DYNSYM};
    uint64_t address;
    Elf64_Shdr table, strings;
    Elf64_Sym found;
    *name = '\0';
    if (!address_of(e, offset, &address))
        return false;
    for (size_t t = 0; t < sizeof types / sizeof *types && !*name; t++)
        if (find_table(e, types[t], &table) && elf_section(e, table.sh_link, &strings) &&
            find_symbol(e, &table, address, &found)) {
            read_string(e, &strings, found.st_name, name);
            *within = address - found.st_value;
        }
    return *name;
}
