/* SPDX-License-Identifier: MIT */
#include "cmd/report_page.h"

#include "cmd/cmd.h"
#include "text/sha256.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int page_check_terminal(const char *command, const struct report_format *format)
{
    if (!format->page || !isatty(STDOUT_FILENO))
        return EXIT_OK;
    return cmd_error(command,
                     "--format %s is a page for a browser, not for a terminal; name a file with %s",
                     format->name, strcmp(command, "report") == 0 ? "-o FILE" : ">FILE");
}

/* A new string; null where the path is no file, or it can't be read. */
static json_t *hash_of(const char *path)
{
    char text[SHA256_TEXT];
    struct stat st;
    FILE *in = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? fopen(path, "re") : NULL;
    bool whole = in && sha256_stream(in, text) == 0;
    if (in)
        fclose(in);
    return whole ? json_string(text) : json_null();
}

json_t *page_facts(const char *path, const struct record *r)
{
    const char *slash = strrchr(path, '/');
    char *name = strdup(strcmp(path, "-") == 0 ? "standard input" : slash ? slash + 1 : path);
    if (name)
        text_utf8(name);
    json_t *facts = json_pack("{s:s?, s:o, s:b}", "name", name, "sha256", hash_of(path), "samples",
                              r->rounds > 0);
    free(name);
    return facts;
}
