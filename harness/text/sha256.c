/* SPDX-License-Identifier: MIT */
#include "text/sha256.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 64, WORDS = 8, ROUNDS = 64, LENGTH = 8 };

/* Of the cube roots of the first primes, the first 32 bits behind the point (4.2.2). */
static const uint32_t constants[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Of their square roots (5.3.3). */
static const uint32_t begin[WORDS] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static uint32_t rotate(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

/* 6.2.2, step 1. */
static void expand_block(const unsigned char block[BLOCK], uint32_t w[ROUNDS])
{
    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    for (int t = 16; t < ROUNDS; t++) {
        uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = s1 + w[t - 7] + s0 + w[t - 16];
    }
}

static void add_block(uint32_t hash[WORDS], const unsigned char block[BLOCK])
{
    uint32_t w[ROUNDS], v[WORDS];
    expand_block(block, w);
    memcpy(v, hash, sizeof v);
    for (int t = 0; t < ROUNDS; t++) {
        uint32_t a = v[0], e = v[4];
        uint32_t first = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                         ((e & v[5]) ^ (~e & v[6])) + constants[t] + w[t];
        uint32_t second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
                          ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, sizeof v - sizeof *v);
        v[4] += first;
        v[0] = first + second;
    }
    for (int i = 0; i < WORDS; i++)
        hash[i] += v[i];
}

/* The last bytes, a one bit, zeros, and the length in bits at the end of a block (5.1.1). */
static void add_end(uint32_t hash[WORDS], unsigned char block[BLOCK], size_t left, uint64_t bytes)
{
    memset(block + left, 0, BLOCK - left);
    block[left] = 0x80;
    if (left + 1 + LENGTH > BLOCK) {
        add_block(hash, block);
        memset(block, 0, BLOCK);
    }
    for (int i = 0; i < LENGTH; i++)
        block[BLOCK - 1 - i] = (unsigned char)(bytes * 8 >> 8 * i);
    add_block(hash, block);
}

int sha256_stream(FILE *in, char text[SHA256_TEXT])
{
    unsigned char block[BLOCK];
    uint32_t hash[WORDS];
    uint64_t bytes = 0;
    size_t got;
    memcpy(hash, begin, sizeof hash);
    while ((got = fread(block, 1, BLOCK, in)) == BLOCK) {
        add_block(hash, block);
        bytes += BLOCK;
    }
    if (ferror(in))
        return -EIO;
    add_end(hash, block, got, bytes + got);
    for (int i = 0; i < WORDS; i++)
        sprintf(text + 8 * i, "%08x", hash[i]);
    return 0;
}
