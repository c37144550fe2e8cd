/* SPDX-License-Identifier: MIT */
#include "page/saved/saved.h"

#include "input.h"
#include "printed.h"

#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* The page's own script is its only one, whatever the document says. */
static void look_for_scripts(const json_t *document)
{
    const struct report_style style = {.width = 100};
    char *text = NULL, *script;
    size_t length, found = 0;
    FILE *out = open_memstream(&text, &length);
    if (!out || saved_page(document)->print(document, out, style) != 0)
        abort();
    fclose(out);
    if (strlen(text) != length)
        abort();
    for (script = text; (script = strstr(script, "<script")); script++)
        found++;
    if (found != 1)
        abort();
    free(text);
}

/* What passes the checks is printed as a page. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    char path[32], error[600] = "";
    int fd = make_file(data, size, path);
    json_t *document = saved_read(path, error, sizeof error);
    close(fd);
    if (document && *error)
        abort();
    if (document) {
        const struct report_format *const formats[] = {saved_page(document), NULL};
        print_in(formats, document);
        look_for_scripts(document);
    }
    json_decref(document);
    return 0;
}
