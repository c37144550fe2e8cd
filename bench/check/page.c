/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "kernel/maps.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#define EMULATE_VSYSCALL "arch/x86/entry/vsyscall/vsyscall_64.c, emulate_vsyscall"
#define ADDR_TO_NR "arch/x86/entry/vsyscall/vsyscall_64.c, addr_to_vsyscall_nr"
#define MAP_VSYSCALL "arch/x86/entry/vsyscall/vsyscall_64.c, map_vsyscall"
#define GATE_VMA "arch/x86/entry/vsyscall/vsyscall_64.c, get_gate_vma"
#define BAD_AREA "arch/x86/mm/fault.c, bad_area_nosemaphore"

/* Page-fault error codes: present, user, and write or instruction fetch (arch/x86/include/asm/
 * trap_pf.h). The kernel sets "present" for every kernel address, so as not to tell. */
enum { READ_FAULT = 0x5, WRITE_FAULT = 0x7, FETCH_FAULT = 0x15 };

static const char *mode(const struct check *c)
{
    return vsyscall_mode_name(c->setting.vs.mode);
}

/* LASS turns a user's access to a kernel address into #GP, which tells neither address nor error.
 */
static struct ending unmapped(const struct check *c, uint64_t address, uint64_t error)
{
    if (c->setting.lass)
        return (struct ending){.signal = SIGSEGV, .code = SI_KERNEL, .where = BAD_AREA};
    return (struct ending){.signal = SIGSEGV,
                           .code = SEGV_MAPERR,
                           .address = address,
                           .error = error,
                           .where = BAD_AREA};
}

static const char *lass(const struct check *c)
{
    return c->setting.lass ? ", LASS: as #GP" : "";
}

static void check_line(struct check *c)
{
    static const char *const perms[] = {"", "--xp", "r-xp"};
    const char *expected = perms[c->setting.vs.mode];
    struct maps_line line;
    int found = maps_own("[vsyscall]", &line);
    if (found < 0) {
        tap_skip(&c->tap, "/proc/self/maps can't be read", "the [vsyscall] line of maps");
        return;
    }
    bool placed = !found || (line.from == VSYSCALL_PAGE && line.to == VSYSCALL_PAGE + PAGE_BYTES);
    tap_ok(&c->tap, strcmp(c->setting.vs.maps, expected) == 0,
           &(struct tap_note){*expected ? expected : "no line", c->setting.vs.maps, GATE_VMA},
           "maps has %s%s (mode %s)", *expected ? "[vsyscall] with " : "no [vsyscall]", expected,
           mode(c));
    tap_ok(&c->tap, placed, &(struct tap_note){.where = GATE_VMA},
           "what maps has of it is one page at 0xffffffffff600000");
    if (c->setting.vs.call.signal == SIGSYS)
        tap_skip(&c->tap, setting_missing(&c->setting, path_named("vsyscall")),
                 "maps, a call and a read say the same mode");
    else
        tap_ok(&c->tap, c->setting.vs.agree, &(struct tap_note){.where = GATE_VMA},
               "maps, a call and a read say the same mode, %s", mode(c));
}

static void check_entry(struct check *c, const struct call *call, uint64_t argument)
{
    struct attempt a = {.path = path_named("vsyscall")};
    bool none = c->setting.vs.mode == VSYSCALL_NONE;
    const char *reason = none ? a.path->resolve(call, &a.target)
                              : setting_route(&c->setting, a.path, call, &a.target);
    if (reason) {
        tap_skip(&c->tap, reason, "vsyscall+0x%03x, %s", (unsigned)call->vsyscall_entry,
                 call->name);
        return;
    }
    a.target.arg[0] = argument;
    struct ending works = {.result = call->returns_zero ? 0 : RESULT_POSITIVE,
                           .where = EMULATE_VSYSCALL};
    struct ending e = none ? unmapped(c, a.target.entry, FETCH_FAULT) : works;
    check_ends(c, &e, 1, attempt_run, &a, "vsyscall+0x%03x, %s(%s), %s (mode %s%s)",
               (unsigned)call->vsyscall_entry, call->name, argument ? "pointer" : "NULL",
               none ? "traps" : "works", mode(c), none ? lass(c) : "");
}

static void check_entries_called(struct check *c)
{
    for (const struct call *call = calls; call->name; call++)
        if (call->vsyscall_entry >= 0) {
            check_entry(c, call, 0);
            check_entry(c, call, pointer_of(&c->setting, VALID, 0));
        }
}

static void check_no_entry(struct check *c, uint64_t address)
{
    struct attempt a = {path_named("vsyscall"), {.entry = address}};
    struct ending e = {
        .signal = SIGSEGV, .code = SI_KERNEL, .ip = {address, address}, .where = ADDR_TO_NR};
    bool none = c->setting.vs.mode == VSYSCALL_NONE;
    if (none)
        e = unmapped(c, address, FETCH_FAULT);
    check_ends(c, &e, 1, attempt_run, &a, "a call to vsyscall+0x%03x faults with %s (mode %s%s)",
               (unsigned)(address - VSYSCALL_PAGE), none ? "its address" : "SI_KERNEL", mode(c),
               none ? lass(c) : ": entry is not 0x000, 0x400 or 0x800");
}

static void check_no_entries(struct check *c)
{
    static const unsigned offsets[] = {0x001, 0x007, 0x009, 0x010, 0x0ff, 0x100, 0x200, 0x3ff,
                                       0x401, 0x409, 0x7ff, 0x801, 0xbff, 0xc00, 0xc01, 0xfff};
    for (size_t i = 0; i < SIZE(offsets); i++)
        check_no_entry(c, VSYSCALL_PAGE + offsets[i]);
}

