/* SPDX-License-Identifier: MIT */
#include "cmd/host/scan_print.h"
#include "cmd/style.h"

#include "elf/disassemble.h"
#include "output/print.h"
#include "report/layout.h"
#include "text/json_text.h"
#include "text/show.h"
#include "text/text.h"
#include "watch/callers.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { LINES = 5, TEXT = 512, WHERE = 2 * ELF_NAME + 48 };

/* The first instructions of the place; NULL where it is data, or without objdump. */
static char *instructions(struct scanned *s, const struct scan_place *p)
{
    if (!s->objdump || !p->what.before)
        return NULL;
    char *text = disassemble(p->bytes, p->size, p->address, false), *end = text;
    if (!text)
        s->objdump = false;
    for (int i = 0; end && i < LINES && (end = strchr(end, '\n')); i++)
        end++;
    if (end)
        *end = '\0';
    return text;
}

static char *path_text(const char *path)
{
    char *text = strdup(path);
    if (text) {
        text_utf8(text);
        text_printable(text);
    }
    return text;
}

static void say_where(const struct scan_place *p, char where[WHERE])
{
    char symbol[ELF_NAME + 24] = "";
    if (*p->symbol)
        snprintf(symbol, sizeof symbol, " (%s+0x%" PRIx64 ")", p->symbol, p->within);
    if (*p->section)
        snprintf(where, WHERE, "%s%s", p->section, symbol);
    else
        snprintf(where, WHERE, "segment %u%s", p->segment, symbol);
}

static void print_bytes(const struct scan_place *p, FILE *out)
{
    fprintf(out, "        %" PRIx64 ":", p->address);
    for (int i = 0; i < p->what.length; i++)
        fprintf(out, " %02x", p->bytes[i]);
    fputc('\n', out);
}

static void print_place(struct scanned *s, const struct scan_file *f, const struct scan_place *p,
                        int width, FILE *out)
{
    char where[WHERE], text[TEXT];
    say_where(p, where);
    bool may = form_may_call(p->what.form) && !f->known;
    text_say(text, sizeof text, "+0x%" PRIx64 " in %s, %s(): %s%s", p->offset, where,
             page_calls[p->what.call], form_words(p->what.form), may ? "; may call" : "");
    fputs("    ", out);
    layout_paragraph(out, width, 4, " ", text);
    char *code = instructions(s, p), *rest = code;
    if (!code)
        print_bytes(p, out);
    for (char *line = code ? strtok_r(code, "\n", &rest) : NULL; line;
         line = strtok_r(NULL, "\n", &rest))
        fprintf(out, "        %s\n", line);
    free(code);
}

static void print_file(struct scanned *s, const struct scanned_file *file, int width, FILE *out)
{
    const struct scan_file *f = file->found;
    char *path = path_text(file->path), text[TEXT];
    text_say(text, sizeof text, "%s%s", f->known ? "Harmless: it is " : "",
             f->known ? f->known : "");
    fprintf(out, "%s\n", path ? path : "?");
    if (f->known) {
        fputs("    ", out);
        layout_paragraph(out, width, 4, " ", text);
    }
    for (size_t i = 0; i < f->size; i++)
        print_place(s, f, &f->places[i], width, out);
    if (f->more)
        fprintf(out, "    and %" PRIu64 " more places\n", f->more);
    fputc('\n', out);
    free(path);
}

int scan_print_text(struct scanned *s, FILE *out)
{
    struct report_style style = style_of(out);
    char text[TEXT], seconds[SHOW_NUMBER];
    const struct tree_counts *c = &s->counts;
    for (size_t i = 0; i < s->size; i++)
        print_file(s, &s->files[i], style.width, out);
    text_say(text, sizeof text,
             "%zu file%s may call the vsyscall page, of %" PRIu64 " programs and libraries among "
             "%" PRIu64 " files, in %s s%s%s.",
             s->may_call, s->may_call == 1 ? "" : "s", c->programs, c->files,
             show_short(s->seconds, 2, seconds),
             s->size > s->may_call ? "; others carry its "
                                     "address and don't call it"
                                   : "",
             s->objdump ? ""
                        : "; as objdump (binutils) can't be used, "
                          "instructions are shown as bytes");
    layout_paragraph(out, style.width, 0, " ", text);
    if (c->unreadable || c->broken) {
        text_say(text, sizeof text,
                 "Not looked at: %" PRIu64 " that can't be read, %" PRIu64 " that are broken.",
                 c->unreadable, c->broken);
        layout_paragraph(out, style.width, 0, " ", text);
    }
    return output_flush(out);
}

static json_t *bytes_json(const struct scan_place *p)
{
    char text[3 * SCAN_BYTES + 1] = "";
    for (int i = 0; i < p->what.length; i++)
        snprintf(text + 3 * i, 4, "%02x ", p->bytes[i]);
    text[3 * p->what.length - 1] = '\0';
    return json_string(text);
}

static json_t *instructions_json(struct scanned *s, const struct scan_place *p)
{
    char *code = instructions(s, p), *rest = code;
    json_t *lines = code ? json_array() : json_null();
    for (char *line = code ? strtok_r(code, "\n", &rest) : NULL; line;
         line = strtok_r(NULL, "\n", &rest))
        json_array_append_new(lines, json_string(line));
    free(code);
    return lines;
}

static json_t *place_json(struct scanned *s, const struct scan_place *p)
{
    return json_pack("{s:s, s:s, s:b, s:o, s:o, s:s?, s:s?, s:i, s:o, s:o}", "call",
                     page_calls[p->what.call], "form", form_name(p->what.form), "may_call",
                     form_may_call(p->what.form), "offset", json_sprintf("0x%" PRIx64, p->offset),
                     "address", json_sprintf("0x%" PRIx64, p->address), "section",
                     *p->section ? p->section : NULL, "symbol", *p->symbol ? p->symbol : NULL,
                     "segment", (int)p->segment, "bytes", bytes_json(p), "instructions",
                     instructions_json(s, p));
}

static json_t *file_json(struct scanned *s, const struct scanned_file *file)
{
    json_t *places = json_array();
    char *path = path_text(file->path);
    for (size_t i = 0; i < file->found->size; i++)
        json_array_append_new(places, place_json(s, &file->found->places[i]));
    json_t *all = json_pack("{s:s, s:b, s:s?, s:o, s:I}", "path", path ? path : "?", "may_call",
                            file->found->may_call, "harmless", file->found->known, "places", places,
                            "more_places", (json_int_t)file->found->more);
    free(path);
    return all;
}

int scan_print_json(struct scanned *s, FILE *out)
{
    json_t *files = json_array();
    const struct tree_counts *c = &s->counts;
    for (size_t i = 0; i < s->size; i++)
        json_array_append_new(files, file_json(s, &s->files[i]));
    json_t *all = json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:f, s:o}", "schema",
                            "systoll.scan/1", "systoll", SYSTOLL_VERSION, "may_call",
                            (json_int_t)s->may_call, "programs", (json_int_t)c->programs, "files",
                            (json_int_t)c->files, "unreadable", (json_int_t)c->unreadable, "broken",
                            (json_int_t)c->broken, "seconds", s->seconds, "found", files);
    if (!all)
        return -ENOMEM;
    json_print(all, 0, out);
    json_decref(all);
    return output_flush(out);
}
