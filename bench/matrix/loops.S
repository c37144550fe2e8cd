/* SPDX-License-Identifier: MIT */
/* The timed loops. Written in assembly so that what is timed is what stands here with any compiler
 * and any flag: no spill, no thunk for the indirect call, and every loop body begins a cache line
 * (the same callee cost 415 to 525 ns from differently placed loops). Loops differ in the one
 * instruction that they are about. tests/e2e/loops.sh reads the disassembly. */

        .text
        .globl  loops_begin, loops_end
loops_begin:

/* Keeps rbx, rbp, r12 to r15 (System V psABI 3.2.1); rsp is a multiple of 16 at the call. r15 is
 * the target, rbp counts down. */
.macro PROLOGUE
        endbr64
        push    %rbx
        push    %rbp
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        sub     $8, %rsp
        mov     %rsi, %rbp
        mov     %rdi, %r15
        xor     %eax, %eax
        test    %rbp, %rbp
        jz      2f
.endm

.macro ENTER name
        .globl  \name
        .type   \name, @function
        .p2align 6
\name:
        PROLOGUE
.endm

.macro LOAD_ARGUMENTS
        mov     0(%r15), %rbx
        mov     8(%r15), %r12
        mov     16(%r15), %r13
        mov     24(%r15), %r14
.endm

/* take: where the last turn's result is not in rax, what puts it there. */
.macro EPILOGUE take
        dec     %rbp
        jnz     1b
        \take
2:
        add     $8, %rsp
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbp
        pop     %rbx
        ret
.endm

.macro LEAVE name, take
        EPILOGUE "\take"
        .size   \name, . - \name
.endm

.macro SET_ARGUMENTS
        mov     %r12, %rdi
        mov     %r13, %rsi
        mov     %r14, %rdx
.endm

/* Lengthens the call by a chain that begins with what the call returned and wrote, and ends in the
 * next call's first argument (to which it adds nothing). LFENCE keeps the next call from starting
 * before the chain has ended, whatever it does with its argument: nothing overlaps. */
.macro INJECT
        mov     48(%r15), %rcx
        add     (%rcx), %eax
        call    *56(%r15)
        add     %rax, %r12
        lfence
.endm

.macro TURN_CALL
        LOAD_ARGUMENTS
        .p2align 6
1:      SET_ARGUMENTS
        call    *%rbx
.endm

.macro TURN_CALL_INJECT
        LOAD_ARGUMENTS
        .p2align 6
1:      SET_ARGUMENTS
        call    *%rbx
        INJECT
.endm

.macro TURN_CALL5
        LOAD_ARGUMENTS
        .p2align 6
1:      SET_ARGUMENTS
        mov     32(%r15), %rcx
        mov     40(%r15), %r8
        call    *%rbx
.endm

ENTER loop_call
        TURN_CALL
LEAVE loop_call

ENTER loop_call_inject
        TURN_CALL_INJECT
LEAVE loop_call_inject

/* For the one call with five arguments, __vdso_getrandom. */
ENTER loop_call5
        TURN_CALL5
LEAVE loop_call5

ENTER loop_syscall
        LOAD_ARGUMENTS
        .p2align 6
1:      SET_ARGUMENTS
        mov     %ebx, %eax
        syscall
LEAVE loop_syscall

ENTER loop_syscall_inject
        LOAD_ARGUMENTS
        .p2align 6
1:      SET_ARGUMENTS
        mov     %ebx, %eax
        syscall
        INJECT
LEAVE loop_syscall_inject

/* Kernels before 4.17 zero r8 to r11 on the way out of int 0x80: nothing is kept there. rbx is an
 * argument, so the number stands in r15, the target being needed no more. */
ENTER loop_int80
        LOAD_ARGUMENTS
        mov     %rbx, %r15
        .p2align 6
1:      mov     %r12d, %ebx
        mov     %r13d, %ecx
        mov     %r14d, %edx
        mov     %r15d, %eax
        int     $0x80
LEAVE loop_int80

ENTER loop_int80_inject
        LOAD_ARGUMENTS
        .p2align 6
1:      mov     %r12d, %ebx
        mov     %r13d, %ecx
        mov     %r14d, %edx
        mov     0(%r15), %eax
        int     $0x80
        INJECT
LEAVE loop_int80_inject

/* The injected chain by itself, fed by its own end: what it costs beyond no links is its size. */
ENTER loop_inject_alone
        LOAD_ARGUMENTS
        .p2align 6
1:      INJECT
LEAVE loop_inject_alone

ENTER loop_chain_add
        mov     $1, %ecx
        .p2align 6
1:
        .rept   64
        add     %ecx, %eax
        .endr
LEAVE loop_chain_add

ENTER loop_chain_mul
        mov     $3, %ecx
        mov     $1, %eax
        .p2align 6
1:
        .rept   64
        imul    %ecx, %eax
        .endr
LEAVE loop_chain_mul

/* Entered INJECT_LINK_SIZE bytes before its end for every link. */
        .p2align 6
inject_sled:
        .rept   4096
        add     %edx, %eax
        .endr
        .globl  inject_sled_end
inject_sled_end:
        and     $0, %eax
        ret

        .globl  loop_empty
        .type   loop_empty, @function
        .p2align 6
loop_empty:
        endbr64
        ret
        .size   loop_empty, . - loop_empty

        .globl  stub_ret
        .type   stub_ret, @function
        .p2align 6
stub_ret:
        ret
        .size   stub_ret, . - stub_ret
loops_end:

/* The CPU's number as the kernel keeps it in the rseq area of each thread, at an offset from the
 * thread pointer. */
ENTER loop_rseq
        LOAD_ARGUMENTS
        .p2align 6
1:      mov     %fs:(%rbx), %eax
LEAVE loop_rseq

ENTER loop_rseq_inject
        LOAD_ARGUMENTS
        .p2align 6
1:      mov     %fs:(%rbx), %eax
        INJECT
LEAVE loop_rseq_inject

/* Instructions that answer by themselves. */
ENTER loop_rdpid
        .p2align 6
1:      rdpid   %rax
LEAVE loop_rdpid

ENTER loop_rdtscp
        .p2align 6
1:      rdtscp
LEAVE loop_rdtscp, "mov %ecx, %eax"

ENTER loop_lsl
        mov     $0x7b, %ecx /* GDT entry 15, privilege 3: arch/x86/include/asm/segment.h */
        .p2align 6
1:      lsl     %ecx, %eax
LEAVE loop_lsl

ENTER loop_rdtsc
        .p2align 6
1:      rdtsc
LEAVE loop_rdtsc, "shl $32, %rdx; or %rdx, %rax"

ENTER loop_lfence_rdtsc
        .p2align 6
1:      lfence
        rdtsc
LEAVE loop_lfence_rdtsc, "shl $32, %rdx; or %rdx, %rax"

/* Copies of the loops with an indirect call, SITE_COPIES in a page and SITE_SIZE apart (site.h): here,
 * because a process may be forbidden to make memory executable (PR_SET_MDWE, seccomp). */
.macro SITES name, body, pages
        .globl  \name, \name\()_end
        .p2align 12, 0xcc
\name:
        .rept   8 * \pages
        .p2align 9, 0xcc
        PROLOGUE
        \body
        EPILOGUE
        .endr
        .p2align 12, 0xcc
\name\()_end:
.endm

        .section .text.sites, "ax", @progbits
SITES sites_call, TURN_CALL, 128
SITES sites_call5, TURN_CALL5, 8
SITES sites_call_inject, TURN_CALL_INJECT, 16

        .section .note.GNU-stack, "", @progbits
