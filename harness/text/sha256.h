/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SHA256_H
#define SYSTOLL_SHA256_H

#include <stdio.h>

enum { SHA256_TEXT = 65 };

/* SHA-256 (FIPS 180-4) of all that is left of the stream, in hexadecimal digits as sha256sum prints
 * it. 0 or -errno. */
int sha256_stream(FILE *in, char text[SHA256_TEXT]);

#endif
