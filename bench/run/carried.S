/* SPDX-License-Identifier: MIT */
/* The file of the 32-bit program, as it was built, and its size; 0 where the compiler makes none. */
        .section .rodata
        .globl  carried_i386, carried_i386_size
        .p2align 3
carried_i386_size:
        .quad   2f - carried_i386
carried_i386:
#ifdef I386_PROGRAM
        .incbin I386_PROGRAM
#endif
2:
        .section .note.GNU-stack, "", @progbits
