/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "check/around.h"
#include "matrix/programs.h"

#include <inttypes.h>
#include <string.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
#define BIT(r) (1u << (r))

enum {
    ALL = 0xffff,
    PRESERVED = BIT(RBX) | BIT(RSP) | BIT(RBP) | BIT(R12) | BIT(R13) | BIT(R14) | BIT(R15),
    SYSCALL_TAKES = BIT(RCX) | BIT(R11),
    R8_TO_R11 = BIT(R8) | BIT(R9) | BIT(R10) | BIT(R11),
    /* carry, parity, adjust, zero, sign, overflow */
    ARITHMETIC_FLAGS = 0x8d5,
    FLAGS = ARITHMETIC_FLAGS | 0x2 /* set before: all of them, and the bit that is always set */
};

static const char *const names[REGISTERS] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp",
                                             "rsi", "rdi", "r8",  "r9",  "r10", "r11",
                                             "r12", "r13", "r14", "r15"};

/* A mechanism, and what it keeps. */
struct mechanism {
    void (*around)(struct registers *in, struct registers *out, uint64_t entry);
    const char *why, *where;
    const char *path;
    unsigned kept;
    unsigned char argument[2]; /* the registers that the arguments are in */
    bool keeps_flags;
    bool takes_two; /* the instruction takes rcx and r11 */
    bool may_zero;  /* r8 to r11, before 4.17 */
};

static const struct mechanism mechanisms[] = {
    {.path = "vdso",
     .around = around_call,
     .argument = {RDI, RSI},
     .kept = PRESERVED,
     .why = "a function: System V psABI 3.2.1",
     .where = "arch/x86/entry/vdso"},
    {.path = "syscall",
     .around = around_syscall,
     .argument = {RDI, RSI},
     .kept = ALL & ~(BIT(RAX) | SYSCALL_TAKES),
     .keeps_flags = true,
     .takes_two = true,
     .why = "all but rax, and rcx and r11, which the instruction takes",
     .where = "arch/x86/entry/entry_64.S, entry_SYSCALL_64"},
    {.path = "int80",
     .around = around_int80,
     .argument = {RBX, RCX},
     .kept = ALL & ~BIT(RAX),
     .keeps_flags = true,
     .may_zero = true,
     .why = "all but rax",
     .where = "arch/x86/entry, do_int80_emulation (entry_INT80_compat before 6.7)"},
    {.path = "vsyscall",
     .around = around_call,
     .argument = {RDI, RSI},
     .kept = ALL & ~BIT(RAX),
     .keeps_flags = true,
     .why = "all but rax, rcx and r11 too: a fault, not an instruction's doing",
     .where = "arch/x86/entry/vsyscall/vsyscall_64.c, emulate_vsyscall"}};

/* In memory shared with the child. */
struct trial {
    const struct mechanism *mechanism;
    uint64_t entry;
    struct registers in, out;
};

static uint64_t run_registers(void *arg)
{
    struct trial *t = arg;
    t->mechanism->around(&t->in, &t->out, t->entry);
    return 0;
}

/* Values that nothing else has, none of them small, and the arguments. */
static void load(struct trial *t, const struct target *target)
{
    for (unsigned i = 0; i < REGISTERS; i++)
        t->in.r[i] = 0x5e17111e00000000 + 0x01010101 * (uint64_t)(i + 1);
    for (unsigned i = 0; i < SIZE(t->mechanism->argument); i++)
        t->in.r[t->mechanism->argument[i]] = target->arg[i];
    if (t->mechanism->around != around_call)
        t->in.r[RAX] = target->entry;
    t->in.flags = FLAGS;
    t->entry = target->entry;
}

static unsigned changed(const struct trial *t)
{
    unsigned bits = 0;
    for (unsigned i = 0; i < REGISTERS; i++)
        if (t->in.r[i] != t->out.r[i])
            bits |= BIT(i);
    return bits;
}

static const char *list_registers(unsigned bits, char *words, size_t size)
{
    size_t used = 0;
    snprintf(words, size, "none");
    for (unsigned i = 0; i < REGISTERS; i++)
        if (bits & BIT(i) && used < size)
            used += (size_t)snprintf(words + used, size - used, "%s%s", used ? " " : "", names[i]);
    return words;
}

