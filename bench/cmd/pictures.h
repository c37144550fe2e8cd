/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_PICTURES_H
#define SYSTOLL_CMD_PICTURES_H

#include "plot/gallery.h"

/* What the subcommands that draw have in common. */

/* The scripts of the installation that this program belongs to, else of the source tree. */
const char *pictures_scripts(void);
/* Opens a folder, made as by mkdir -p where it is absent; never through a stranger's link. A
 * descriptor or -errno. */
int pictures_folder(const char *path);
/* EXIT_OK where gnuplot runs and no other user wrote its scripts; else EXIT_USAGE after one
 * sentence. */
int pictures_check(const char *command);

/* Where the drawing goes on until SIGINT, SIGTERM or SIGHUP comes, which pictures_end lets act as
 * before. */
struct gallery_place pictures_begin(int folder);
void pictures_end(void);
/* After drawing, in sentences: what was removed, and what failed. EXIT_OK, EXIT_USAGE or
 * EXIT_INTERRUPTED. */
int pictures_conclude(const char *command, const char *folder, const struct gallery_place *place,
                      int rc, const char *error);

/* Draws them into the folder (pictures_folder), says on standard error which files were made and
 * which pictures have nothing to show. EXIT_OK; or EXIT_USAGE or
 * EXIT_INTERRUPTED after one sentence. */
int pictures_draw(const char *command, const char *folder, const struct drawing *drawings,
                  size_t size);

#endif
