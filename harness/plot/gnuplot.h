/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_GNUPLOT_H
#define SYSTOLL_PLOT_GNUPLOT_H

#include <signal.h>
#include <stddef.h>

/* 0 where gnuplot runs; -ENOENT where it is not installed; or -errno. */
int gnuplot_check(void);

/* Runs scripts/NAME.gp FORMAT THEME in the directory, in an environment of its own, its words going
 * to the file gnuplot.log there. 0; -EIO where gnuplot failed;
 * -EINTR where it was ended because stop rose above 0; or -errno. It ends with this process, and no
 * shell is involved. */
int gnuplot_run(int dir, const char *scripts, const char *name, const char *format,
                const char *theme, const volatile sig_atomic_t *stop);

#endif
