/* SPDX-License-Identifier: MIT */
#include "scan/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A piece is read with what its first and last places need around them. */
enum { PIECE = 1 << 20, AROUND = 64, LOW = 1 << 30 };

/* Texts by which programs are known that carry the address and are harmless: they come with the
 * bytes, whatever the file is called. */
static const struct {
    const char *text, *known;
} harmless[] = {
    {"systoll.inspect/1", "systoll itself, which tries the page in a child first"},
    {"VALGRIND INTERNAL ERROR", "valgrind, which answers such calls itself"},
    {"read access to the vsyscall page", "the kernel's own test of the page"},
    {"failed to find getcpu in vDSO", "the kernel's own test of the vDSO"},
};

/* A segment while it is looked through. */
struct look {
    const struct elf_file *elf;
    struct scan_file *found;
    Elf64_Phdr p;
    unsigned segment;
    bool fixed;           /* the program lies where it says */
    unsigned char *piece; /* AROUND + PIECE + AROUND */
    uint64_t start, size; /* of the piece, in the segment */
};

static void add_place(const struct look *l, const unsigned char *at, struct form_place what)
{
    struct scan_file *f = l->found;
    uint64_t within = l->start + (uint64_t)(at - what.before - (l->piece + AROUND));
    if (f->size == SCAN_PLACES) {
        f->more++;
        return;
    }
    struct scan_place *place = &f->places[f->size++];
    *place = (struct scan_place){.what = what,
                                 .offset = l->p.p_offset + within,
                                 .address = l->p.p_vaddr + within,
                                 .segment = l->segment};
    const unsigned char *end = l->piece + AROUND + l->size + AROUND;
    place->size = (size_t)(end - (at - what.before));
    if (place->size > SCAN_BYTES)
        place->size = SCAN_BYTES;
    memcpy(place->bytes, at - what.before, place->size);
    f->may_call |= form_may_call(what.form);
}

static void try_place(const struct look *l, const unsigned char *at)
{
    uint64_t address = l->p.p_vaddr + l->start + (uint64_t)(at - (l->piece + AROUND));
    struct form_place what = form_at(at, address, l->p.p_flags & PF_X, l->fixed);
    if (what.form)
        add_place(l, at, what);
}

/* Low bytes of the three addresses end with 0x60 0xff. */
static void find_addresses(const struct look *l)
{
    const unsigned char *at = l->piece + AROUND, *end = at + l->size;
    while ((at = memmem(at, (size_t)(end + 3 - at), "\x60\xff", 2))) {
        if (at - 2 >= l->piece + AROUND && at - 2 < end)
            try_place(l, at - 2);
        at++;
        if (at >= end + 3)
            break;
    }
}

/* Only a program that lies low, at a fixed address, reaches the page by a relative call. */
static void find_direct_calls(const struct look *l)
{
    const unsigned char *at = l->piece + AROUND, *end = at + l->size;
    for (; at < end; at++)
        if ((at[-1] & 0xfe) == 0xe8) /* call or jmp */
            try_place(l, at);
}

/* What lies outside of the segment reads as zeros. The next piece comes from the disk meanwhile. */
static int read_piece(struct look *l, uint64_t filled)
{
    uint64_t before = l->start < AROUND ? l->start : AROUND;
    uint64_t left = filled - l->start;
    l->size = left < PIECE ? left : PIECE;
    uint64_t behind = left - l->size < AROUND ? left - l->size : AROUND;
    memset(l->piece, 0, AROUND);
    memset(l->piece + AROUND + l->size, 0, AROUND);
    if (left > PIECE)
        posix_fadvise(l->elf->fd, (off_t)(l->p.p_offset + l->start + PIECE), PIECE,
                      POSIX_FADV_WILLNEED);
    errno = 0;
    return elf_bytes(l->elf, l->p.p_offset + l->start - before, l->piece + AROUND - before,
                     before + l->size + behind)
               ? 0
           : errno ? -errno
                   : -EIO;
}

static int look_through(struct look *l)
{
    uint64_t filled = elf_filled(l->elf, &l->p);
    bool direct = l->fixed && l->p.p_flags & PF_X && l->p.p_vaddr < LOW;
    int error = 0;
    for (l->start = 0; l->start < filled && !error; l->start += PIECE) {
        error = read_piece(l, filled);
        if (error)
            break;
        find_addresses(l);
        if (direct)
            find_direct_calls(l);
    }
    return error;
}

static const char *known_in_piece(const struct look *l)
{
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (memmem(l->piece + AROUND, l->size + AROUND, harmless[i].text, strlen(harmless[i].text)))
            return harmless[i].known;
    return NULL;
}

static int look_for_known(struct look *l)
{
    uint64_t filled = elf_filled(l->elf, &l->p);
    int error = 0;
    for (l->start = 0; l->start < filled && !error && !l->found->known; l->start += PIECE) {
        error = read_piece(l, filled);
        if (!error)
            l->found->known = known_in_piece(l);
    }
    return error;
}

/* Segments of a real file don't overlap much: all of them together are no longer than twice the
 * file, or a crafted one would take for ever. */
static int each_segment(struct look *l, int (*look)(struct look *l))
{
    uint64_t left = 2 * l->elf->size;
    int error = 0;
    for (l->segment = 0; elf_segment(l->elf, l->segment, &l->p) && !error; l->segment++) {
        uint64_t filled = l->p.p_type == PT_LOAD ? elf_filled(l->elf, &l->p) : 0;
        if (filled > left) {
            l->found->kind = ELF_BROKEN;
            break;
        }
        left -= filled;
        error = filled ? look(l) : 0;
    }
    return error;
}

static void name_places(const struct elf_file *elf, struct scan_file *found)
{
    for (size_t i = 0; i < found->size; i++) {
        struct scan_place *p = &found->places[i];
        elf_section_at(elf, p->offset, p->section);
        elf_symbol_at(elf, p->offset, p->symbol, &p->within);
    }
}

int scan_fd(int fd, struct scan_file *found)
{
    struct elf_file elf;
    *found = (struct scan_file){.kind = elf_open(fd, &elf)};
    if (found->kind != ELF_GOOD || (elf.head.e_type != ET_EXEC && elf.head.e_type != ET_DYN))
        return 0;
    struct look l = {.elf = &elf, .found = found, .fixed = elf.head.e_type == ET_EXEC};
    l.piece = malloc(AROUND + PIECE + AROUND);
    if (!l.piece)
        return -ENOMEM;
    int error = each_segment(&l, look_through);
    if (!error && found->size) {
        error = each_segment(&l, look_for_known);
        name_places(&elf, found);
    }
    found->may_call &= !found->known;
    free(l.piece);
    return error;
}
