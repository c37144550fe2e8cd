/* SPDX-License-Identifier: MIT */
#include "page/html.h"
#include "page/part.h"
#include "text/json_show.h"

static bool has_file(const json_t *document)
{
    return json_object_get(document, "page") != NULL;
}

static void print_file(const json_t *document, FILE *out)
{
    const json_t *page = json_object_get(document, "page");
    html_facts_begin(out);
    html_fact("File", json_show_whole(json_object_get(page, "name")), out);
    html_fact("SHA-256", json_show_whole(json_object_get(page, "sha256")), out);
    html_facts_end(out);
}

const struct page_part part_file = {"file", "The file", has_file, print_file};
