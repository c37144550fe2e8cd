/* SPDX-License-Identifier: MIT */
/* All registers filled before an instruction and stored after it. No register is free around it,
 * so pointers lie in static memory. */

        .local  in, out, entry, kept
        .comm   in, 8, 8
        .comm   out, 8, 8
        .comm   entry, 8, 8
        .comm   kept, 8, 8
        .globl  around_syscall_return

        .text
.macro AROUND name, instruction:vararg
        .globl  \name
        .type   \name, @function
\name:
        endbr64
        push    %rbx
        push    %rbp
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        sub     $8, %rsp
        mov     %rdi, in(%rip)
        mov     %rsi, out(%rip)
        mov     %rdx, entry(%rip)
        mov     %rsp, 32(%rdi)
        pushq   128(%rdi)
        popfq
        mov     0(%rdi), %rax
        mov     8(%rdi), %rcx
        mov     16(%rdi), %rdx
        mov     24(%rdi), %rbx
        mov     40(%rdi), %rbp
        mov     48(%rdi), %rsi
        mov     64(%rdi), %r8
        mov     72(%rdi), %r9
        mov     80(%rdi), %r10
        mov     88(%rdi), %r11
        mov     96(%rdi), %r12
        mov     104(%rdi), %r13
        mov     112(%rdi), %r14
        mov     120(%rdi), %r15
        mov     56(%rdi), %rdi
        \instruction
\name\()_return:
        mov     %rdi, kept(%rip)
        mov     out(%rip), %rdi
        mov     %rax, 0(%rdi)
        mov     %rcx, 8(%rdi)
        mov     %rdx, 16(%rdi)
        mov     %rbx, 24(%rdi)
        mov     %rsp, 32(%rdi)
        mov     %rbp, 40(%rdi)
        mov     %rsi, 48(%rdi)
        mov     %r8, 64(%rdi)
        mov     %r9, 72(%rdi)
        mov     %r10, 80(%rdi)
        mov     %r11, 88(%rdi)
        mov     %r12, 96(%rdi)
        mov     %r13, 104(%rdi)
        mov     %r14, 112(%rdi)
        mov     %r15, 120(%rdi)
        mov     kept(%rip), %rax
        mov     %rax, 56(%rdi)
        pushfq
        popq    128(%rdi)
        mov     in(%rip), %rdi
        mov     32(%rdi), %rsp
        cld
        add     $8, %rsp
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbp
        pop     %rbx
        ret
        .size   \name, . - \name
.endm

AROUND around_call, call *entry(%rip)
AROUND around_syscall, syscall
AROUND around_int80, int $0x80

        .section .note.GNU-stack, "", @progbits
