/* SPDX-License-Identifier: MIT */
#include "kernel/vdso.h"

#include "kernel/vdso_elf.h"

#include <string.h>

/* A real vDSO has about 20 symbols, 5 segments and 2 versions. The limits keep a crafted image from
 * taking quadratic time. */
enum { MAX_SYMBOLS = 4096, MAX_SEGMENTS = 64, MAX_VERSIONS = 64 };
enum { VERSION_INDEX = 0x7fff, FIRST_VERSION = 2 }; /* 0: local, 1: global without a version */

/* The i-th program header; false past the last one, and where it lies outside. */
static bool segment(const struct vdso *v, unsigned i, Elf64_Phdr *p)
{
    struct vdso_bytes image = {v->image, v->size};
    Elf64_Ehdr e;
    return vdso_ehdr(image, &e) && i < e.e_phnum && vdso_phdr(image, v->is_32, e.e_phoff, i, p);
}

/* What lies at a link-time address, up to the end of its segment. */
static struct vdso_bytes mapped(const struct vdso *v, uint64_t address)
{
    Elf64_Phdr p;
    for (unsigned i = 0; segment(v, i, &p); i++)
        if (p.p_type == PT_LOAD && address - p.p_vaddr < p.p_filesz) {
            uint64_t within = address - p.p_vaddr;
            return (struct vdso_bytes){v->image + p.p_offset + within, p.p_filesz - within};
        }
    return (struct vdso_bytes){0};
}

static const char *check_header(struct vdso *v)
{
    struct vdso_bytes image = {v->image, v->size};
    char magic[SELFMAG];
    Elf64_Ehdr e;
    if (!vdso_copy(image, 0, magic, sizeof magic) || memcmp(magic, ELFMAG, SELFMAG) != 0)
        return "the image is no ELF file";
    if (!vdso_ehdr(image, &e) || e.e_ident[EI_DATA] != ELFDATA2LSB)
        return "the image is not a little-endian ELF file of 32 or 64 bits";
    v->is_32 = e.e_ident[EI_CLASS] == ELFCLASS32;
    if (e.e_type != ET_DYN || e.e_machine != (v->is_32 ? EM_386 : EM_X86_64))
        return "the image is no x86-64 or i386 shared object";
    if (e.e_phentsize != (v->is_32 ? sizeof(Elf32_Phdr) : sizeof(Elf64_Phdr)) || !e.e_phnum ||
        e.e_phnum > MAX_SEGMENTS)
        return "the image's program headers have a wrong size or number";
    return NULL;
}

/* Sets the bias from the first PT_LOAD, and makes sure that all lie in the image. */
static const char *check_segments(struct vdso *v, uint64_t base)
{
    Elf64_Ehdr e;
    Elf64_Phdr p;
    unsigned i = 0, loads = 0;
    struct vdso_bytes image = {v->image, v->size};
    vdso_ehdr(image, &e);
    for (; segment(v, i, &p); i++) {
        if (p.p_type != PT_LOAD)
            continue;
        if (p.p_offset > v->size || p.p_filesz > v->size - p.p_offset)
            return "a segment ends outside the image";
        if (!loads++)
            v->bias = base + p.p_offset - p.p_vaddr;
    }
    if (i < e.e_phnum)
        return "the program headers end outside the image";
    return loads ? NULL : "the image has no loadable segment";
}

static struct vdso_bytes dynamic_section(const struct vdso *v)
{
    Elf64_Phdr p;
    for (unsigned i = 0; segment(v, i, &p); i++)
        if (p.p_type == PT_DYNAMIC && p.p_offset <= v->size && p.p_filesz <= v->size - p.p_offset)
            return (struct vdso_bytes){v->image + p.p_offset, p.p_filesz};
    return (struct vdso_bytes){0};
}

