/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REFUSAL_H
#define SYSTOLL_REFUSAL_H

/* A system call that failed, for the end of a sentence: its name, the error in words, and what to
 * do about it; error is -errno. "pipe2: Too many open files; raise the limit on open files (ulimit
 * -n)". A static buffer. */
const char *refusal_words(const char *call, int error);

#endif
