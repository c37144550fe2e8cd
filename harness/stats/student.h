/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_STUDENT_H
#define SYSTOLL_STUDENT_H

#include <stddef.h>

/* What Student's t exceeds with that probability (above 0, up to a half): Hill, "Algorithm 396",
 * Communications of the ACM 13, 1970, good to four digits from 5 degrees on, whole or not. */
double student_t(double tail, double degrees);

/* The same for 0.025 and whole degrees, good to 1e-4 from one degree on; NAN for none. */
double student_t95(size_t degrees);

#endif