/* The value of a dynamic tag, or 0. */
static uint64_t dynamic(const struct vdso *v, int64_t tag)
{
    struct vdso_bytes section = dynamic_section(v);
    Elf64_Dyn d;
    for (uint64_t i = 0; vdso_dyn(section, v->is_32, i, &d) && d.d_tag != DT_NULL; i++)
        if (d.d_tag == tag)
            return d.d_un.d_val;
    return 0;
}

/* The table that a dynamic tag points to; at address 0 there would be the ELF header. */
static struct vdso_bytes table_of(const struct vdso *v, int64_t tag)
{
    uint64_t address = dynamic(v, tag);
    return address ? mapped(v, address) : (struct vdso_bytes){0};
}

/* Symbols are sorted by bucket, so the last of all ends the chain of the highest bucket. Returns
 * the number of symbols, or 0 where the table is malformed. */
static uint64_t count_gnu(struct vdso_bytes table, bool is_32)
{
    uint32_t head[4], last = 0, word; /* buckets, first symbol, bloom words, shift */
    if (!vdso_copy(table, 0, head, sizeof head))
        return 0;
    uint64_t at = sizeof head + head[2] * (uint64_t)(is_32 ? 4 : 8);
    for (uint32_t i = 0; i < head[0]; i++, at += sizeof word) {
        if (!vdso_copy(table, at, &word, sizeof word))
            return 0;
        last = word > last ? word : last;
    }
    if (!last)
        return head[1];
    if (last < head[1])
        return 0;
    at += (last - head[1]) * (uint64_t)sizeof word;
    for (uint64_t count = last + (uint64_t)1; vdso_copy(table, at, &word, sizeof word); count++) {
        if (word & 1)
            return count;
        at += sizeof word;
    }
    return 0;
}

static uint64_t count_symbols(const struct vdso *v)
{
    uint32_t head[2]; /* nbucket, nchain: one chain word for each symbol */
    if (vdso_copy(table_of(v, DT_HASH), 0, head, sizeof head))
        return head[1];
    return count_gnu(table_of(v, DT_GNU_HASH), v->is_32);
}

/* The last byte has to end a string, so that every offset inside gives one. */
static const char *check_strings(struct vdso *v)
{
    struct vdso_bytes strings = table_of(v, DT_STRTAB);
    uint64_t size = dynamic(v, DT_STRSZ), soname = dynamic(v, DT_SONAME);
    if (!size || size > strings.size || strings.at[size - 1] || soname >= size)
        return "the string table is missing or ends outside the image";
    v->strtab = (const char *)strings.at;
    v->strsize = (size_t)size;
    v->soname = v->strtab + soname;
    return NULL;
}

static Elf64_Sym symbol(const struct vdso *v, size_t i)
{
    struct vdso_bytes table = {v->symtab, v->symbols * vdso_sym_size(v->is_32)};
    Elf64_Sym s = {0};
    vdso_sym(table, v->is_32, i, &s);
    return s;
}

static const char *check_symbols(struct vdso *v)
{
    struct vdso_bytes table = table_of(v, DT_SYMTAB);
    uint64_t count = count_symbols(v);
    if (!count || count > MAX_SYMBOLS)
        return "the symbols can't be counted: no sound DT_HASH or DT_GNU_HASH table";
    if (!table.at || count * vdso_sym_size(v->is_32) > table.size)
        return "the symbol table is missing or ends outside the image";
    v->symtab = table.at;
    v->symbols = (size_t)count;
    for (size_t i = 0; i < count; i++)
        if (symbol(v, i).st_name >= v->strsize)
            return "a symbol's name lies outside the string table";
    return NULL;
}

/* One DT_VERDEF record and the name that comes first; its position moves to the next record. */
static bool take_version(struct vdso_bytes table, uint64_t *at, Elf64_Verdef *d,
                         Elf64_Verdaux *name)
{
    if (!vdso_copy(table, *at, d, sizeof *d) ||
        !vdso_copy(table, *at + d->vd_aux, name, sizeof *name))
        return false;
    *at += d->vd_next;
    return true;
}

