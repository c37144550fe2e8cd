/* SPDX-License-Identifier: MIT */
#include "kernel/vdso.h"

#include "kernel/vdso_own.h"
#include "vdso_image.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/auxv.h>

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
        assert_false(vdso_find(&v, "image_second", "LINUX_1.0", &s));
        assert_false(vdso_find(&v, "image_first", "", &s));
        assert_false(vdso_find(&v, "image_firs", "LINUX_2.6", &s));
        assert_false(vdso_find(&v, "image_data", "LINUX_2.6", &s));
        assert_false(vdso_find(&v, "image_needs_this", "", &s));
        assert_false(vdso_find(&v, "LINUX_2.6", "LINUX_2.6", &s));
    }
}

static void finds_a_hidden_version(void **state)
{
    (void)state;
    for (int i = 0; i < STYLES; i++) {
        struct image image;
        struct vdso v;
        struct vdso_symbol older, newer;
        load(&image, styles[i]);
        assert_null(vdso_parse(image.bytes, image.size, BASE, &v));
        assert_true(vdso_find(&v, "image_second", "LINUX_2.6", &older));
        assert_true(vdso_find(&v, "image_second", "LINUX_9.9", &newer));
        assert_int_not_equal(older.address, newer.address);
    }
}

static void knows_absolute_symbols_from_functions(void **state)
{
    struct image image;
    struct vdso v;
    struct vdso_symbol s;
    (void)state;
    load(&image, "gnu");
    assert_null(vdso_parse(image.bytes, image.size, BASE, &v));
    assert_false(vdso_find(&v, "image_absolute", "LINUX_2.6", &s));
    for (size_t i = 0; vdso_symbol_at(&v, i, &s); i++)
        if (strcmp(s.name, "image_absolute") == 0)
            break;
    assert_string_equal(s.name, "image_absolute");
    assert_int_equal(s.address, 0x40);
}

/* first, second twice, alias, data, absolute, and the two versions' own absolute symbols. */
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
        assert_int_equal(count, 8);
        assert_int_equal(absolute, 2);
    }
}

/* The loader is the oracle: it maps the file and has a resolver of its own. */
static void addresses_are_those_of_the_loader(void **state)
{
    (void)state;
    for (int i = 0; i < OF_64_BITS; i++) { /* another can't be loaded */
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
        cmocka_unit_test(finds_a_hidden_version),
        cmocka_unit_test(knows_absolute_symbols_from_functions),
        cmocka_unit_test(agrees_with_dlvsym_on_the_own_vdso),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
