/* SPDX-License-Identifier: MIT */
/* A small shared object that vdso_test reads: built with each style of hash table. */
extern int image_needs_this(void);
int image_first(void);
int image_second(void);
int image_alias(void) __attribute__((weak, alias("image_first")));

int image_data = 4;

int image_first(void)
{
    return image_data++;
}

int image_second(void)
{
    return image_needs_this();
}
