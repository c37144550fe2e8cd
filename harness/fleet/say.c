/* SPDX-License-Identifier: MIT */
#include "fleet/say.h"

#include "text/json.h"
#include "text/json_show.h"
#include "text/made.h"
#include "text/show.h"
#include "text/text.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MOST_SAID = 4, MOST_HOSTS = 200 };

const char fleet_legend[] =
    "MAD: the median absolute deviation from the median, over hosts. fence: a host further than "
    "that from the median, with its interval beyond 5 %, is an outlier; - where fewer than 12 "
    "hosts "
    "were timed (docs/fleet.md).";

static long count_of(const json_t *object, const char *key)
{
    return (long)json_integer_value(json_object_get(object, key));
}

char *fleet_say_counts(const json_t *document)
{
    static const char *const words[][3] = {
        {"alike", "alike", "alike"},
        {"outlier", "outlier", "outliers"},
        {"suspect", "suspect", "suspects"},
        {"busy", "too busy to be timed", "too busy to be timed"},
        {"alone", "with too few of its hardware", "with too few of their hardware"}};
    struct made_text t;
    long hosts = count_of(document, "hosts");
    if (!made_begin(&t))
        return NULL;
    fprintf(t.out, "%ld host%s, %ld record%s", hosts, hosts == 1 ? "" : "s",
            count_of(document, "records"), count_of(document, "records") == 1 ? "" : "s");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        long own = count_of(json_object_get(document, "counts"), words[i][0]);
        if (own)
            fprintf(t.out, ", %ld %s", own, words[i][own == 1 ? 1 : 2]);
    }
    return made_end(&t);
}

static void put_facts(const json_t *facts, FILE *out)
{
    static const char *const shown[][2] = {{"", "cpu"},
                                           {"hypervisor interface ", "hypervisor"},
                                           {"kernel ", "kernel"},
                                           {"clocksource ", "clocksource"},
                                           {"vsyscall ", "vsyscall_mode"}};
    const char *gap = ": ";
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const char *value = json_text_of(facts, shown[i][1]);
        if (!*value)
            continue;
        fprintf(out, "%s%s%s", gap, shown[i][0], value);
        gap = ", ";
    }
}

void fleet_group_title(const json_t *group, size_t index, char text[FLEET_TITLE])
{
    (void)group;
    snprintf(text, FLEET_TITLE, "Group %zu", index + 1);
}

static const char *value_of(const json_t *row, const char *key)
{
    const char *value = json_string_value(json_object_get(row, key));
    return !value ? "absent" : *value ? value : "none";
}

/* Cells of which the same is to be said share it. */
static bool is_alike(const json_t *a, const json_t *b, const char *other)
{
    return json_equal(json_object_get(a, "class"), json_object_get(b, "class")) &&
           json_equal(json_object_get(a, "value"), json_object_get(b, "value")) &&
           json_equal(json_object_get(a, other), json_object_get(b, other));
}

/* Whether the row is of a cell, and not of the machine. */
static bool is_of_cell(const json_t *row)
{
    return json_is(row, "class", "state") || json_is(row, "class", "entries");
}

/* "clocksource hpet (tsc)", "state of int80:time, int80:getppid failed (measured)"; from the row at
 * that place on, how many it took. */
static size_t put_field(const json_t *rows, size_t at, const char *other, const char *where,
                        FILE *out)
{
    const json_t *row = json_array_get(rows, at);
    size_t size = 1;
    if (is_of_cell(row))
        fprintf(out, "%s of ", json_text_of(row, "class"));
    fputs(json_text_of(row, "field"), out);
    for (const json_t *next;
         is_of_cell(row) && (next = json_array_get(rows, at + size)) && is_alike(row, next, other);
         size++)
        fprintf(out, ", %s", json_text_of(next, "field"));
    fprintf(out, " %s (%s%s)", value_of(row, "value"), value_of(row, other), where);
    return size;
}

size_t fleet_put_fields(const json_t *rows, const char *other, const char *where,
                        const char *before, FILE *out)
{
    size_t size = json_array_size(rows);
    for (size_t i = 0; i < size;) {
        fputs(i ? "; " : before, out);
        i += put_field(rows, i, other, i ? "" : where, out);
    }
    return size;
}

/* Sets of hosts may be long: of those the start and the end. */
void fleet_put_hosts(const json_t *of, FILE *out)
{
    char text[MOST_HOSTS];
    text_fit(text, sizeof text, json_text_of(of, "hosts"));
    fputs(text, out);
}