static void judge_kept(struct check *c, const struct trial *t, const char *call, unsigned kept)
{
    char came[200];
    unsigned lost = changed(t) & kept;
    const char *path = t->mechanism->path;
    snprintf(came, sizeof came, "changed: ");
    list_registers(lost, came + strlen(came), sizeof came - strlen(came));
    tap_ok(&c->tap, !lost, &(struct tap_note){"none changed", came, t->mechanism->where},
           "%s %s keeps its registers (%s)", path, call, t->mechanism->why);
    if (t->mechanism->keeps_flags)
        tap_ok(&c->tap, ((t->in.flags ^ t->out.flags) & ARITHMETIC_FLAGS) == 0,
               &(struct tap_note){"equal flags", "others", t->mechanism->where},
               "%s %s keeps the arithmetic flags", path, call);
}

/* The processor puts the return address into rcx and the flags into r11; with FRED it leaves both.
 */
static void judge_taken(struct check *c, const struct trial *t, const char *call)
{
    bool kept = t->out.r[RCX] == t->in.r[RCX];
    uint64_t back = (uint64_t)(uintptr_t)around_syscall_return;
    char expected[64], came[64];
    snprintf(expected, sizeof expected, "rcx %#" PRIx64 ", or as before", back);
    snprintf(came, sizeof came, "rcx %#" PRIx64 ", r11 %#" PRIx64, t->out.r[RCX], t->out.r[R11]);
    const struct tap_note note = {expected, came, t->mechanism->where};
    tap_ok(&c->tap, kept || t->out.r[RCX] == back, &note, "syscall %s leaves %s in rcx%s", call,
           kept ? "what was there" : "the return address", kept ? " (as with FRED)" : "");
    uint64_t flags = kept ? t->in.r[R11] : t->in.flags;
    tap_ok(&c->tap, ((t->out.r[R11] ^ flags) & ARITHMETIC_FLAGS) == 0, &note,
           "syscall %s leaves %s in r11%s", call, kept ? "what was there" : "the flags",
           kept ? " (as with FRED)" : "");
}

/* Kernels before 4.17 zero r8 to r11 on the way out of int 0x80: all four of them or none. */
static unsigned kept_by(const struct trial *t)
{
    const uint64_t *r = t->out.r;
    bool zeroed = t->mechanism->may_zero && !(r[R8] | r[R9] | r[R10] | r[R11]);
    return zeroed ? t->mechanism->kept & ~(unsigned)R8_TO_R11 : t->mechanism->kept;
}

static void check_call(struct check *c, const struct mechanism *m, const struct call *call)
{
    struct trial *t = (struct trial *)(c->setting.pages + 2 * SCRATCH_SIZE);
    struct target target = {0};
    struct probe p;
    char words[200];
    const char *reason = setting_route(&c->setting, path_named(m->path), call, &target);
    if (reason) {
        tap_skip(&c->tap, reason, "%s %s keeps its registers", m->path, call->name);
        return;
    }
    call->fill(1, c->setting.pages, target.arg);
    t->mechanism = m;
    load(t, &target);
    int error = probe_run(run_registers, t, &p);
    if (error || p.signal) {
        tap_ok(&c->tap, false,
               &(struct tap_note){"it returns",
                                  error ? strerrordesc_np(-error)
                                        : ending_words(&p, words, sizeof words),
                                  m->where},
               "%s %s keeps its registers", m->path, call->name);
        return;
    }
    judge_kept(c, t, call->name, kept_by(t));
    if (m->takes_two)
        judge_taken(c, t, call->name);
}

static void check_registers(struct check *c)
{
    for (size_t i = 0; i < SIZE(mechanisms); i++)
        for (const struct call *call = calls; call->name; call++)
            if (call->by_default && program_offers(programs, path_named(mechanisms[i].path), call))
                check_call(c, &mechanisms[i], call);
}

const struct topic topic_registers = {.name = "registers",
                                      .about = "what each path keeps and clobbers",
                                      .run = check_registers,
                                      .bare = true};
