/* SPDX-License-Identifier: MIT */
#include "elf/elf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static unsigned char *image;
static size_t size;

/* This program's own file, in memory. */
static int read_own(void **state)
{
    struct stat s;
    int fd = open("/proc/self/exe", O_RDONLY);
    (void)state;
    if (fd < 0 || fstat(fd, &s) != 0)
        return -1;
    size = (size_t)s.st_size;
    image = malloc(size);
    ssize_t got = image ? read(fd, image, size) : -1;
    close(fd);
    return got == (ssize_t)size ? 0 : -1;
}

static int free_own(void **state)
{
    (void)state;
    free(image);
    return 0;
}

static int file_of(const unsigned char *bytes, size_t count)
{
    int fd = memfd_create("elf", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, count), count);
    return fd;
}

static enum elf_kind kind_of(size_t count)
{
    struct elf_file e;
    int fd = file_of(image, count);
    enum elf_kind kind = elf_open(fd, &e);
    close(fd);
    return kind;
}

/* The offset in the file of a function of this program. */
static uint64_t offset_of(const struct elf_file *e, const char *name)
{
    char found[ELF_NAME];
    uint64_t within = 1;
    Elf64_Phdr p;
    for (unsigned i = 0; elf_segment(e, i, &p); i++)
        if (p.p_type == PT_LOAD && p.p_flags & PF_X)
            for (uint64_t at = p.p_offset; at < p.p_offset + elf_filled(e, &p); at++)
                if (elf_symbol_at(e, at, found, &within) && !within && strcmp(found, name) == 0)
                    return at;
    return 0;
}

static void symbols_and_sections_are_found(void **state)
{
    struct elf_file e;
    char name[ELF_NAME];
    uint64_t within;
    int fd = file_of(image, size);
    (void)state;
    assert_int_equal(elf_open(fd, &e), ELF_GOOD);
    uint64_t at = offset_of(&e, "main");
    assert_true(at > 0);
    assert_true(elf_symbol_at(&e, at + 5, name, &within));
    assert_string_equal(name, "main");
    assert_int_equal(within, 5);
    elf_section_at(&e, at, name);
    assert_true(strncmp(name, ".text", 5) == 0);
    assert_false(elf_symbol_at(&e, size + 1, name, &within));
    assert_string_equal(name, "");
    close(fd);
}

static void a_file_is_told_by_its_header(void **state)
{
    (void)state;
    assert_int_equal(kind_of(0), ELF_NONE);
    assert_int_equal(kind_of(15), ELF_NONE);
    assert_int_equal(kind_of(16), ELF_BROKEN);
    assert_int_equal(kind_of(63), ELF_BROKEN);
    assert_int_equal(kind_of(size / 2), ELF_GOOD); /* its sections are gone, and it would run */
    image[EI_CLASS] = ELFCLASS32;
    assert_int_equal(kind_of(size), ELF_OTHER);
    image[EI_CLASS] = ELFCLASS64;
    image[18] = EM_AARCH64;
    assert_int_equal(kind_of(size), ELF_OTHER);
    image[18] = EM_X86_64;
    image[0] = 'M';
    assert_int_equal(kind_of(size), ELF_NONE);
    image[0] = ELFMAG0;
    assert_int_equal(kind_of(size), ELF_GOOD);
}

/* Cut at any place, and with any byte of its headers changed, it is read or refused. */
static void broken_files_are_read_or_refused(void **state)
{
    struct elf_file e;
    char name[ELF_NAME];
    uint64_t within;
    (void)state;
    for (size_t i = 0; i < 64 + 56 * 4; i++) {
        unsigned char kept = image[i];
        image[i] = (unsigned char)~kept;
        int fd = file_of(image, i % 2 ? size : size - size / (i + 2));
        if (elf_open(fd, &e) == ELF_GOOD) {
            elf_symbol_at(&e, 0x1100, name, &within);
            elf_section_at(&e, 0x1100, name);
        }
        close(fd);
        image[i] = kept;
    }
}

/* A FIFO or a device is never opened, by a link neither. */
static void only_regular_files_are_opened(void **state)
{
    char folder[] = "/tmp/systoll-elf-XXXXXX", path[64], link[64];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/fifo", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(elf_path(path, 0), -EINVAL);
    assert_int_equal(elf_path("/dev/null", 0), -EINVAL);
    assert_int_equal(elf_path(folder, 0), -EINVAL);
    assert_int_equal(elf_path("/nowhere/at/all", 0), -ENOENT);
    assert_int_equal(symlink("/dev/null", link), 0);
    assert_int_equal(elf_path(link, 0), -EINVAL);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(symlink("/proc/self/exe", link), 0);
    assert_int_equal(elf_path(link, O_NOFOLLOW), -EINVAL);
    int fd = elf_path(link, 0);
    assert_true(fd >= 0);
    close(fd);
    unlink(link);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symbols_and_sections_are_found),
        cmocka_unit_test(a_file_is_told_by_its_header),
        cmocka_unit_test(broken_files_are_read_or_refused),
        cmocka_unit_test(only_regular_files_are_opened),
    };
    return cmocka_run_group_tests(tests, read_own, free_own);
}
