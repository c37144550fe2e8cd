/* SPDX-License-Identifier: MIT */
#include "cmd/gate/output.h"

#include "cmd/gate/files.h"
#include "cmd/pictures.h"
#include "cmd/report/page.h"
#include "cmd/style.h"
#include "gate/forest.h"
#include "gate/formats.h"
#include "output/print.h"
#include "stats/judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORD = 64 };

/* The format of that name; else one sentence, and NULL. */
static const struct report_format *find_format(const char *command, const char *name)
{
    for (size_t i = 0; gate_formats[i]; i++)
        if (strcmp(gate_formats[i]->name, name) == 0)
            return gate_formats[i];
    cmd_unknown(command, "format", name, format_words, gate_formats);
    return NULL;
}

const struct opt_words gate_words[] = {{"format", format_words, gate_formats}, {0}};

int gate_take_format(struct gate_outputs *o, const char *command, const char *arg)
{
    char name[WORD];
    const char *equals = strchr(arg, '=');
    snprintf(name, sizeof name, "%.*s", (int)(equals ? equals - arg : WORD), arg);
    const struct report_format *format = find_format(command, name);
    if (!format)
        return EXIT_USAGE;
    if (o->size == GATE_OUTPUTS)
        return cmd_error(command, "--format can be given %d times", GATE_OUTPUTS);
    if (equals && !equals[1])
        return cmd_error(command, "--format %s=: name a file behind the =", name);
    if (!equals && page_check_terminal(command, format, "--format html=FILE") != EXIT_OK)
        return EXIT_USAGE;
    o->to[o->size].format = format;
    o->to[o->size++].path = equals ? equals + 1 : NULL;
    return EXIT_OK;
}

int gate_take_plot(struct gate_outputs *o, const char *command, const char *arg)
{
    int dir = *arg ? pictures_folder(arg) : -ENOENT;
    if (dir < 0)
        return cmd_error(command, "--plot: '%s' can't be used as a folder: %s", arg,
                         strerror(-dir));
    close(dir);
    o->folder = arg;
    return pictures_check(command);
}

int gate_take_exit(struct gate_outputs *o, const char *command, const char *arg)
{
    if (strcmp(arg, "bisect") != 0)
        return cmd_error(command, "--exit takes bisect, not '%s'", arg);
    o->bisect = true;
    return EXIT_OK;
}

int gate_take_margin(const char *command, const char *arg, double *share)
{
    char error[GATE_ERROR], *number = strdup(arg);
    size_t length = number ? strlen(number) : 0;
    if (!number)
        return cmd_error(command, "out of memory");
    if (length && number[length - 1] == '%')
        number[length - 1] = '\0';
    bool good = arg_decimal("--margin", number, 0, 1000, share, error, sizeof error);
    free(number);
    if (!good)
        return cmd_error(command, "%s (of per cent)", error);
    *share /= 100;
    return EXIT_OK;
}

int gate_code(const struct gate_outputs *o, int code)
{
    return o->bisect ? judge_exit_bisect(code) : code;
}

struct print {
    const struct report_format *format;
    const json_t *answer;
};

static int print_plain(const void *arg, FILE *out)
{
    const struct print *p = arg;
    return p->format->print(p->answer, out, style_of(out));
}

static int print_one(const char *command, const struct report_format *format, const char *path,
                     const json_t *answer)
{
    const struct print p = {format, answer};
    char error[GATE_ERROR];
    bool replaces;
    if (!path) {
        int result = format->print(answer, stdout, style_of(stdout));
        return result ? cmd_error(command, "the output can't be written: %s", strerror(-result))
                      : EXIT_OK;
    }
    if (output_print(path, format->kind, print_plain, &p, &replaces, error, sizeof error) != 0)
        return cmd_error(command, "%s", error);
    if (replaces)
        cmd_error(command, "%s replaces an earlier answer", path);
    return EXIT_OK;
}

/* The code that stands, or the error's. */
static int draw_answer(const struct gate_outputs *o, const char *command, const json_t *answer,
                       int code)
{
    const struct drawing forest = gate_forest(answer);
    if (!o->folder || json_array_size(json_object_get(answer, "cells")) == 0)
        return code;
    int error = pictures_draw(command, o->folder, &forest, 1);
    return error ? error : code;
}

int gate_answer(const struct gate_outputs *o, const char *command, json_t *answer)
{
    struct gate_outputs one = {.to = {{.format = &gate_text}}, .size = 1};
    if (!answer)
        return cmd_error(command, "out of memory");
    int code = (int)json_integer_value(json_object_get(answer, "exit"));
    const struct gate_outputs *all = o->size ? o : &one;
    if (gate_check_files(o, command, NULL) != EXIT_OK) {
        json_decref(answer);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < all->size; i++)
        if (print_one(command, all->to[i].format, all->to[i].path, answer) != EXIT_OK)
            code = EXIT_USAGE;
    code = draw_answer(o, command, answer, code);
    json_decref(answer);
    return code;
}
