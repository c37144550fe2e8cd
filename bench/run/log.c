/* SPDX-License-Identifier: MIT */
#include "run/log.h"

#include "record/write.h"
#include "text/json_text.h"

#include <errno.h>
#include <stdarg.h>

void log_begin(struct run_log *l)
{
    l->warnings = json_array();
    l->record.others = json_array();
}

void log_free(struct run_log *l)
{
    record_free(&l->record);
    json_decref(l->warnings);
    l->warnings = NULL;
}

void log_warn(struct run_log *l, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    json_array_append_new(l->warnings, json_vsay(format, args));
    va_end(args);
}

int log_write(struct run_log *l, const json_t *line)
{
    int error = line ? 0 : -ENOMEM;
    if (!error && l->writer && !l->write_error)
        error = record_append(l->writer, line);
    if (error)
        l->write_error = error;
    return error;
}

int log_keep(struct run_log *l, json_t *line)
{
    int error = log_write(l, line);
    if (line)
        json_array_append_new(l->record.others, line);
    return error;
}
