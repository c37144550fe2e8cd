/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_XML_H
#define SYSTOLL_XML_H

#include <stdio.h>

/* Printable UTF-8 text (text.h) as an element's text or an attribute's value in XML 1.0. */
void xml_text(const char *text, FILE *out);

/* ' name="text"', text as above. */
void xml_attribute(const char *name, const char *text, FILE *out);

#endif
