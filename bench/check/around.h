/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AROUND_H
#define SYSTOLL_AROUND_H

#include <stdint.h>

enum { REGISTERS = 16 };

/* All general registers in the order of their encoding, rsp at its place, and rflags. */
struct registers {
    uint64_t r[REGISTERS];
    uint64_t flags;
};
enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 };

/* Loads in (rsp stays as it is), makes one call, stores what the registers are then in out, and
 * rsp as it was before in in. around_call calls entry. For one thread only. */
void around_call(struct registers *in, struct registers *out, uint64_t entry);
void around_syscall(struct registers *in, struct registers *out, uint64_t unused);
void around_int80(struct registers *in, struct registers *out, uint64_t unused);

/* Behind the instruction: where it returns to. */
extern const unsigned char around_syscall_return[];

#endif
