/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PROVE_H
#define SYSTOLL_PROVE_H

#include "matrix/cell.h"
#include "measure/worker_serve.h"

/* A worker's request to prove a cell where it would be timed (cell_prove):
 *   prove CELL                       prove measured NOTE
 *                                    prove skipped|failed REASON */
extern const struct worker_request request_prove;

/* Takes what such an answer says behind its first word over into the cell; false where it is none.
 */
bool prove_take(struct cell *cell, const char *answer);

#endif
