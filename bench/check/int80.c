/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "check/around.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#define INT80 "arch/x86/entry, do_int80_emulation (do_int80_syscall_32 before 6.7)"
#define HIGH 0x500000000000UL

enum {
    GETTIMEOFDAY = 78,
    TIME = 13,
    GETCPU = 318,
    GETPID = 20,
    GETPPID = 64,
    CLOCK_GETTIME = 265,
    CLOCK_GETRES = 266,
    CLOCK_GETTIME64 = 403,
    CLOCK_GETRES_TIME64 = 406,
    NO_CALL = 0x7fffffff
};

static struct attempt call_number(unsigned number, uint64_t first, uint64_t second)
{
    return (struct attempt){path_named("int80"), {.entry = number, .arg = {first, second}}};
}

/* What each writes, to its last argument. */
static const struct layout {
    unsigned number, bytes;
    bool clock;
    const char *name, *what;
} layouts[] = {{GETTIMEOFDAY, 8, false, "gettimeofday", "two 32-bit numbers"},
               {TIME, 4, false, "time", "one 32-bit number"},
               {GETCPU, 4, false, "getcpu", "one 32-bit number to each pointer"},
               {CLOCK_GETTIME, 8, true, "clock_gettime", "two 32-bit numbers"},
               {CLOCK_GETRES, 8, true, "clock_getres", "two 32-bit numbers"},
               {CLOCK_GETTIME64, 16, true, "clock_gettime64", "two 64-bit numbers"},
               {CLOCK_GETRES_TIME64, 16, true, "clock_getres_time64", "two 64-bit numbers"}};

/* Which bytes were written: those that differ from one of two poisons. Counts up to the last. */
static unsigned written(struct check *c, const struct layout *l, bool *returned)
{
    uint64_t scratch = pointer_of(&c->setting, VALID, 0);
    struct attempt a = call_number(l->number, l->clock ? 1 : scratch, l->clock ? scratch : 0);
    unsigned last = 0;
    for (int i = 0; i < 2; i++) {
        unsigned char poison = i ? SCRATCH_POISON : (unsigned char)~SCRATCH_POISON;
        struct probe p;
        memset(c->setting.pages, poison, SCRATCH_SIZE);
        *returned = probe_run(attempt_run, &a, &p) == 0 && !p.signal && (int32_t)p.result >= 0;
        for (unsigned j = 0; j < SCRATCH_SIZE; j++)
            if (c->setting.pages[j] != poison && j >= last)
                last = j + 1;
    }
    return last;
}

static void check_layout(struct check *c, const struct layout *l)
{
    bool returned;
    unsigned bytes = written(c, l, &returned);
    char came[64], expected[64];
    snprintf(expected, sizeof expected, "%u bytes", l->bytes);
    snprintf(came, sizeof came, "%u bytes%s", bytes, returned ? "" : ", and an error or a signal");
    tap_ok(&c->tap, returned && bytes == l->bytes,
           &(struct tap_note){expected, came, "arch/x86/entry/syscalls/syscall_32.tbl"},
           "%s is number %u and writes %u bytes: %s", l->name, l->number, l->bytes, l->what);
}

static void check_numbers(struct check *c)
{
    const struct {
        struct attempt attempt;
        struct ending ending;
        const char *what;
    } rows[] = {
        {call_number(NO_CALL, 0, 0),
         {.result = -ENOSYS, .where = INT80},
         "an unknown number: ENOSYS"},
        {call_number(TIME, 0, 0), {.result = RESULT_POSITIVE, .where = INT80}, "time(NULL) works"},
        {call_number(GETCPU, 0, 0), {.result = 0, .where = INT80}, "getcpu(NULL, NULL) works"},
        {call_number(GETTIMEOFDAY, 8, 0),
         {.result = -EFAULT, .where = INT80},
         "gettimeofday(8) gives EFAULT"},
        {call_number(GETPPID, 0, 0),
         {.result = getpid(), .where = INT80},
         "64 is getppid, by the i386 table"}};
    for (size_t i = 0; i < SIZE(rows); i++) {
        struct attempt a = rows[i].attempt;
        check_ends(c, &rows[i].ending, 1, attempt_run, &a, "%s", rows[i].what);
    }
}

/* A mapping above 4 GiB whose address has nothing in its low half but, where asked for, that of the
 * scratch below 4 GiB. */
