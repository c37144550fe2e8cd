/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DOCTOR_CAMPAIGN_H
#define SYSTOLL_DOCTOR_CAMPAIGN_H

#include "doctor/doctor.h"

/* Whether this machine is being booted in one mode after another (scripts/bootmodes --here, whose
 * state is systoll.campaign/1), or was left half-way. Of the state no more is believed than that
 * root, or who runs this, wrote it, and no text of it is shown. */
void campaign_look(const struct host *h, struct doctor_line *l);

#endif
