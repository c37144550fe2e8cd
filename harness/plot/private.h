/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_PRIVATE_H
#define SYSTOLL_PLOT_PRIVATE_H

#include <stddef.h>

enum { PRIVATE_NAME = 40 };

/* A folder .systoll-plot-XXXX in another one, for this process alone and locked by it. */
struct private
{
    int parent, folder;
    char name[PRIVATE_NAME];
};

/* Makes one in that directory, of which it keeps the descriptor. 0 or -errno. */
int private_make(struct private *p, int parent);
/* Removes it with what is in it, and closes it. */
void private_remove(struct private *p);
/* Removes those of this user whose process has ended, however it did; how many there were. */
size_t private_clear(int parent);

#endif
