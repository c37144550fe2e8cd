/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CONTEXTS_H
#define SYSTOLL_CONTEXTS_H

/* A state that a process enters and can't leave, and that what it executes is in as well. */
struct context {
    const char *name, *help;
    const char *(*enter)(void); /* NULL, or a static sentence without its full stop: why not */
};

extern const struct context contexts[]; /* ends with a row without a name */

/* The context of that name, or NULL. */
const struct context *context_by_name(const char *name);

#endif
