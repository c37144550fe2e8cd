/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_STYLE_H
#define SYSTOLL_PAGE_STYLE_H

/* The page's style sheet, and its hash as a Content-Security-Policy names it. */
extern const char style_text[], style_hash[];

#endif
