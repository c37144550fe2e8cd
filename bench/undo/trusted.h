/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TRUSTED_H
#define SYSTOLL_TRUSTED_H

#include <stdbool.h>
#include <stddef.h>

/* Folders and files whose contents will be obeyed: nobody but this user, or root, may have been
 * able to write them or to put others in their place. */

/* Opens the folder of that absolute path, one component after the other, without following a link.
 * The folder itself has to be this user's alone, those above it this user's or root's, and writable
 * by nobody else, except where they are sticky. With make, what is absent is made, for this user
 * alone (0700). A descriptor; -ENOENT with "" in said; else -errno, with a sentence in said that
 * names the folder at fault and what to do. */
int trusted_folder(const char *path, bool make, char *said, size_t size);

/* Opens a file of that folder for reading and writing: a regular one with no other name, of this
 * user, writable by nobody else. A descriptor, -EPERM where it is another kind of file, or -errno.
 */
int trusted_file(int folder, const char *name);

#endif
