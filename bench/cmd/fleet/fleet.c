/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "cmd/fleet/against.h"
#include "cmd/fleet/read.h"
#include "cmd/pictures.h"
#include "cmd/report/page.h"
#include "cmd/style.h"
#include "fleet/against/formats.h"
#include "fleet/document.h"
#include "fleet/formats.h"
#include "fleet/measure.h"
#include "fleet/picture.h"
#include "page/fleet/fleet_facts.h"

#include <string.h>

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print it (table)"},
    {"output", 'o', "DIR", "draw a picture there too; made where it is absent"},
    {"against", 0, "DIR", "say what changed since the records in DIR"},
    {0},
};
enum { FORMAT, OUTPUT, AGAINST };

struct request {
    const struct report_format *format;
    const char *folder; /* for the picture; NULL: none */
    char *against;      /* an earlier sweep's; NULL: none */
};

/* The format of that name; else one sentence, and NULL. */
static const struct report_format *find_format(const char *name,
                                               const struct report_format *const *formats)
{
    for (size_t i = 0; formats[i]; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    cmd_unknown("fleet", "format", name, format_words, formats);
    return NULL;
}

static int print_document(const struct request *q, const json_t *document)
{
    if (!document)
        return cmd_error("fleet", "out of memory");
    int result = q->format->print(document, stdout, style_of(stdout));
    if (result)
        return cmd_error("fleet", "the output can't be written: %s", strerror(-result));
    return (int)fleet_outcome_of(document);
}

static int judge_fleet(const struct request *q, struct fleet *f)
{
    struct fleet_groups g = groups_make(f);
    bool good = !g.failed && fleet_measure(f, &g);
    json_t *document = good ? fleet_document(f, &g) : NULL;
    if (document && q->format->page)
        json_object_set_new(document, "page", fleet_facts(f, &g));
    const struct fleet_drawn drawn = {f, &g, document};
    const struct drawing drawing = fleet_drawing(&drawn);
    int code = EXIT_OK;
    if (q->folder && document)
        code = pictures_draw("fleet", q->folder, &drawing, 1);
    code = code ? code : print_document(q, document);
    json_decref(document);
    groups_free(&g);
    return code;
}

static int compare_hosts(const struct request *q, char **paths, size_t size)
{
    struct fleet f = {0};
    int code = page_check_terminal("fleet", q->format, ">FILE");
    code = code || !q->folder ? code : pictures_check("fleet");
    code = code ? code : fleet_read(&f, paths, size);
    code = code ? code : judge_fleet(q, &f);
    fleet_free(&f);
    return code;
}

static int compare_sweeps(const struct request *q, char **paths, size_t size)
{
    if (q->folder)
        return cmd_error("fleet", "a picture is of one sweep: leave out --output or --against");
    const struct report_format *format = find_format(q->format->name, changes_formats);
    return format ? fleet_against(format, q->against, paths, size) : EXIT_USAGE;
}

static int run_fleet(int argc, char **argv)
{
    struct request q = {.format = &fleet_table};
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&cmd_fleet, options, argc, argv, &index, &arg)) >= 0)
        if (found == OUTPUT)
            q.folder = arg;
        else if (found == AGAINST)
            q.against = arg;
        else if (!(q.format = find_format(arg, fleet_formats)))
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (index == argc)
        return cmd_error("fleet", "name a folder of records, one of each host, or records");
    char **paths = argv + index;
    size_t size = (size_t)(argc - index);
    return q.against ? compare_sweeps(&q, paths, size) : compare_hosts(&q, paths, size);
}

static const struct opt_words words[] = {{"format", format_words, fleet_formats}, {0}};

const struct command cmd_fleet = {
    .name = "fleet",
    .synopsis = "[OPTION]... FOLDER|RECORD...",
    .help = "Compare hosts, a record of each: which one is the odd one, and in what",
    .run = run_fleet,
    .words = words,
};
