/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include "cmd/gate/files.h"
#include "cmd/gate/output.h"
#include "cmd/gate/reports.h"
#include "compare/names.h"
#include "judge/boots.h"

#include <string.h>

#define NAME "gate boots"

static const struct opt options[] = {
    {"margin", 0, "SHARE", "the least slowdown that matters, such as 2% (the default)"},
    {"format", 'f', "FORMAT[=FILE]", GATE_FORMAT_HELP},
    {"plot", 0, "DIR", GATE_PLOT_HELP},
    {"exit", 0, "bisect", GATE_EXIT_HELP},
    {0},
};
enum { MARGIN, FORMAT, PLOT, EXIT };

struct request {
    struct gate_outputs outputs;
    double margin;
    struct reports a, b;
};

static int take_boots_option(struct request *q, int option, const char *arg)
{
    if (option == MARGIN)
        return gate_take_margin(NAME, arg, &q->margin);
    if (option == PLOT)
        return gate_take_plot(&q->outputs, NAME, arg);
    return option == FORMAT ? gate_take_format(&q->outputs, NAME, arg)
                            : gate_take_exit(&q->outputs, NAME, arg);
}

static int read_side(struct reports *r, const char *path)
{
    int code = reports_read(r, NAME, path);
    if (code == EXIT_OK && r->size == 0)
        return cmd_error(NAME, "there is no record (*.jsonl) in %s", path);
    return code ? code : reports_check(r, NAME);
}

static const json_t *fact_of(const json_t *report, const char *object, const char *key)
{
    return json_object_get(json_object_get(report, object), key);
}

/* A run tells its boot's id; two runs' seeds and seconds are never the same. */
static bool one_boot(const json_t *x, const json_t *y)
{
    const json_t *boot = fact_of(x, "machine", "boot_id");
    return (boot && json_equal(boot, fact_of(y, "machine", "boot_id"))) ||
           json_equal(json_object_get(x, "run"), json_object_get(y, "run"));
}

/* Several runs in one boot share what differs from boot to boot: they count as one. */
static int check_boots(const struct reports *r, const struct reports *others)
{
    for (size_t i = 0; i < r->size; i++)
        for (size_t k = r == others ? i + 1 : 0; k < others->size; k++)
            if (one_boot(r->reports[i], others->reports[k]))
                return cmd_error(NAME, "%s and %s are of one boot, and the boot is the unit",
                                 r->paths[i], others->paths[k]);
    return EXIT_OK;
}

static int check_request(const struct request *q)
{
    int code = check_boots(&q->a, &q->a);
    code = code ? code : check_boots(&q->b, &q->b);
    return code ? code : check_boots(&q->a, &q->b);
}

static int judge_folders(struct request *q, char **paths)
{
    char names[2][COMPARE_NAME];
    int code = read_side(&q->a, paths[0]);
    code = code ? code : read_side(&q->b, paths[1]);
    code = code ? code : check_request(q);
    code = code ? code : gate_inputs(&q->outputs, NAME, q->a.paths, q->a.size);
    code = code ? code : gate_inputs(&q->outputs, NAME, q->b.paths, q->b.size);
    if (code)
        return code;
    for (int i = 0; i < 2; i++) /* a folder's name may end in a slash */
        for (size_t n = strlen(paths[i]); n > 1 && paths[i][n - 1] == '/'; n--)
            paths[i][n - 1] = '\0';
    compare_names(paths, 2, names);
    const struct boots b = {.a = {names[0], q->a.records, q->a.size},
                            .b = {names[1], q->b.records, q->b.size},
                            .margin = q->margin};
    return gate_answer(&q->outputs, NAME, boots_judge(&b));
}

static int carry_out_gate_boots(struct request *q, int argc, char **argv)
{
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&gate_boots, options, argc, argv, &index, &arg)) >= 0)
        if (take_boots_option(q, found, arg) != EXIT_OK)
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (argc != index + 2)
        return cmd_error(NAME, "name two folders of records, A's boots and B's");
    return judge_folders(q, argv + index);
}

static int run_gate_boots(int argc, char **argv)
{
    struct request q = {.margin = 0.02};
    int code = carry_out_gate_boots(&q, argc, argv);
    gate_outputs_free(&q.outputs);
    reports_free(&q.a);
    reports_free(&q.b);
    return gate_code(&q.outputs, code);
}

const struct command gate_boots = {
    .name = NAME,
    .synopsis = "[OPTION]... DIR_A DIR_B",
    .help = "Alternated boots of two kernels or modes, B's times against A's",
    .run = run_gate_boots,
    .words = gate_words,
};