static const char *check_versions(struct vdso *v)
{
    static const char bad[] = "the version tables end outside the image";
    struct vdso_bytes indices = table_of(v, DT_VERSYM), table = table_of(v, DT_VERDEF);
    uint64_t at = 0;
    Elf64_Verdef d;
    Elf64_Verdaux name;
    if (!indices.at || !table.at)
        return NULL;
    uint64_t count = dynamic(v, DT_VERDEFNUM);
    if (v->symbols * sizeof(Elf64_Versym) > indices.size || count > MAX_VERSIONS)
        return bad;
    v->verdef_count = (size_t)count;
    for (size_t i = 0; i < v->verdef_count; i++)
        if (!take_version(table, &at, &d, &name) || name.vda_name >= v->strsize)
            return bad;
    v->versym = indices.at;
    v->verdef = table.at;
    return NULL;
}

const char *vdso_parse(const void *image, size_t size, uint64_t base, struct vdso *v)
{
    *v = (struct vdso){.image = image, .size = size};
    const char *wrong = check_header(v);
    if (!wrong)
        wrong = check_segments(v, base);
    if (!wrong)
        wrong = check_strings(v);
    if (!wrong)
        wrong = check_symbols(v);
    return wrong ? wrong : check_versions(v);
}

/* The tables were checked when the image was parsed, so no record leads outside. */
static const char *version(const struct vdso *v, size_t i)
{
    struct vdso_bytes table = {v->verdef,
                               v->size - (size_t)((const unsigned char *)v->verdef - v->image)};
    Elf64_Versym index;
    Elf64_Verdef d;
    Elf64_Verdaux name;
    uint64_t at = 0;
    memcpy(&index, (const unsigned char *)v->versym + i * sizeof index, sizeof index);
    index &= VERSION_INDEX;
    for (size_t n = 0; index >= FIRST_VERSION && n < v->verdef_count; n++)
        if (take_version(table, &at, &d, &name) && d.vd_ndx == index)
            return v->strtab + name.vda_name;
    return "";
}

/* An absolute symbol, such as the version's own LINUX_2.6, isn't moved. */
static struct vdso_symbol describe_vdso(const struct vdso *v, size_t i, const Elf64_Sym *s)
{
    return (struct vdso_symbol){
        .name = v->strtab + s->st_name,
        .version = v->versym ? version(v, i) : "",
        .address = s->st_value + (s->st_shndx == SHN_ABS ? 0 : v->bias),
        .size = s->st_size,
    };
}

static bool exported(const Elf64_Sym *s)
{
    return s->st_shndx != SHN_UNDEF && ELF64_ST_BIND(s->st_info) != STB_LOCAL;
}

static bool is_function(const struct vdso *v, const Elf64_Sym *s)
{
    return exported(s) && s->st_shndx != SHN_ABS && ELF64_ST_TYPE(s->st_info) == STT_FUNC &&
           mapped(v, s->st_value).at;
}

/* Without version tables any version will do, as in the kernel's own parse_vdso.c. */
bool vdso_find(const struct vdso *v, const char *name, const char *version_name,
               struct vdso_symbol *s)
{
    for (size_t i = 0; i < v->symbols; i++) {
        Elf64_Sym one = symbol(v, i);
        if (!is_function(v, &one))
            continue;
        *s = describe_vdso(v, i, &one);
        if (!strcmp(s->name, name) && (!v->versym || !strcmp(s->version, version_name)))
            return true;
    }
    return false;
}

bool vdso_symbol_at(const struct vdso *v, size_t i, struct vdso_symbol *s)
{
    for (size_t n = 0; n < v->symbols; n++) {
        Elf64_Sym one = symbol(v, n);
        if (!exported(&one) || i--)
            continue;
        *s = describe_vdso(v, n, &one);
        return true;
    }
    return false;
}
