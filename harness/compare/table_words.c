/* SPDX-License-Identifier: MIT */
#include "compare/table_words.h"

#include "compare/heading.h"
#include "compare/texts.h"
#include "report/layout.h"
#include "text/json_show.h"

#include <stdlib.h>

enum { LABEL = 9, INDENT = 2 };

void table_ink(const struct compare_layout *t, const char *code)
{
    if (t->colour)
        fputs(code, t->out);
}

static void labelled(const struct compare_layout *t, const char *code, const char *label,
                     const char *gap, const char *text)
{
    table_ink(t, code);
    fputs(label, t->out);
    table_ink(t, INK_PLAIN);
    layout_pad(t->out, LABEL - layout_length(label));
    layout_paragraph(t->out, t->width, LABEL, gap, text);
}

/* A sentence after what it is of, "" for neither; takes it. */
static void print_label(const struct compare_layout *t, const char *code, const char *label,
                        const char *gap, const char *of, char *sentence)
{
    char *text = NULL;
    if (sentence && *sentence && asprintf(&text, "%s%s%s", of, *of ? ": " : "", sentence) > 0)
        labelled(t, code, label, gap, text);
    else if (!sentence || *sentence)
        labelled(t, code, label, gap, "out of memory");
    free(text);
    free(sentence);
}

static void print_records(const struct compare_layout *t)
{
    char name[COMPARE_WORD];
    print_label(t, INK_BOLD, "Machine", ", ", "", compare_machine_text(t->comparison));
    for (size_t i = 0; i < t->size; i++) {
        compare_name_text(t->comparison, i, name, sizeof name);
        print_label(t, INK_BOLD, i ? "" : "Records", ", ", name,
                    compare_record_text(t->comparison, i));
    }
    print_label(t, INK_YELLOW, "Platform", ", ", "", compare_platform_text(t->comparison));
}

static void print_warnings(const struct compare_layout *t)
{
    const json_t *record, *warning;
    size_t i, k;
    json_array_foreach(json_object_get(t->comparison, "records"), i, record)
        json_array_foreach(json_object_get(record, "warnings"), k, warning)
            print_label(t, INK_YELLOW, "Warning", " ", "",
                        compare_warning_text(t->comparison, i, k));
}

static void print_fields(const struct compare_layout *t, const char *label, const char *key)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(t->comparison, key), i, row) {
        char name[COMPARE_WORD];
        json_show_string(row, "field", name, sizeof name);
        print_label(t, INK_BOLD, i ? "" : label, " ", name, compare_field_text(t->comparison, row));
    }
}

void table_sentences(const struct compare_layout *t, const char *title, const char *key)
{
    const json_t *list = json_object_get(t->comparison, key), *one;
    size_t i;
    if (!json_array_size(list))
        return;
    table_ink(t, INK_BOLD);
    fprintf(t->out, "\n%s", title);
    table_ink(t, INK_PLAIN);
    fputc('\n', t->out);
    json_array_foreach(list, i, one) {
        char *text = json_show_whole(one);
        layout_pad(t->out, INDENT);
        layout_paragraph(t->out, t->width, INDENT, " ", text ? text : "");
        free(text);
    }
}

void table_heading(const struct compare_layout *t)
{
    print_records(t);
    print_fields(t, "Differ", "subject_differs");
    print_fields(t, "Unknown", "subject_unknown");
    print_warnings(t);
}
