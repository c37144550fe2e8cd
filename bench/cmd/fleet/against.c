/* SPDX-License-Identifier: MIT */
#include "cmd/fleet/against.h"

#include "cmd/cmd.h"
#include "cmd/fleet/read.h"
#include "cmd/style.h"
#include "fleet/against/document.h"
#include "fleet/against/shifts.h"
#include "fleet/measure.h"
#include "output/place.h"

#include <string.h>
#include <sys/stat.h>

/* The earlier sweep and the later one. */
struct both {
    struct fleet before, now;
};

static int check_places(const char *before, char *const *paths, size_t size)
{
    struct stat st;
    if (stat(before, &st) != 0 || !S_ISDIR(st.st_mode))
        return cmd_error("fleet", "--against wants a folder of records, and %s is none", before);
    for (size_t i = 0; i < size; i++)
        if (place_same(paths[i], before))
            return cmd_error("fleet",
                             "%s and %s are one folder; give --against that of an earlier sweep",
                             before, paths[i]);
    return EXIT_OK;
}

static int read_both(struct both *b, char *before, char **paths, size_t size)
{
    int code = fleet_read(&b->before, &before, 1);
    if (code)
        return code;
    if (!words_take(&b->now.words, &b->before.words))
        return cmd_error("fleet", "out of memory");
    return fleet_read(&b->now, paths, size);
}

static json_t *judge_both(struct both *b, struct fleet_groups *groups, struct sweeps *s,
                          struct fleet_changes *c)
{
    *groups = groups_make(&b->before);
    bool good = !groups->failed && fleet_measure(&b->before, groups) &&
                sweeps_match(s, &b->before, &b->now) && fleet_changes_make(c, s) &&
                fleet_shifts_judge(c, s, groups);
    return good ? fleet_changes_document(s, groups, c) : NULL;
}

static int print_both(const struct report_format *format, struct both *b)
{
    struct fleet_groups groups = {0};
    struct sweeps s = {0};
    struct fleet_changes c = {0};
    json_t *document = judge_both(b, &groups, &s, &c);
    int result = document ? format->print(document, stdout, style_of(stdout)) : 0;
    int code = document ? fleet_changes_outcome(document) : cmd_error("fleet", "out of memory");
    json_decref(document);
    fleet_changes_free(&c);
    sweeps_free(&s);
    groups_free(&groups);
    return result ? cmd_error("fleet", "the output can't be written: %s", strerror(-result)) : code;
}

int fleet_against(const struct report_format *format, char *before, char **paths, size_t size)
{
    struct both b = {0};
    int code = check_places(before, paths, size);
    code = code ? code : read_both(&b, before, paths, size);
    code = code ? code : print_both(format, &b);
    fleet_free(&b.before);
    fleet_free(&b.now);
    return code;
}
