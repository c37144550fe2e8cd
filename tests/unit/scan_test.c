/* SPDX-License-Identifier: MIT */
#include "scan/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { HEADERS = 4096, MIB = 1 << 20, LOADED = 0x400000, GETTIMEOFDAY = 0, TIME = 1, GETCPU = 2 };

static struct scan_file found;

/* One instruction or datum, told at each place of its bytes. */
static struct form_place told(const unsigned char *bytes, size_t size, uint64_t address, bool code)
{
    unsigned char all[FORM_BEFORE + 16 + FORM_BEHIND] = {0};
    struct form_place one = {FORM_NONE, 0, 0, 0};
    memcpy(all + FORM_BEFORE, bytes, size);
    for (size_t i = 0; i < size; i++) {
        struct form_place p = form_at(all + FORM_BEFORE + i, address + i, code, true);
        if (!p.form)
            continue;
        assert_int_equal(one.form, FORM_NONE);
        assert_int_equal(p.before, i);
        one = p;
    }
    return one;
}

static const struct {
    unsigned char bytes[16];
    int size;
    enum form form;
    int call;
} forms[] = {
    /* mov $imm32,%rax; mov $imm32,%r9 */
    {{0x48, 0xc7, 0xc0, 0, 4, 0x60, 0xff}, 7, FORM_LOAD, TIME},
    {{0x49, 0xc7, 0xc1, 0, 8, 0x60, 0xff}, 7, FORM_LOAD, GETCPU},
    /* movabs $imm64,%r11 */
    {{0x49, 0xbb, 0, 0, 0x60, 0xff, 0xff, 0xff, 0xff, 0xff}, 10, FORM_LOAD, GETTIMEOFDAY},
    /* movq $imm32,(%rax); -8(%rbp); 8(%rsp); 0x1000(%rip); 0x1000(,%rax,8); 0x100(%rsp) */
    {{0x48, 0xc7, 0x00, 0, 4, 0x60, 0xff}, 7, FORM_STORE, TIME},
    {{0x48, 0xc7, 0x45, 0xf8, 0, 4, 0x60, 0xff}, 8, FORM_STORE, TIME},
    {{0x48, 0xc7, 0x44, 0x24, 8, 0, 4, 0x60, 0xff}, 9, FORM_STORE, TIME},
    {{0x48, 0xc7, 0x05, 0, 0x10, 0, 0, 0, 4, 0x60, 0xff}, 11, FORM_STORE, TIME},
    {{0x48, 0xc7, 0x04, 0xc5, 0, 0x10, 0, 0, 0, 4, 0x60, 0xff}, 12, FORM_STORE, TIME},
    {{0x48, 0xc7, 0x84, 0x24, 0, 1, 0, 0, 0, 4, 0x60, 0xff}, 12, FORM_STORE, TIME},
    /* push */
    {{0x68, 0, 8, 0x60, 0xff}, 5, FORM_PUSH, GETCPU},
    /* cmp $imm32,%rax; %r12; 8(%rbx) */
    {{0x48, 0x3d, 0, 0, 0x60, 0xff}, 6, FORM_COMPARE, GETTIMEOFDAY},
    {{0x49, 0x81, 0xfc, 0, 0, 0x60, 0xff}, 7, FORM_COMPARE, GETTIMEOFDAY},
    {{0x48, 0x81, 0x7b, 8, 0, 0, 0x60, 0xff}, 8, FORM_COMPARE, GETTIMEOFDAY},
    /* No forms: add $imm32,%rax; lea imm32(%r8),%r11; mov $imm32,%eax; the entry behind them */
    {{0x48, 0x81, 0xc0, 0, 0, 0x60, 0xff}, 7, FORM_NONE, 0},
    {{0x4d, 0x8d, 0x98, 0, 0, 0x60, 0xff}, 7, FORM_NONE, 0},
    {{0xb8, 0, 4, 0x60, 0xff}, 5, FORM_NONE, 0},
    {{0x48, 0xc7, 0xc0, 0, 12, 0x60, 0xff}, 7, FORM_NONE, 0},
};

static void forms_are_told_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct form_place p = told(forms[i].bytes, (size_t)forms[i].size, 0x401001, true);
        assert_int_equal(p.form, forms[i].form);
        if (!p.form)
            continue;
        assert_int_equal(p.call, forms[i].call);
        assert_int_equal(p.length, forms[i].size);
        /* what can't be executed is no instruction */
        assert_int_equal(told(forms[i].bytes, (size_t)forms[i].size, 0x401001, false).form,
                         FORM_NONE);
    }
}

static void data_are_eight_aligned_bytes(void **state)
{
    const unsigned char eight[] = {0, 8, 0x60, 0xff, 0xff, 0xff, 0xff, 0xff};
    const unsigned char seven[] = {0, 8, 0x60, 0xff, 0xff, 0xff, 0xff, 0xfe};
    (void)state;
    assert_int_equal(told(eight, 8, 0x404010, false).form, FORM_DATA);
    assert_int_equal(told(eight, 8, 0x404010, false).call, GETCPU);
    assert_int_equal(told(eight, 8, 0x404011, false).form, FORM_NONE);
    assert_int_equal(told(seven, 8, 0x404010, false).form, FORM_NONE);
}

