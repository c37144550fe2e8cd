/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_PART_H
#define SYSTOLL_PAGE_PART_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* A part of a page: a section under a title, of the document that the page shows. What a document
 * says is untrusted and goes out by html.h alone. */
struct page_part {
    const char *id, *title;
    bool (*there)(const json_t *document); /* whether it has something to show; NULL: always */
    void (*print)(const json_t *document, FILE *out);
};

/* Of a systoll.report/1 document. */
extern const struct page_part part_words, part_headline, part_table, part_unmeasured,
    part_distribution, part_counters, part_contexts, part_drift, part_space, part_machine;

/* Of a document that was read from a file: its name and hash, "page": {"name", "sha256"}. */
extern const struct page_part part_file;

/* Of a systoll.compare/1 document. */
extern const struct page_part part_compare_ratios, part_compare_table;

/* Of a systoll.fleet/1 document, with the strips of fleet_facts as its "page". */
extern const struct page_part part_strips;

/* Of a systoll.bootmodes/1 document. */
extern const struct page_part part_boots_changes, part_boots_table;

#endif
