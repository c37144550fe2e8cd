/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEXT_H
#define SYSTOLL_TEXT_H

/* Makes UTF-8 text from an untrusted file safe for a terminal, in place: control characters (C0,
 * DEL, C1) become '?', and so does every byte of a direction override or isolate. */
void text_printable(char *text);

#endif
