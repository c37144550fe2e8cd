/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_PICTURES_H
#define SYSTOLL_CMD_PICTURES_H

/* What the subcommands that draw have in common. */

/* The scripts of the installation that this program belongs to, else of the source tree. */
const char *pictures_scripts(void);
/* Opens a folder, made as by mkdir -p where it is absent; never through a stranger's link. A
 * descriptor or -errno. */
int pictures_folder(const char *path);
/* EXIT_OK where gnuplot runs; else EXIT_USAGE after one sentence. */
int pictures_check(const char *command);

#endif
