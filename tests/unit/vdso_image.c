/* SPDX-License-Identifier: MIT */
/* A small shared object that the tests of the resolver read: built with each style of hash table.
 */
extern int image_needs_this(void);
int image_first(void);
int image_newer(void);
int image_older(void);
int image_alias(void) __attribute__((weak, alias("image_first")));

int image_data = 4;

/* An absolute function, and an older version of one that only its version finds. */
__asm__(".globl image_absolute\n.type image_absolute, @function\n.set image_absolute, 0x40\n"
        ".symver image_older, image_second@LINUX_2.6\n"
        ".symver image_newer, image_second@@LINUX_9.9\n");

int image_first(void)
{
    return image_data++;
}

int image_newer(void)
{
    return image_needs_this();
}

int image_older(void)
{
    return 3;
}