static unsigned char *map_high(uint64_t low)
{
    void *at = (void *)(HIGH | (low & ~(uint64_t)(PAGE_BYTES - 1)));
    unsigned char *page = mmap(at, PAGE_BYTES, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    return page == at ? page : NULL;
}

static bool poisoned(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != SCRATCH_POISON)
            return false;
    return true;
}

/* A call with a high pointer: the low half alone counts, be it NULL or another place. */
static void check_high(struct check *c, const struct layout *l, unsigned char *high, bool null)
{
    uint64_t pointer = (uint64_t)(uintptr_t)high;
    struct attempt a = call_number(l->number, l->clock ? 1 : pointer, l->clock ? pointer : 0);
    bool faults = null && (l->number == CLOCK_GETTIME || l->number == CLOCK_GETTIME64);
    int64_t good = l->number == TIME ? RESULT_POSITIVE : 0;
    struct ending e = {.result = faults ? -EFAULT : good, .where = INT80};
    memset(c->setting.pages, SCRATCH_POISON, SCRATCH_SIZE);
    memset(high, SCRATCH_POISON, SCRATCH_SIZE);
    check_ends(c, &e, 1, attempt_run, &a, "%s with a pointer whose low half is %s %s", l->name,
               null ? "0" : "another place", faults ? "gives EFAULT, as for NULL" : "works");
    tap_ok(
        &c->tap, poisoned(high, SCRATCH_SIZE) && poisoned(c->setting.pages, SCRATCH_SIZE) == null,
        &(struct tap_note){null ? "no byte written" : "the bytes at the low half", "others", INT80},
        "%s with such a pointer writes %s", l->name,
        null ? "nothing" : "to the low half's place, not there");
}

static void check_cut(struct check *c, bool null)
{
    unsigned char *high = map_high(null ? 0 : pointer_of(&c->setting, VALID, 0));
    if (!high) {
        tap_skip(&c->tap, "no mapping at that address can be had", "a pointer above 4 GiB");
        return;
    }
    for (size_t i = 0; i < SIZE(layouts); i++)
        check_high(c, &layouts[i], high, null);
    munmap(high, PAGE_BYTES);
}

/* The number is eax, whatever the upper half of rax holds. */
static uint64_t call_wide(void *arg)
{
    struct registers in = {.r = {[RAX] = 0xdeadbeef00000000 | TIME}, .flags = 0x202}, out;
    (void)arg;
    around_int80(&in, &out, 0);
    return out.r[RAX];
}

static uint64_t refuse_int80(void *arg)
{
    struct attempt a = call_number(GETTIMEOFDAY, 8, 0);
    (void)arg;
    return attempt_run(&a) == (uint64_t)-EFAULT;
}

static void check_width(struct check *c)
{
    const struct ending time = {.result = RESULT_POSITIVE, .where = INT80},
                        wide = {.result = 1, .where = INT80};
    check_ends(c, &time, 1, call_wide, NULL, "the number is eax: the upper half of rax is ignored");
    check_ends(c, &wide, 1, refuse_int80, NULL, "an error is all of rax, not eax alone");
}

/* 6.7 and later can do without IA32 emulation at boot; then the gate is not the user's: #GP. */
static void check_absent(struct check *c)
{
    struct attempt a = call_number(GETPPID, 0, 0);
    struct ending e = {
        .signal = SIGSEGV, .code = SI_KERNEL, .where = "arch/x86/kernel/idt.c, ia32_idt"};
    check_ends(c, &e, 1, attempt_run, &a,
               "int 0x80 faults with SI_KERNEL, not ENOSYS (no IA32 emulation)");
}

static void check_int80(struct check *c)
{
    const char *reason = setting_missing(&c->setting, path_named("int80"));
    if (reason) {
        if (c->setting.int80_traps)
            check_absent(c);
        tap_skip(&c->tap, reason, "numbers, layouts and pointers");
        return;
    }
    for (size_t i = 0; i < SIZE(layouts); i++)
        check_layout(c, &layouts[i]);
    check_numbers(c);
    check_cut(c, true);
    check_cut(c, false);
    check_width(c);
}

const struct topic topic_int80 = {
    .name = "int80", .about = "the i386 ABI in 64-bit code", .run = check_int80, .bare = true};
