/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CHOOSE_EVENTS_H
#define SYSTOLL_CHOOSE_EVENTS_H

#include "run/session.h"

/* Settles which of the session's events are counted, and in which passes: those asked for, those of
 * the sets asked for, without either the set "default". Each is opened, tried in its group and held
 * against works that are known, in the calling thread, which must be on the CPU under test. What is
 * left out keeps its reason, which is also warned of. */
void choose_events(struct session *s);

#endif
