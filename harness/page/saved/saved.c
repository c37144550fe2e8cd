/* SPDX-License-Identifier: MIT */
#include "page/saved/saved.h"

#include "gate/check.h"
#include "gate/formats.h"
#include "gate/gate.h"
#include "machine/sysfile.h"
#include "page/saved/bootmodes.h"
#include "page/saved/bootmodes_check.h"
#include "text/json.h"
#include "text/text.h"

#include <stdlib.h>

static const struct saved_kind {
    const char *schema;
    bool (*check)(const json_t *document, struct complaint *what);
    const struct report_format *page;
} kinds[] = {
    {GATE_SCHEMA, gate_check, &gate_html},
    {BOOTMODES_SCHEMA, bootmodes_check, &bootmodes_html},
    {NULL, NULL, NULL},
};

/* The one without a schema where the document is of none. */
static const struct saved_kind *kind_of(const json_t *document)
{
    const struct saved_kind *k = kinds;
    while (k->schema && !json_is(document, "schema", k->schema))
        k++;
    return k;
}

json_t *saved_read(const char *path, char *error, size_t size)
{
    struct complaint what;
    size_t length;
    char *text = sysfile_bytes("", path, &length);
    json_t *document = text ? json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const struct saved_kind *kind = kind_of(document);
    free(text);
    *error = '\0';
    if (kind->schema && kind->check(document, &what)) {
        json_object_del(document, "page"); /* who prints it says which file it was */
        return document;
    }
    if (kind->schema)
        text_say(error, size, "%s is no %s document: %s", path, kind->schema, what.text);
    text_printable(error);
    json_decref(document);
    return NULL;
}

const struct report_format *saved_page(const json_t *document)
{
    return kind_of(document)->page;
}
