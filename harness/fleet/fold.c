/* SPDX-License-Identifier: MIT */
#include "fleet/fold.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 15 };

/* A name as what stands before its number, the number, and what stands behind. */
struct part {
    const char *name, *suffix;
    int prefix, digits; /* lengths; digits 0: it has no number */
    long long number;
};

static bool is_number(const char *text, size_t size)
{
    return size && strspn(text, "0123456789") >= size;
}

static struct part part_of(const char *name)
{
    size_t end = strcspn(name, "."), begin;
    if (is_number(name, end))
        end = strlen(name);
    while (end && !isdigit((unsigned char)name[end - 1]))
        end--;
    for (begin = end; begin && isdigit((unsigned char)name[begin - 1]);)
        begin--;
    if (end - begin > MOST_DIGITS || end == begin)
        return (struct part){.name = name, .suffix = "", .prefix = (int)strlen(name)};
    return (struct part){.name = name,
                         .suffix = name + end,
                         .prefix = (int)begin,
                         .digits = (int)(end - begin),
                         .number = strtoll(name + begin, NULL, 10)};
}

static int compare_rest(const struct part *a, const struct part *b)
{
    int shorter = a->prefix < b->prefix ? a->prefix : b->prefix;
    int order = memcmp(a->name, b->name, (size_t)shorter);
    order = order ? order : a->prefix - b->prefix;
    order = order ? order : !a->digits - !b->digits;
    return order ? order : strcmp(a->suffix, b->suffix);
}

static int by_part(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int order = compare_rest(x, y);
    if (order)
        return order;
    if (x->digits != y->digits) /* so that n1 and n2 come before n01 */
        return x->digits - y->digits;
    return x->number < y->number ? -1 : x->number > y->number;
}

static bool is_padded(const struct part *p)
{
    return p->digits > 1 && p->name[p->prefix] == '0';
}

/* Whether it can stand in brackets with those before it: in one set all numbers are padded to one
 * width, or none is. */
static bool fits(const struct part *first, const struct part *before, const struct part *p)
{
    bool one_width = first->digits == before->digits && before->digits == p->digits;
    return p->digits && compare_rest(first, p) == 0 &&
           (one_width || !(is_padded(first) || is_padded(p)));
}

static void put_digits(const struct part *p, FILE *out)
{
    fprintf(out, "%.*s", p->digits, p->name + p->prefix);
}

/* Numbers from first to last, with runs as "001-014". */
static void put_set(const struct part *p, size_t size, FILE *out)
{
    fprintf(out, "%.*s%s", p->prefix, p->name, size > 1 ? "[" : "");
    for (size_t i = 0, end; i < size; i = end) {
        for (end = i + 1; end < size && p[end].number == p[end - 1].number + 1;)
            end++;
        fputs(i ? "," : "", out);
        put_digits(&p[i], out);
        if (end - i > 1) {
            fputc('-', out);
            put_digits(&p[end - 1], out);
        }
    }
    fprintf(out, "%s%s", size > 1 ? "]" : "", p->suffix);
}

static size_t without_twins(struct part *p, size_t size)
{
    size_t kept = 0;
    for (size_t i = 0; i < size; i++)
        if (!kept || strcmp(p[kept - 1].name, p[i].name) != 0)
            p[kept++] = p[i];
    return kept;
}

char *fleet_fold(const char *const *names, size_t size)
{
    char *text = NULL;
    size_t length;
    struct part *p = calloc(size + 1, sizeof *p);
    FILE *out = p ? open_memstream(&text, &length) : NULL;
    for (size_t i = 0; p && i < size; i++)
        p[i] = part_of(names[i]);
    if (out && size) {
        qsort(p, size, sizeof *p, by_part);
        size = without_twins(p, size);
    }
    for (size_t i = 0, end; out && i < size; i = end) {
        for (end = i + 1; end < size && fits(&p[i], &p[end - 1], &p[end]);)
            end++;
        fputs(i ? "," : "", out);
        put_set(p + i, end - i, out);
    }
    free(p);
    return out && fclose(out) == 0 ? text : NULL;
}

json_t *fleet_fold_json(const char *const *names, size_t size)
{
    char *text = fleet_fold(names, size);
    json_t *set = text ? json_string(text) : NULL;
    free(text);
    return set;
}
