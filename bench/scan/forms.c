/* SPDX-License-Identifier: MIT */
#include "scan/forms.h"

#include "kernel/vsyscall.h"

#include <string.h>

/* Intel SDM vol. 2. REX.W makes an immediate of 32 bits a sign-extended one of 64. */
enum {
    REX_W = 0x48,
    MOV_RM_IMM = 0xc7,
    GROUP1_RM_IMM = 0x81,
    GROUP1_CMP = 7,
    CMP_RAX_IMM = 0x3d,
    PUSH_IMM = 0x68,
    MOV_R_IMM64 = 0xb8,
    CALL_REL = 0xe8,
    JMP_REL = 0xe9,
    IMM32 = 4,
    IMM64 = 8,
    MOST_BEFORE = 8 /* REX, opcode, ModRM, SIB, displacement of 4 */
};

/* Which entry that address is, or -1. */
static int entry_of(uint64_t address)
{
    uint64_t offset = address - VSYSCALL_PAGE;
    return offset == VSYSCALL_GETTIMEOFDAY ? 0
           : offset == VSYSCALL_TIME       ? 1
           : offset == VSYSCALL_GETCPU     ? 2
                                           : -1;
}

static uint64_t signed32(const unsigned char *at)
{
    int32_t value;
    memcpy(&value, at, sizeof value);
    return (uint64_t)(int64_t)value;
}

/* Bytes of a ModRM byte with what belongs to it. */
static int operand_length(const unsigned char *modrm)
{
    int mod = modrm[0] >> 6, rm = modrm[0] & 7;
    if (mod == 3)
        return 1;
    int length = rm == 4 ? 2 : 1;
    if (mod == 1)
        return length + 1;
    if (mod == 2 || rm == 5 || (rm == 4 && (modrm[1] & 7) == 5))
        return length + 4;
    return length;
}

/* An instruction of REX.W, an opcode and an operand, whose immediate would lie here. */
static enum form with_operand(const unsigned char *start, int before)
{
    const unsigned char *modrm = start + 2;
    if ((start[0] & 0xf8) != REX_W || 2 + operand_length(modrm) != before)
        return FORM_NONE;
    int reg = modrm[0] >> 3 & 7;
    if (start[1] == MOV_RM_IMM && reg == 0)
        return modrm[0] >> 6 == 3 ? FORM_LOAD : FORM_STORE;
    return start[1] == GROUP1_RM_IMM && reg == GROUP1_CMP ? FORM_COMPARE : FORM_NONE;
}

static struct form_place of_code(const unsigned char *at, int call)
{
    struct form_place p = {.call = call};
    if ((at[-2] & 0xf8) == REX_W && at[-1] == CMP_RAX_IMM)
        p = (struct form_place){FORM_COMPARE, call, 2, 2 + IMM32};
    for (int before = MOST_BEFORE; before > 2 && !p.form; before--)
        p = (struct form_place){with_operand(at - before, before), call, before, before + IMM32};
    if (!p.form && at[-1] == PUSH_IMM)
        p = (struct form_place){FORM_PUSH, call, 1, 1 + IMM32};
    return p;
}

static struct form_place of_eight(const unsigned char *at, uint64_t address, int call, bool code)
{
    if (code && (at[-2] & 0xf8) == REX_W && (at[-1] & 0xf8) == MOV_R_IMM64)
        return (struct form_place){FORM_LOAD, call, 2, 2 + IMM64};
    if (address % IMM64 == 0)
        return (struct form_place){FORM_DATA, call, 0, IMM64};
    return (struct form_place){.call = call};
}

static struct form_place of_relative(const unsigned char *at, uint64_t address)
{
    int call = entry_of(address + IMM32 + signed32(at));
    bool direct = call >= 0 && (at[-1] == CALL_REL || at[-1] == JMP_REL);
    return (struct form_place){direct ? FORM_DIRECT : FORM_NONE, call, 1, 1 + IMM32};
}

struct form_place form_at(const unsigned char *at, uint64_t address, bool code, bool fixed)
{
    struct form_place p = {FORM_NONE, 0, 0, 0};
    uint64_t eight;
    int call = entry_of(signed32(at));
    memcpy(&eight, at, sizeof eight);
    if (call < 0)
        return code && fixed ? of_relative(at, address) : p;
    if (code)
        p = of_code(at, call);
    if (!p.form && entry_of(eight) == call)
        p = of_eight(at, address, call, code);
    return p;
}

static const struct {
    const char *name, *words;
    bool may_call;
} forms[] = {
    [FORM_NONE] = {"none", "is nothing", false},
    [FORM_LOAD] = {"load", "loads its address into a register", true},
    [FORM_STORE] = {"store", "stores its address", true},
    [FORM_PUSH] = {"push", "pushes its address", true},
    [FORM_DIRECT] = {"direct", "calls it by its address", true},
    [FORM_DATA] = {"data", "holds its address, as a pointer does", true},
    [FORM_COMPARE] = {"compare", "compares with its address and calls nothing", false},
};

const char *form_words(enum form form)
{
    return forms[form].words;
}

const char *form_name(enum form form)
{
    return forms[form].name;
}

bool form_may_call(enum form form)
{
    return forms[form].may_call;
}
