/* SPDX-License-Identifier: MIT */
#include "judge/golden.h"

#include "gate/gate.h"
#include "judge/golden_count.h"
#include "judge/golden_guest.h"
#include "machine/sysfile.h"
#include "output/print.h"
#include "text/json_show.h"
#include "text/json_text.h"
#include "text/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 128 };

static const json_t *subject_of(const json_t *report)
{
    return json_object_get(json_object_get(report, "machine"), "subject");
}

/* Whatever a record says must stay a file's name below the folder. */
static void make_name(char *text)
{
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && !strchr("+-_.", *text))
            *text = '_';
}

int golden_path(const json_t *report, const char *dir, char *path, size_t size, char *why,
                size_t why_size)
{
    char timebase[WORD], emulator[WORD], loops[WORD];
    json_show_string(json_object_get(report, "run"), "timebase", timebase, sizeof timebase);
    json_show_string(subject_of(report), "emulator", emulator, sizeof emulator);
    json_show_string(subject_of(report), "loops", loops, sizeof loops);
    if (strcmp(timebase, "icount") != 0)
        text_say(why, why_size, "it counts no instructions");
    else if (!*emulator || !*loops)
        text_say(why, why_size,
                 "it doesn't say which emulator counted its instructions, as a "
                 "guest of scripts/guest --exact does");
    else {
        make_name(emulator);
        make_name(loops);
        if (snprintf(path, size, "%s/%s-%s.json", dir, emulator, loops) < (int)size)
            return 0;
        text_say(why, why_size, "the folder of golden counts has a name that is too long: %s", dir);
        return -ENAMETOOLONG;
    }
    return -ENODATA;
}

static bool good_guest(const json_t *guest)
{
    json_t *cells = json_object_get(guest, "cells"), *count;
    const char *name;
    if (!json_is_object(cells) || !json_is_object(json_object_get(guest, "subject")))
        return false;
    json_object_foreach(cells, name, count)
        if (!count_good(count))
            return false;
    return true;
}

static bool good(const json_t *golden)
{
    const char *schema = json_string_value(json_object_get(golden, "schema")), *key;
    json_t *guests = json_object_get(golden, "guests"), *guest;
    if (!schema || strcmp(schema, GOLDEN_SCHEMA) != 0 || !json_is_object(guests))
        return false;
    json_object_foreach(guests, key, guest)
        if (!good_guest(guest))
            return false;
    return true;
}

json_t *golden_read(const char *path, char *error, size_t size)
{
    size_t length;
    json_error_t what = {.text = "it isn't a regular file of at most 4 MiB"};
    char *text = sysfile_bytes("", path, &length);
    if (!text && errno == ENOENT)
        return json_pack("{s:s, s:{}}", "schema", GOLDEN_SCHEMA, "guests");
    json_t *golden = text ? json_loadb(text, length, JSON_REJECT_DUPLICATES, &what) : NULL;
    free(text);
    if (golden && good(golden))
        return golden;
    text_say(error, size, "%s is no golden file of schema " GOLDEN_SCHEMA "%s%s", path,
             golden ? "" : ": ", golden ? "" : what.text);
    json_decref(golden);
    return NULL;
}

void golden_take(json_t *answer, const char *name, const json_t *report, json_t *golden)
{
    static const char *const keys[] = {"emulator", "loops"};
    char key[GUEST_KEY];
    json_t *guests = json_object_get(golden, "guests"), *guest = guest_make(report);
    guest_key(report, key, sizeof key);
    const json_t *old = json_object_get(guests, key);
    size_t changed = guest_merge(guest, old);
    size_t size = json_object_size(json_object_get(guest, "cells"));
    if (old)
        gate_note(answer, "%s: %zu of %zu counts of \"%s\" changed in the golden file.", name,
                  changed, size, key);
    else
        gate_note(answer, "%s: \"%s\" is new in the golden file, with %zu cells.", name, key, size);
    json_object_set_new(guests, key, guest);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        json_object_set(golden, keys[i], json_object_get(subject_of(report), keys[i]));
}

static int print_golden(const void *golden, FILE *out)
{
    return json_print(golden, JSON_SORT_KEYS, out);
}

int golden_write(const json_t *golden, struct output *o)
{
    return output_finish(o, print_golden, golden);
}