char *fleet_say_group(const json_t *group)
{
    struct made_text t;
    const json_t *field;
    size_t i;
    long odd = count_of(group, "odd");
    if (!made_begin(&t))
        return NULL;
    fprintf(t.out, "%ld hosts", count_of(group, "size"));
    put_facts(json_object_get(group, "facts"), t.out);
    if (odd)
        fprintf(t.out, "; %ld %s", odd, odd == 1 ? "differs" : "differ");
    fprintf(t.out, "; times in %s, of %ld hosts", json_text_of(group, "unit"),
            count_of(group, "timed"));
    fleet_put_fields(json_object_get(group, "differs"), "first", " in group 1", "; ", t.out);
    json_array_foreach(json_object_get(group, "varies"), i, field)
        fprintf(t.out, "%s%s", i ? ", " : "; without a majority: ", json_string_value(field));
    if (strlen(json_text_of(group, "hosts")) < MOST_HOSTS) /* more says nothing to people */
        fprintf(t.out, "; %s", json_text_of(group, "hosts"));
    return made_end(&t);
}

/* The least and the most of a time's ratios. */
static void range_of(const json_t *time, double *least, double *most)
{
    const json_t *ratio;
    size_t i;
    *least = INFINITY;
    *most = 0;
    json_array_foreach(json_object_get(time, "ratios"), i, ratio) {
        *least = fmin(*least, json_number_value(ratio));
        *most = fmax(*most, json_number_value(ratio));
    }
}

static void put_time(const json_t *time, FILE *out)
{
    double least, most;
    char a[SHOW_NUMBER], b[SHOW_NUMBER];
    range_of(time, &least, &most);
    show_number(least, 3, a);
    show_number(most, 3, b);
    fprintf(out, "%s %s%s%s times the median", json_text_of(time, "cell"), a,
            strcmp(a, b) != 0 ? " to " : "", strcmp(a, b) != 0 ? b : "");
}

/* How far a time is from the median. */
static double distance_of(const json_t *time)
{
    double least, most;
    range_of(time, &least, &most);
    return fmax(fabs(log(least)), fabs(log(most)));
}

/* The time that lies furthest out of those nearer than the one before; NULL where there is none. */
static const json_t *next_time(const json_t *times, const json_t *before)
{
    size_t i;
    const json_t *time, *best = NULL;
    bool behind = !before; /* of equal ones those behind it come next */
    json_array_foreach(times, i, time) {
        double own = distance_of(time), limit = before ? distance_of(before) : INFINITY;
        bool open = own < limit || (own == limit && behind);
        behind |= time == before;
        if (time != before && open && (!best || own > distance_of(best)))
            best = time;
    }
    return best;
}

static void put_times(const json_t *times, const char *gap, FILE *out)
{
    size_t size = json_array_size(times), said = 0;
    for (const json_t *t = NULL; said < MOST_SAID && (t = next_time(times, t)); said++) {
        fputs(said ? "; " : gap, out);
        put_time(t, out);
    }
    if (size > said)
        fprintf(out, "; %zu more", size - said);
}

char *fleet_say_finding(const json_t *finding)
{
    struct made_text t;
    const json_t *busy = json_object_get(finding, "busy"), *fields, *times;
    if (!made_begin(&t))
        return NULL;
    fleet_put_hosts(finding, t.out);
    fputs(": ", t.out);
    fields = json_object_get(finding, "fields");
    times = json_object_get(finding, "times");
    size_t said = fleet_put_fields(fields, "majority", " in its group", "", t.out);
    put_times(times, said ? "; " : "", t.out);
    said += json_array_size(times);
    if (json_is_string(busy))
        fprintf(t.out, "%s%s", said ? "; times not judged: " : "", json_string_value(busy));
    if (json_is(finding, "verdict", "suspect"))
        fputs("; one record alone shows it", t.out);
    if (json_is(finding, "verdict", "alone"))
        fputs("fewer than 3 hosts have this hardware", t.out);
    return made_end(&t);
}

char *fleet_say_unread(const json_t *unread)
{
    return json_show_whole(json_object_get(unread, "reason"));
}

const char *fleet_say_verdict(const json_t *finding)
{
    return json_is(finding, "verdict", "outlier")   ? "Outlier"
           : json_is(finding, "verdict", "suspect") ? "Suspect"
           : json_is(finding, "verdict", "busy")    ? "Busy"
                                                    : "Alone";
}

const char *const fleet_columns[FLEET_COLUMNS] = {"cell",   "unit", "hosts",
                                                  "median", "MAD",  "fence"};

static void show_percent(double share, char *text, size_t size)
{
    char number[SHOW_NUMBER];
    if (isfinite(share))
        snprintf(text, size, "%s %%", show_number(100 * share, 2, number));
    else
        snprintf(text, size, "-");
}

void fleet_column_text(const json_t *cell, int column, char *text, size_t size)
{
    switch (column) {
    case 0:
        json_show_string(cell, "cell", text, size);
        break;
    case 1:
        json_show_string(cell, "unit", text, size);
        break;
    case 2:
        snprintf(text, size, "%ld", count_of(cell, "timed"));
        break;
    case 3:
        json_show_value(json_object_get(cell, "median"), 4, text, size);
        break;
    case 4:
        show_percent(json_number_of(cell, "mad"), text, size);
        break;
    default:
        show_percent(json_number_of(cell, "fence"), text, size);
    }
}