static void relative_calls_need_a_fixed_address(void **state)
{
    unsigned char all[FORM_BEFORE + 32] = {[FORM_BEFORE - 1] = 0xe8};
    const uint64_t at = 0x401234;
    uint32_t rel = (uint32_t)(0xffffffffff600400 - (at + 4));
    (void)state;
    memcpy(all + FORM_BEFORE, &rel, sizeof rel);
    struct form_place p = form_at(all + FORM_BEFORE, at, true, true);
    assert_int_equal(p.form, FORM_DIRECT);
    assert_int_equal(p.call, TIME);
    assert_int_equal(p.before, 1);
    assert_int_equal(form_at(all + FORM_BEFORE, at, true, false).form, FORM_NONE);
    assert_int_equal(form_at(all + FORM_BEFORE, at + 1, true, true).form, FORM_NONE);
}

/* A program of one segment that can be executed; what it holds is size bytes at text. */
static int program(unsigned char **text, size_t size)
{
    unsigned char *all = calloc(1, HEADERS + size);
    Elf64_Ehdr e = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB},
                    .e_type = ET_EXEC,
                    .e_machine = EM_X86_64,
                    .e_phoff = sizeof e,
                    .e_phentsize = sizeof(Elf64_Phdr),
                    .e_phnum = 1};
    Elf64_Phdr p = {.p_type = PT_LOAD,
                    .p_flags = PF_R | PF_X,
                    .p_offset = HEADERS,
                    .p_vaddr = LOADED,
                    .p_filesz = size};
    assert_non_null(all);
    memcpy(all, &e, sizeof e);
    memcpy(all + sizeof e, &p, sizeof p);
    if (*text)
        memcpy(all + HEADERS, *text, size);
    int fd = memfd_create("program", MFD_CLOEXEC);
    assert_int_equal(write(fd, all, HEADERS + size), HEADERS + size);
    free(all);
    return fd;
}

static void scan_text(unsigned char *text, size_t size)
{
    int fd = program(&text, size);
    assert_int_equal(scan_fd(fd, &found), 0);
    close(fd);
}

/* Every place is found, once: in the middle, at both ends, and where pieces meet. */
static void each_place_is_found_once(void **state)
{
    static const unsigned char load[] = {0x48, 0xc7, 0xc0, 0, 4, 0x60, 0xff};
    const size_t size = 2 * MIB + 777;
    unsigned char *text = calloc(1, size);
    (void)state;
    const size_t ends[][2] = {{0, 20},
                              {MIB - 20, MIB + 20},
                              {2 * MIB - 20, 2 * MIB + 20},
                              {size - 20, size - sizeof load + 1}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t at = ends[i][0]; at < ends[i][1]; at++) {
            memcpy(text + at, load, sizeof load);
            scan_text(text, size);
            assert_int_equal(found.size, 1);
            assert_int_equal(found.places[0].offset, HEADERS + at);
            assert_int_equal(found.places[0].address, LOADED + at);
            assert_true(found.may_call);
            memset(text + at, 0, sizeof load);
        }
    free(text);
}

static void direct_calls_are_found_where_pieces_meet(void **state)
{
    const size_t size = MIB + 777;
    unsigned char *text = calloc(1, size);
    (void)state;
    for (size_t at = MIB - 6; at < MIB + 2; at++) {
        uint32_t rel = (uint32_t)(0xffffffffff600800 - (LOADED + at + 5));
        text[at] = 0xe8;
        memcpy(text + at + 1, &rel, sizeof rel);
        scan_text(text, size);
        assert_int_equal(found.size, 1);
        assert_int_equal(found.places[0].what.form, FORM_DIRECT);
        assert_int_equal(found.places[0].offset, HEADERS + at);
        memset(text + at, 0, 5);
    }
    free(text);
}

static void what_only_compares_or_is_known_is_harmless(void **state)
{
    static const unsigned char compare[] = {0x48, 0x3d, 0, 0, 0x60, 0xff};
    static const unsigned char load[] = {0x48, 0xc7, 0xc0, 0, 4, 0x60, 0xff};
    static const char marker[] = "VALGRIND INTERNAL ERROR";
    const size_t size = MIB + 777;
    unsigned char *text = calloc(1, size);
    (void)state;
    memcpy(text + 100, compare, sizeof compare);
    scan_text(text, size);
    assert_int_equal(found.size, 1);
    assert_false(found.may_call);
    assert_null(found.known);
    memcpy(text + 200, load, sizeof load);
    scan_text(text, size);
    assert_int_equal(found.size, 2);
    assert_true(found.may_call);
    memcpy(text + MIB - 5, marker, sizeof marker); /* where pieces meet */
    scan_text(text, size);
    assert_int_equal(found.size, 2);
    assert_false(found.may_call);
    assert_non_null(strstr(found.known, "valgrind"));
    free(text);
}

static void there_is_an_end_of_places(void **state)
{
    const size_t size = 8 * 1000;
    unsigned char *text = calloc(1, size);
    (void)state;
    for (size_t i = 0; i < 1000; i++)
        memcpy(text + 8 * i, "\0\0\x60\xff\xff\xff\xff\xff", 8);
    scan_text(text, size);
    assert_int_equal(found.size, SCAN_PLACES);
    assert_int_equal(found.size + found.more, 1000);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_told_apart),
        cmocka_unit_test(data_are_eight_aligned_bytes),
        cmocka_unit_test(relative_calls_need_a_fixed_address),
        cmocka_unit_test(each_place_is_found_once),
        cmocka_unit_test(direct_calls_are_found_where_pieces_meet),
        cmocka_unit_test(what_only_compares_or_is_known_is_harmless),
        cmocka_unit_test(there_is_an_end_of_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
