/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_SCRIPT_H
#define SYSTOLL_PAGE_SCRIPT_H

/* The page's script, which makes the titles of its tables buttons that sort, and its hash as a
 * Content-Security-Policy names it. Without it the page says the same. */
extern const char script_text[], script_hash[];

#endif
