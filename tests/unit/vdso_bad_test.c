/* SPDX-License-Identifier: MIT */
#include "kernel/vdso.h"

#include "vdso_image.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* What inspect and the paths would do with an image. */
static void use(const struct vdso *v)
{
    struct vdso_symbol s;
    size_t lengths = strlen(v->soname);
    for (size_t i = 0; vdso_symbol_at(v, i, &s); i++)
        lengths += strlen(s.name) + strlen(s.version);
    vdso_find(v, "image_first", "LINUX_2.6", &s);
    assert_true(lengths < (size_t)LARGEST * 4096);
}

/* Puts the bytes right before a page that can't be read: any step outside ends the test. */
static unsigned char *before_guard(const unsigned char *bytes, size_t size)
{
    static unsigned char *area;
    if (!area) {
        area =
            mmap(NULL, LARGEST + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        mprotect(area + LARGEST, 4096, PROT_NONE);
    }
    return memcpy(area + LARGEST - size, bytes, size);
}

static void reads_nothing_outside_a_cut_image(void **state)
{
    (void)state;
    for (int i = 0; i < STYLES; i++) {
        struct image image;
        struct vdso v;
        load(&image, styles[i]);
        for (size_t size = 0; size < image.size; size += size < 2048 ? 1 : 17)
            if (!vdso_parse(before_guard(image.bytes, size), size, BASE, &v))
                use(&v);
        assert_non_null(vdso_parse(before_guard(image.bytes, 2000), 2000, BASE, &v));
    }
}

static void reads_nothing_outside_a_damaged_image(void **state)
{
    static const unsigned char values[] = {0, 1, 0x7f, 0x80, 0xff};
    static struct image originals[STYLES];
    (void)state;
    srand(1);
    for (int i = 0; i < STYLES; i++)
        load(&originals[i], styles[i]);
    for (int i = 0; i < STYLES * 4000; i++) {
        struct image image = originals[i % STYLES];
        struct vdso v;
        for (int n = rand() % 4; n >= 0; n--)
            image.bytes[(size_t)rand() % 1500] = values[rand() % 5];
        if (!vdso_parse(before_guard(image.bytes, image.size), image.size, BASE, &v))
            use(&v);
    }
}

/* The bytes of a section, so that a test can spoil a table. */
static unsigned char *section(struct image *image, uint32_t type)
{
    Elf64_Ehdr e;
    Elf64_Shdr s;
    memcpy(&e, image->bytes, sizeof e);
    for (size_t i = 0; i < e.e_shnum; i++) {
        memcpy(&s, image->bytes + e.e_shoff + i * sizeof s, sizeof s);
        if (s.sh_type == type)
            return image->bytes + s.sh_offset;
    }
    fail_msg("the test image has no section of that type");
    return NULL;
}

/* Sets the value of a dynamic tag; the value that was there. */
static uint64_t set_dynamic(struct image *image, int64_t tag, uint64_t value)
{
    unsigned char *at = section(image, SHT_DYNAMIC);
    for (Elf64_Dyn d;; at += sizeof d) {
        memcpy(&d, at, sizeof d);
        assert_int_not_equal(d.d_tag, DT_NULL);
        if (d.d_tag != tag)
            continue;
        memcpy(at + offsetof(Elf64_Dyn, d_un), &value, sizeof value);
        return d.d_un.d_val;
    }
}

static const char *parse_guarded(const struct image *image)
{
    struct vdso v;
    return vdso_parse(before_guard(image->bytes, image->size), image->size, BASE, &v);
}

static const char *parse_with_dynamic(int64_t tag, uint64_t value)
{
    struct image image;
    load(&image, "gnu");
    set_dynamic(&image, tag, value);
    return parse_guarded(&image);
}

static const char *parse_with(const char *style, uint32_t type, size_t word, uint32_t value)
{
    struct image image;
    load(&image, style);
    memcpy(section(&image, type) + word * sizeof value, &value, sizeof value);
    return parse_guarded(&image);
}

static void refuses_hash_tables_that_lie(void **state)
{
    enum { NCHAIN = 1, NBUCKETS = 0, SYMOFFSET = 1, BLOOM = 2 };
    (void)state;
    assert_null(parse_with("sysv", SHT_HASH, 0, 1));
    assert_non_null(parse_with("sysv", SHT_HASH, NCHAIN, UINT32_MAX));
    assert_non_null(parse_with("sysv", SHT_HASH, NCHAIN, 4096));
    assert_non_null(parse_with("sysv", SHT_HASH, NCHAIN, 0));
    assert_non_null(parse_with("gnu", SHT_GNU_HASH, NBUCKETS, UINT32_MAX));
    assert_non_null(parse_with("gnu", SHT_GNU_HASH, SYMOFFSET, UINT32_MAX));
    assert_non_null(parse_with("gnu", SHT_GNU_HASH, BLOOM, UINT32_MAX));
}

static void refuses_what_is_no_object_of_this_machine(void **state)
{
    struct image image;
    struct vdso v;
    (void)state;
    load(&image, "both");
    image.bytes[EI_CLASS] = ELFCLASS32;
    assert_non_null(strstr(vdso_parse(image.bytes, image.size, BASE, &v), "i386 shared object"));
    image.bytes[EI_CLASS] = ELFCLASS64 + 1;
    assert_non_null(strstr(vdso_parse(image.bytes, image.size, BASE, &v), "64 bits"));
    image.bytes[0] = 'X';
    assert_non_null(strstr(vdso_parse(image.bytes, image.size, BASE, &v), "no ELF"));
    assert_non_null(vdso_parse(image.bytes, 0, BASE, &v));
}

static void refuses_tables_that_leave_their_segment(void **state)
{
    Elf64_Phdr load_segment;
    struct image image;
    (void)state;
    load(&image, "gnu");
    memcpy(&load_segment, image.bytes + sizeof(Elf64_Ehdr), sizeof load_segment);
    assert_int_equal(load_segment.p_type, PT_LOAD);
    uint64_t end = load_segment.p_vaddr + load_segment.p_filesz;
    uint64_t strings = set_dynamic(&image, DT_STRSZ, 0);
    assert_non_null(parse_guarded(&image));
    assert_non_null(parse_with_dynamic(DT_STRSZ, strings - 1));
    assert_non_null(parse_with_dynamic(DT_STRSZ, UINT64_MAX));
    assert_non_null(parse_with_dynamic(DT_SONAME, strings));
    assert_non_null(parse_with_dynamic(DT_SYMTAB, end - 24));
    assert_non_null(parse_with_dynamic(DT_VERSYM, end - 2));
    assert_non_null(parse_with_dynamic(DT_VERDEF, end - 8));
    assert_non_null(parse_with_dynamic(DT_VERDEFNUM, UINT64_MAX));
}

static void refuses_program_headers_that_end_outside(void **state)
{
    struct image image;
    Elf64_Ehdr e;
    (void)state;
    load(&image, "both");
    memcpy(&e, image.bytes, sizeof e);
    memcpy(image.bytes + image.size, image.bytes + e.e_phoff, e.e_phnum * sizeof(Elf64_Phdr));
    e.e_phoff = image.size;
    image.size += e.e_phnum * sizeof(Elf64_Phdr);
    memcpy(image.bytes, &e, sizeof e);
    assert_null(parse_guarded(&image));
    e.e_phnum++;
    memcpy(image.bytes, &e, sizeof e);
    assert_non_null(parse_guarded(&image));
}

static void set_first_size(struct image *image, uint64_t size)
{
    memcpy(image->bytes + sizeof(Elf64_Ehdr) + offsetof(Elf64_Phdr, p_filesz), &size, sizeof size);
}

/* Many empty symbols in one segment that spans the file and zeros behind it. */
static void refuses_more_symbols_than_any_vdso_has(void **state)
{
    enum { NCHAIN = 1, MOST = 4096 };
    static struct image image;
    Elf64_Phdr p;
    (void)state;
    load(&image, "sysv");
    uint32_t count = MOST;
    memcpy(&p, image.bytes + sizeof(Elf64_Ehdr), sizeof p);
    set_dynamic(&image, DT_SYMTAB, p.p_vaddr + image.size);
    unsigned char *nchain = section(&image, SHT_HASH) + NCHAIN * sizeof count;
    memcpy(nchain, &count, sizeof count);
    set_dynamic(&image, DT_VERSYM, p.p_vaddr + image.size);
    image.size += (MOST + 1) * sizeof(Elf64_Sym);
    set_first_size(&image, image.size);
    assert_null(parse_guarded(&image));
    count++;
    memcpy(nchain, &count, sizeof count);
    assert_non_null(parse_guarded(&image));
    count = MOST;
    memcpy(nchain, &count, sizeof count);
    image.size -= 2 * sizeof(Elf64_Sym); /* one too few */
    set_first_size(&image, image.size);
    assert_non_null(parse_guarded(&image));
}

static void finds_no_function_outside_the_image(void **state)
{
    struct image image;
    struct vdso v;
    struct vdso_symbol s;
    (void)state;
    load(&image, "gnu");
    assert_null(vdso_parse(image.bytes, image.size, BASE, &v));
    unsigned char *symbols = section(&image, SHT_DYNSYM);
    for (size_t i = 0; i < v.symbols; i++)
        memset(symbols + i * sizeof(Elf64_Sym) + offsetof(Elf64_Sym, st_value), 0x7f, 8);
    assert_null(vdso_parse(image.bytes, image.size, BASE, &v));
    assert_false(vdso_find(&v, "image_first", "LINUX_2.6", &s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_nothing_outside_a_cut_image),
        cmocka_unit_test(reads_nothing_outside_a_damaged_image),
        cmocka_unit_test(refuses_hash_tables_that_lie),
        cmocka_unit_test(refuses_what_is_no_object_of_this_machine),
        cmocka_unit_test(refuses_tables_that_leave_their_segment),
        cmocka_unit_test(refuses_program_headers_that_end_outside),
        cmocka_unit_test(refuses_more_symbols_than_any_vdso_has),
        cmocka_unit_test(finds_no_function_outside_the_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