static void check_neighbours(struct check *c)
{
    static const struct {
        uint64_t address;
        const char *name;
    } rows[] = {{VSYSCALL_PAGE - PAGE_BYTES, "before"}, {VSYSCALL_PAGE + PAGE_BYTES, "after"}};
    for (size_t i = 0; i < SIZE(rows); i++) {
        struct attempt a = {path_named("vsyscall"), {.entry = rows[i].address}};
        struct ending e = unmapped(c, rows[i].address, FETCH_FAULT);
        check_ends(c, &e, 1, attempt_run, &a, "a call to the page %s faults in any mode%s",
                   rows[i].name, lass(c));
    }
}

/* In assembly: a sanitizer would look up the address first, and fault there. */
static uint64_t read_word(void *arg)
{
    uint64_t word;
    __asm__ volatile("movl (%1), %k0" : "=r"(word) : "r"(*(uint64_t *)arg));
    return word;
}

static uint64_t write_word(void *arg)
{
    __asm__ volatile("movl $0, (%0)" : : "r"(*(uint64_t *)arg) : "memory");
    return 0;
}

/* "mov $NR, %rax; syscall; ret" at each entry, int3 elsewhere: __vsyscall_page. */
static const struct {
    unsigned offset, word;
} page_words[] = {{0x000, 0x60c0c748}, {0x004, 0x0f000000}, {0x008, 0xccccc305},
                  {0x400, 0xc9c0c748}, {0x800, 0x35c0c748}, {0x804, 0x0f000001},
                  {0xc00, 0xcccccccc}, {0xffc, 0xcccccccc}};

static void check_reads(struct check *c)
{
    bool readable = c->setting.vs.mode == VSYSCALL_EMULATE;
    for (size_t i = 0; i < SIZE(page_words); i++) {
        uint64_t address = VSYSCALL_PAGE + page_words[i].offset;
        struct ending e = {.result = page_words[i].word,
                           .where = "arch/x86/entry/vsyscall/vsyscall_emu_64.S, __vsyscall_page"};
        if (!readable)
            e = unmapped(c, address, READ_FAULT);
        check_ends(c, &e, 1, read_word, &address, "a read at vsyscall+0x%03x %s (mode %s%s)",
                   page_words[i].offset, readable ? "gives the page's code" : "faults", mode(c),
                   readable ? "" : lass(c));
    }
}

static void check_writes(struct check *c)
{
    static const unsigned offsets[] = {0x000, 0x400, 0x800, 0xc00};
    for (size_t i = 0; i < SIZE(offsets); i++) {
        uint64_t address = VSYSCALL_PAGE + offsets[i];
        struct ending e = unmapped(c, address, WRITE_FAULT);
        check_ends(c, &e, 1, write_word, &address,
                   "a write at vsyscall+0x%03x faults in any mode%s", offsets[i], lass(c));
    }
}

static void check_readv(struct check *c)
{
    static unsigned char copy[PAGE_BYTES];
    struct iovec local = {copy, sizeof copy}, remote = {(void *)VSYSCALL_PAGE, sizeof copy};
    bool readable = c->setting.vs.mode == VSYSCALL_EMULATE;
    ssize_t got = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
    int error = got < 0 ? errno : 0;
    if (error == ENOSYS || error == EPERM) {
        tap_skip(&c->tap, strerrordesc_np(error), "process_vm_readv of the page");
        return;
    }
    bool good = readable ? got == PAGE_BYTES && copy[0] == 0x48 : error == EFAULT;
    tap_ok(&c->tap, good,
           &(struct tap_note){readable ? "4096 bytes" : "EFAULT",
                              error ? strerrorname_np(error) : "bytes", "mm/gup.c, get_gate_page"},
           "process_vm_readv of the page gives %s (mode %s)", readable ? "4096 bytes" : "EFAULT",
           mode(c));
}

/* The return address can't be read from the stack: the call is never carried out. */
static uint64_t call_without_stack(void *arg)
{
    __asm__ volatile("mov %0, %%rsp\n\tjmp *%1"
                     :
                     : "r"(*(uint64_t *)arg), "r"(VSYSCALL_PAGE + VSYSCALL_TIME), "D"(0)
                     : "memory");
    __builtin_unreachable();
}

static void check_stack(struct check *c)
{
    struct target target;
    uint64_t stack = pointer_of(&c->setting, NO_ACCESS, 0), entry = VSYSCALL_PAGE + VSYSCALL_TIME;
    struct ending e = {
        .signal = SIGSEGV, .code = SI_KERNEL, .ip = {entry, entry}, .where = EMULATE_VSYSCALL};
    const char *reason =
        setting_route(&c->setting, path_named("vsyscall"), call_of("time"), &target);
    if (reason)
        tap_skip(&c->tap, reason, "a call without a stack");
    else
        check_ends(c, &e, 1, call_without_stack, &stack,
                   "a call whose stack can't be read faults with SI_KERNEL (mode %s)", mode(c));
}

static void check_page(struct check *c)
{
    check_line(c);
    check_entries_called(c);
    check_no_entries(c);
    check_neighbours(c);
    check_reads(c);
    check_writes(c);
    check_readv(c);
    check_stack(c);
}

const struct topic topic_page = {.name = "page",
                                 .about = "every way to touch the vsyscall page",
                                 .run = check_page,
                                 .bare = true};
