/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "cmd/compare/read.h"
#include "cmd/pictures.h"
#include "cmd/report/page.h"
#include "cmd/style.h"
#include "compare/compare.h"
#include "compare/formats.h"
#include "compare/pictures.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct opt options[] = {
    {"format", 'f', "FORMAT", "how to print it (table)"},
    {"base", 0, "N", "compare with the Nth record instead of the first"},
    {"output", 'o', "DIR", "draw pictures there too; made where it is absent"},
    {"across-platforms", 0, NULL, "also where processor, microcode or hypervisor differ"},
    {0},
};
enum { FORMAT, BASE, OUTPUT, ACROSS };

enum { ERROR = 600 };

struct request {
    const struct report_format *format;
    const char *folder; /* for pictures; NULL: none */
    size_t base;        /* from 0 */
    bool across;
};

/* The format of that name; else one sentence, and NULL. */
static const struct report_format *find_format(const char *name)
{
    for (size_t i = 0; compare_formats[i]; i++)
        if (strcmp(compare_formats[i]->name, name) == 0)
            return compare_formats[i];
    cmd_unknown("compare", "format", name, format_words, compare_formats);
    return NULL;
}

static int draw_comparison(const char *folder, const json_t *comparison)
{
    struct drawing drawings[COMPARE_PICTURES];
    compare_drawings(comparison, drawings);
    return pictures_draw("compare", folder, drawings, COMPARE_PICTURES);
}

static int print_comparison(const struct request *q, const json_t *comparison)
{
    char why[ERROR];
    if (!comparison)
        return cmd_error("compare", "out of memory");
    if (!compare_comparable(comparison, q->across, why, sizeof why)) {
        bool platform = compare_comparable(comparison, true, why, sizeof why);
        compare_comparable(comparison, q->across, why, sizeof why);
        cmd_error("compare", "%s%s", why, platform ? "; --across-platforms compares them" : "");
        return EXIT_INCOMPARABLE;
    }
    int drawn = q->folder ? draw_comparison(q->folder, comparison) : EXIT_OK;
    if (drawn != EXIT_OK)
        return drawn;
    int result = q->format->print(comparison, stdout, style_of(stdout));
    if (result)
        return cmd_error("compare", "the output can't be written: %s", strerror(-result));
    return EXIT_OK;
}

static int compare_sides(const struct request *q, const struct sides *s)
{
    struct compare_record records[COMPARE_MOST];
    if (q->base >= s->size)
        return cmd_error("compare", "--base %zu: there are %zu records", q->base + 1, s->size);
    if (q->folder && s->size > COMPARE_MOST_PANELS)
        return cmd_error("compare", "%zu records are too many for a picture; draw %d at most",
                         s->size, COMPARE_MOST_PANELS);
    for (size_t i = 0; i < s->size; i++)
        records[i] = (struct compare_record){.name = s->names[i], .report = s->reports[i]};
    json_t *comparison = compare_make(records, s->size, q->base);
    int code = print_comparison(q, comparison);
    json_decref(comparison);
    return code;
}

static int compare_records(const struct request *q, char **paths, int size)
{
    struct sides *s = calloc(1, sizeof *s);
    if (!s)
        return cmd_error("compare", "out of memory");
    int code = page_check_terminal("compare", q->format, ">FILE");
    code = code || !q->folder ? code : pictures_check("compare");
    code = code ? code : sides_read(s, paths, (size_t)size);
    code = code ? code : compare_sides(q, s);
    sides_free(s);
    free(s);
    return code;
}

static int check_operands(char **paths, int size)
{
    struct stat st;
    bool folder = size == 1 && stat(paths[0], &st) == 0 && S_ISDIR(st.st_mode);
    if (size < 2 && !folder)
        return cmd_error("compare", "name two records or more, to set side by side, or a folder");
    if (size > COMPARE_MOST)
        return cmd_error("compare", "%d records are too many; %d can be compared at once", size,
                         COMPARE_MOST);
    return EXIT_OK;
}

static int take_compare_option(struct request *q, int option, const char *arg)
{
    char error[ERROR];
    uint64_t base;
    if (option == OUTPUT)
        q->folder = arg;
    if (option == ACROSS)
        q->across = true;
    if (option == FORMAT && !(q->format = find_format(arg)))
        return EXIT_USAGE;
    if (option != BASE)
        return EXIT_OK;
    if (!arg_integer("--base", arg, 1, COMPARE_MOST, &base, error, sizeof error))
        return cmd_error("compare", "%s", error);
    q->base = base - 1;
    return EXIT_OK;
}

static int run_compare(int argc, char **argv)
{
    struct request q = {.format = &compare_table};
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&cmd_compare, options, argc, argv, &index, &arg)) >= 0)
        if (take_compare_option(&q, found, arg) != EXIT_OK)
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    int code = check_operands(argv + index, argc - index);
    return code ? code : compare_records(&q, argv + index, argc - index);
}

static const struct opt_words words[] = {{"format", format_words, compare_formats}, {0}};

const struct command cmd_compare = {
    .name = "compare",
    .synopsis = "[OPTION]... RECORD|FOLDER...",
    .help = "Set records, or folders of boots, side by side: ratios, and what one alone measured",
    .run = run_compare,
    .words = words,
};
