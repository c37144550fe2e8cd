/* SPDX-License-Identifier: MIT */
/* The timed loops of the 32-bit program: what loops.S has, by the i386 ABI. Arguments are given on
 * the stack, as cdecl has it, or in registers, as the kernel does; of a target's numbers the low
 * halves are used. tests/e2e/loops.sh reads the disassembly. */

        .text
        .globl  loops_begin, loops_end
loops_begin:

/* Keeps ebx, ebp, esi, edi (System V i386 psABI 2.2.1). esp is a multiple of 16 less 12, so that it
 * is one of 16 at a call with three arguments. ebp counts down the low half of n; its high half, at
 * HIGH(%esp), is counted outside the body. */
        HIGH = 28
.macro PROLOGUE
        endbr32
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        mov     20(%esp), %ebx
        mov     24(%esp), %ebp
        xor     %eax, %eax
        test    %ebp, %ebp
        jz      2f
.endm

.macro ENTER name
        .globl  \name
        .type   \name, @function
        .p2align 6
\name:
        PROLOGUE
.endm

/* 2^32 turns more for each of the high half. The result is eax with its sign. */
.macro EPILOGUE
        dec     %ebp
        jnz     1b
2:
        decl    HIGH(%esp)
        jns     1b
        cltd
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
.endm

.macro LEAVE name
        EPILOGUE
        .size   \name, . - \name
.endm

/* As in loops.S: a chain from what the call returned and wrote to the next call. */
.macro INJECT
        mov     48(%ebx), %ecx
        add     (%ecx), %eax
        call    *52(%ebx)
        add     %eax, 8(%ebx)
        lfence
.endm

.macro CALL_PUSHED
        push    24(%ebx)
        push    16(%ebx)
        push    8(%ebx)
        call    *(%ebx)
        add     $12, %esp
.endm

.macro TURN_CALL
        .p2align 6
1:      CALL_PUSHED
.endm

.macro TURN_CALL_INJECT
        .p2align 6
1:      CALL_PUSHED
        INJECT
.endm

/* 20 bytes of arguments: 4 more than a multiple of 16 behind three. */
.macro TURN_CALL5
        .p2align 6
1:      sub     $8, %esp
        push    40(%ebx)
        push    32(%ebx)
        push    24(%ebx)
        push    16(%ebx)
        push    8(%ebx)
        call    *(%ebx)
        add     $28, %esp
.endm

ENTER loop_call
        TURN_CALL
LEAVE loop_call

ENTER loop_call_inject
        TURN_CALL_INJECT
LEAVE loop_call_inject

ENTER loop_call5
        TURN_CALL5
LEAVE loop_call5

/* ebx is an argument, so the target stands in edi. */
ENTER loop_int80
        mov     %ebx, %edi
        .p2align 6
1:      mov     8(%edi), %ebx
        mov     16(%edi), %ecx
        mov     24(%edi), %edx
        mov     (%edi), %eax
        int     $0x80
LEAVE loop_int80

ENTER loop_int80_inject
        mov     %ebx, %edi
        .p2align 6
1:      mov     8(%edi), %ebx
        mov     16(%edi), %ecx
        mov     24(%edi), %edx
        mov     (%edi), %eax
        int     $0x80
        mov     %edi, %ebx
        INJECT
LEAVE loop_int80_inject

/* As the C library enters the kernel: the function behind AT_SYSINFO takes what int 0x80 takes. Its
 * address stands in the target's fifth argument, which no system call here has. */
ENTER loop_kernel_vsyscall
        mov     %ebx, %edi
        mov     40(%edi), %esi
        .p2align 6
1:      mov     8(%edi), %ebx
        mov     16(%edi), %ecx
        mov     24(%edi), %edx
        mov     (%edi), %eax
        call    *%esi
LEAVE loop_kernel_vsyscall

ENTER loop_kernel_vsyscall_inject
        mov     %ebx, %edi
        mov     40(%edi), %esi
        .p2align 6
1:      mov     8(%edi), %ebx
        mov     16(%edi), %ecx
        mov     24(%edi), %edx
        mov     (%edi), %eax
        call    *%esi
        mov     %edi, %ebx
        INJECT
LEAVE loop_kernel_vsyscall_inject

ENTER loop_inject_alone
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
        endbr32
        ret
        .size   loop_empty, . - loop_empty

        .globl  stub_ret
        .type   stub_ret, @function
        .p2align 6
stub_ret:
        ret
        .size   stub_ret, . - stub_ret
loops_end:

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
SITES sites_call5, TURN_CALL5, 4
SITES sites_call_inject, TURN_CALL_INJECT, 16

        .section .note.GNU-stack, "", @progbits
