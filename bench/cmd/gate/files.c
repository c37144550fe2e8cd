/* SPDX-License-Identifier: MIT */
#include "cmd/gate/files.h"

#include "gate/formats.h"
#include "output/output.h"
#include "output/place.h"

#include <stdlib.h>
#include <string.h>

int gate_input(struct gate_outputs *o, const char *command, const char *path)
{
    char *copy = strdup(path), **inputs = NULL;
    if (copy)
        inputs = realloc(o->inputs, (o->inputs_size + 1) * sizeof *inputs);
    if (!inputs) {
        free(copy);
        return cmd_error(command, "out of memory");
    }
    o->inputs = inputs;
    o->inputs[o->inputs_size++] = copy;
    return EXIT_OK;
}

int gate_inputs(struct gate_outputs *o, const char *command, char *const *paths, size_t size)
{
    int code = EXIT_OK;
    for (size_t i = 0; i < size && code == EXIT_OK; i++)
        code = gate_input(o, command, paths[i]);
    return code;
}

void gate_outputs_free(struct gate_outputs *o)
{
    for (size_t i = 0; i < o->inputs_size; i++)
        free(o->inputs[i]);
    free(o->inputs);
    o->inputs = NULL;
    o->inputs_size = 0;
}

/* The path at i: the record, then the answers. NULL: none, or standard output. */
static const char *path_at(const struct gate_outputs *o, const char *record, size_t i)
{
    return i ? o->to[i - 1].path : record;
}

static int check_file(const struct gate_outputs *o, const char *command, const char *record,
                      size_t at)
{
    const char *path = path_at(o, record, at);
    for (size_t i = 0; i < o->inputs_size; i++)
        if (place_same(path, o->inputs[i]))
            return cmd_error(command,
                             "%s would be written over %s, which is read; give another "
                             "name",
                             path, o->inputs[i]);
    for (size_t i = 0; i < at; i++) {
        const char *other = path_at(o, record, i);
        if (other && place_same(path, other))
            return cmd_error(command, "%s and %s are one file; give each output a name of its own",
                             other, path);
    }
    return EXIT_OK;
}

int gate_check_files(const struct gate_outputs *o, const char *command, const char *record)
{
    char error[GATE_ERROR];
    for (size_t i = 0; i <= o->size; i++) {
        const char *path = path_at(o, record, i);
        if (path && check_file(o, command, record, i) != EXIT_OK)
            return EXIT_USAGE;
        if (path && i && output_check(path, o->to[i - 1].format->kind, error, sizeof error) != 0)
            return cmd_error(command, "%s", error);
    }
    return EXIT_OK;
}
