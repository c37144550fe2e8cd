/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SESSION_H
#define SYSTOLL_SESSION_H

#include "kernel/vsyscall.h"
#include "machine/claim.h"
#include "measure/plan.h"
#include "run/carried.h"
#include "run/choose_events.h"
#include "run/count.h"
#include "run/inject.h"
#include "run/log.h"
#include "run/readings.h"
#include "run/request.h"

#include <jansson.h>

enum { SESSION_WHY = 2048 };

/* One measuring run, from selected cells to a record: what is asked for, what is made of it, what
 * comes of it. The caller sets the request, events and injections by name, and the log's writer. */
struct session {
    struct run_request request;
    struct chosen_events events;
    struct injections injections;

    struct plan plan;
    struct image image;     /* this program's, which workers are started from */
    struct carried carried; /* the 32-bit program, where cells of it are asked for */
    struct plan_program i386;
    char *allowed; /* the CPUs that this process may run on while it is not pinned, as a list */
    struct claim claim; /* to the CPU, while it is measured on */
    double expected;    /* seconds that timing takes; 0 where instructions are counted */
    size_t ready, left; /* cells that were proved, and those that could be calibrated */

    json_t *machine; /* as machine_describe has it, and what bench found besides */
    struct vsyscall vsyscall;
    struct counts counts;
    struct readings readings;
    struct run_log log;
    char why[SESSION_WHY]; /* a sentence on what failed; "" where strerror says it */
};

/* Why preparing or measuring failed with that error, a sentence. */
const char *session_why(const struct session *s, int error);

void session_free(struct session *s);

#endif
