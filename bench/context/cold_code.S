/* SPDX-License-Identifier: MIT */
/* Code that takes the place of other code in a core: 128 KiB of it, with 8192 conditional branches,
 * whose directions are the bits of the argument. Part of the program's text, because a process may be
 * forbidden to make memory executable (PR_SET_MDWE). */

        .section .text.cold, "ax", @progbits
        .globl  cold_code
        .type   cold_code, @function
        .p2align 6, 0xcc
cold_code:
#ifdef __x86_64__
#define BITS %rdi
        endbr64
#else
#define BITS %ecx
        endbr32
        mov     4(%esp), BITS
#endif
        .rept   8192
        .p2align 4
        rol     $1, BITS
        jc      1f
        lea     (BITS,BITS,4), BITS
1:
        .endr
        ret
        .size   cold_code, . - cold_code

        .section .note.GNU-stack, "", @progbits
