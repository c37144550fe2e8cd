/* SPDX-License-Identifier: MIT */
#include "vdso.h"

#include <dlfcn.h>
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#include <cmocka.h>

static const uint64_t BASE = 0x7f1234560000;
enum { LARGEST = 1 << 16 };

static const char *const styles[] = {"sysv", "gnu", "both"};
enum { STYLES = 3 };

struct image {
    unsigned char bytes[LARGEST];
    size_t size;
};

static void load(struct image *image, const char *style)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/vdso_%s.so", VDSO_IMAGES, style);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    image->size = fread(image->bytes, 1, sizeof image->bytes, file);
    assert_in_range(image->size, 1024, LARGEST - 1);
    fclose(file);
}

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

static void finds_functions_by_name_and_version(void **state)
{
    (void)state;
    for (int i = 0; i < STYLES; i++) {
        struct image image;
        struct vdso v;
        struct vdso_symbol s;
        load(&image, styles[i]);
        assert_null(vdso_parse(image.bytes, image.size, BASE, &v));
        assert_string_equal(v.soname, "vdso_image");
        assert_true(vdso_find(&v, "image_first", "LINUX_2.6", &s));
        assert_string_equal(s.name, "image_first");
        assert_string_equal(s.version, "LINUX_2.6");
        assert_true(vdso_find(&v, "image_alias", "LINUX_2.6", &s));
        assert_true(vdso_find(&v, "image_second", "LINUX_9.9", &s));
        assert_false(vdso_find(&v, "image_second", "LINUX_2.6", &s));
        assert_false(vdso_find(&v, "image_first", "", &s));
        assert_false(vdso_find(&v, "image_firs", "LINUX_2.6", &s));
        assert_false(vdso_find(&v, "image_data", "LINUX_2.6", &s));
        assert_false(vdso_find(&v, "image_needs_this", "", &s));
        assert_false(vdso_find(&v, "LINUX_2.6", "LINUX_2.6", &s));
    }
}

/* first, second, alias, data, and the two versions' own absolute symbols. */
static void lists_every_defined_symbol(void **state)
{
    (void)state;
    for (int i = 0; i < STYLES; i++) {
        struct image image;
        struct vdso v;
        struct vdso_symbol s;
        size_t count = 0, absolute = 0;
        load(&image, styles[i]);
        assert_null(vdso_parse(image.bytes, image.size, BASE, &v));
        for (; vdso_symbol_at(&v, count, &s); count++)
            absolute += strcmp(s.name, s.version) == 0 && s.address == 0;
        assert_int_equal(count, 6);
        assert_int_equal(absolute, 2);
    }
}

/* The loader is the oracle: it maps the file and has a resolver of its own. */
static void addresses_are_those_of_the_loader(void **state)
{
    (void)state;
    for (int i = 0; i < STYLES; i++) {
        struct image image;
        struct vdso v;
        struct vdso_symbol s;
        char path[4096];
        Dl_info info;
        load(&image, styles[i]);
        snprintf(path, sizeof path, "%s/vdso_%s.so", VDSO_IMAGES, styles[i]);
        void *loaded = dlopen(path, RTLD_LAZY);
        assert_non_null(loaded);
        char *address = dlvsym(loaded, "image_first", "LINUX_2.6");
        assert_int_not_equal(dladdr(address, &info), 0);
        assert_null(vdso_parse(image.bytes, image.size, (uint64_t)info.dli_fbase, &v));
        assert_true(vdso_find(&v, "image_first", "LINUX_2.6", &s));
        assert_int_equal(s.address, (uint64_t)address);
        dlclose(loaded);
    }
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
    (void)state;
    srand(1);
    for (int i = 0; i < STYLES * 4000; i++) {
        struct image image;
        struct vdso v;
        load(&image, styles[i % STYLES]);
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

static const char *parse_with(const char *style, uint32_t type, size_t word, uint32_t value)
{
    struct image image;
    struct vdso v;
    load(&image, style);
    memcpy(section(&image, type) + word * sizeof value, &value, sizeof value);
    return vdso_parse(image.bytes, image.size, BASE, &v);
}

static void refuses_hash_tables_that_lie(void **state)
{
    enum { NCHAIN = 1, NBUCKETS = 0, SYMOFFSET = 1, BLOOM = 2 };
    (void)state;
    assert_null(parse_with("sysv", SHT_HASH, 0, 1));
    assert_non_null(parse_with("sysv", SHT_HASH, NCHAIN, UINT32_MAX));
    assert_non_null(parse_with("sysv", SHT_HASH, NCHAIN, 0));
    assert_non_null(parse_with("gnu", SHT_GNU_HASH, NBUCKETS, UINT32_MAX));
    assert_non_null(parse_with("gnu", SHT_GNU_HASH, SYMOFFSET, UINT32_MAX));
    assert_non_null(parse_with("gnu", SHT_GNU_HASH, BLOOM, UINT32_MAX));
}

static void refuses_what_is_no_64_bit_object(void **state)
{
    struct image image;
    struct vdso v;
    (void)state;
    load(&image, "both");
    image.bytes[EI_CLASS] = ELFCLASS32;
    assert_non_null(strstr(vdso_parse(image.bytes, image.size, BASE, &v), "64-bit"));
    image.bytes[0] = 'X';
    assert_non_null(strstr(vdso_parse(image.bytes, image.size, BASE, &v), "no ELF"));
    assert_non_null(vdso_parse(image.bytes, 0, BASE, &v));
}

/* Every function of this process's vDSO, against what glibc's resolver says. */
static void agrees_with_dlvsym_on_the_own_vdso(void **state)
{
    struct vdso v;
    struct vdso_symbol s, found;
    size_t functions = 0;
    (void)state;
    if (!getauxval(AT_SYSINFO_EHDR))
        skip();
    assert_null(vdso_own(&v));
    assert_string_equal(v.soname, "linux-vdso.so.1");
    void *loaded = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
    assert_non_null(loaded);
    for (size_t i = 0; vdso_symbol_at(&v, i, &s); i++) {
        assert_string_equal(s.version, "LINUX_2.6");
        if (strcmp(s.name, "LINUX_2.6") == 0) {
            assert_false(vdso_find(&v, s.name, s.version, &found));
            continue;
        }
        assert_true(vdso_find(&v, s.name, s.version, &found));
        assert_int_equal(found.address, s.address);
        assert_ptr_equal((void *)s.address, dlvsym(loaded, s.name, s.version));
        assert_ptr_equal((void *)s.address, dlsym(loaded, s.name));
        functions++;
    }
    assert_true(functions >= 4);
    dlclose(loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_functions_by_name_and_version),
        cmocka_unit_test(lists_every_defined_symbol),
        cmocka_unit_test(addresses_are_those_of_the_loader),
        cmocka_unit_test(reads_nothing_outside_a_cut_image),
        cmocka_unit_test(reads_nothing_outside_a_damaged_image),
        cmocka_unit_test(refuses_hash_tables_that_lie),
        cmocka_unit_test(refuses_what_is_no_64_bit_object),
        cmocka_unit_test(agrees_with_dlvsym_on_the_own_vdso),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
