/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_SIGNALS_H
#define SYSTOLL_CMD_SIGNALS_H

/* Sets the signals as this program expects them at its start, whatever its parent ignored or
 * blocked. An ignored SIGHUP stays ignored, as nohup means it, and SIGINT and SIGQUIT, as a shell
 * means it for a job in the background. */
void signals_at_start(void);

/* From now on SIGINT, SIGTERM, and SIGHUP where it is not ignored, call the handler; SIGPIPE is
 * ignored, since a worker that died is an answer too. */
void signals_catch(void (*handler)(int number));

#endif
