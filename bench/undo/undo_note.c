/* SPDX-License-Identifier: MIT */
#include "undo/undo_note.h"

#include "machine/sysfile.h"
#include "text/text.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCHEMA "systoll.undo/2"
#define FIRST_SCHEMA "systoll.undo/1"

extern char **environ;

/* JSON has no bytes that are not UTF-8, an environment may: those become an object of the same
 * bytes, each as the character of that number. */
static json_t *bytes_json(const char *bytes)
{
    json_t *text = json_string(bytes);
    if (text)
        return text;
    char *wide = malloc(2 * strlen(bytes) + 1), *at = wide;
    for (const unsigned char *b = (const unsigned char *)bytes; wide && *b; b++) {
        if (*b >= 0x80)
            *at++ = (char)(0xc0 | *b >> 6);
        *at++ = (char)(*b < 0x80 ? *b : 0x80 | (*b & 0x3f));
    }
    if (!wide)
        return NULL;
    *at = '\0';
    text = json_pack("{s:s}", "latin1", wide);
    free(wide);
    return text;
}

/* NULL where it is neither; the caller frees it. */
static char *bytes_of(const json_t *v)
{
    const char *text = json_string_value(v);
    if (text)
        return strdup(text);
    text = json_string_value(json_object_get(v, "latin1"));
    char *bytes = text ? malloc(strlen(text) + 1) : NULL, *at = bytes;
    for (const unsigned char *w = (const unsigned char *)text; bytes && *w; w++) {
        if (*w >= 0xc4) {
            free(bytes);
            return NULL;
        }
        *at++ = (char)(*w < 0x80 ? *w : (*w & 3) << 6 | (w[1] & 0x3f));
        w += *w >= 0x80;
    }
    if (bytes)
        *at = '\0';
    return bytes;
}

void undo_note_boot(char *boot, size_t size)
{
    char *line = sysfile_line("", "/proc/sys/kernel/random/boot_id");
    snprintf(boot, size, "%s", line ? line : "");
    free(line);
}

static json_t *environment_json(void)
{
    json_t *all = json_array();
    for (char **one = environ; one && *one; one++)
        json_array_append_new(all, bytes_json(*one));
    return all;
}

void undo_note_group(const struct group *g, char line[UNDO_GROUP_LINE + 1])
{
    int used = snprintf(line, UNDO_GROUP_LINE, "{\"group\":%d,\"session\":%d,\"start\":%llu}",
                        (int)g->id, (int)g->session, g->start);
    memset(line + used, ' ', (size_t)(UNDO_GROUP_LINE - 1 - used));
    line[UNDO_GROUP_LINE - 1] = '\n';
    line[UNDO_GROUP_LINE] = '\0';
}

static json_t *describe_note(const char *command, const char *folder)
{
    char boot[64];
    mode_t mask = umask(077);
    umask(mask);
    undo_note_boot(boot, sizeof boot);
    return json_pack("{s:s, s:o, s:o, s:i, s:i, s:s, s:o}", "schema", SCHEMA, "undo",
                     bytes_json(command), "folder", bytes_json(folder), "umask", (int)mask, "pid",
                     (int)getpid(), "boot", boot, "environment", environment_json());
}

int undo_note_make(const char *command, char **text, size_t *size)
{
    char group[UNDO_GROUP_LINE + 1], folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder) || *folder != '/')
        return -ENOENT;
    json_t *note = describe_note(command, folder);
    char *line = note ? json_dumps(note, JSON_COMPACT) : NULL;
    json_decref(note);
    undo_note_group(&(struct group){0}, group);
    int used = line ? asprintf(text, "%s\n%s", line, group) : -1;
    free(line);
    if (used < 0)
        return -ENOMEM;
    *size = (size_t)used;
    if (*size <= UNDO_NOTE_MOST)
        return 0;
    free(*text);
    return -E2BIG;
}

static bool take_environment(const json_t *all, struct undo_note *n)
{
    size_t i;
    const json_t *one;
    if (!json_is_array(all) || !(n->environment = calloc(json_array_size(all) + 1, sizeof(char *))))
        return false;
    json_array_foreach(all, i, one)
        if (!(n->environment[i] = bytes_of(one)))
            return false;
    return true;
}

static bool take_int(const json_t *object, const char *key, json_int_t most, json_int_t *value)
{
    const json_t *v = json_object_get(object, key);
    *value = json_integer_value(v);
    return json_is_integer(v) && *value >= 0 && *value <= most;
}

static bool take_group(const json_t *line, struct undo_note *n)
{
    json_int_t id, session, start;
    if (!take_int(line, "group", INT_MAX, &id) || !take_int(line, "session", INT_MAX, &session) ||
        !take_int(line, "start", LLONG_MAX, &start))
        return false;
    n->group = (struct group){(pid_t)id, (pid_t)session, (unsigned long long)start};
    return true;
}

/* What schema 2 adds. */
static bool take_rest(const json_t *note, struct undo_note *n)
{
    json_int_t mask, pid;
    const json_t *boot = json_object_get(note, "boot");
    if (!take_int(note, "umask", 0777, &mask) || !take_int(note, "pid", INT_MAX, &pid) ||
        !json_is_string(boot) || !take_environment(json_object_get(note, "environment"), n))
        return false;
    n->mask = (mode_t)mask;
    n->pid = (pid_t)pid;
    n->boot = strdup(json_string_value(boot));
    n->folder = bytes_of(json_object_get(note, "folder"));
    return n->boot && n->folder && *n->folder == '/';
}

static const char *take_text(const json_t *note, const json_t *group, struct undo_note *n)
{
    const char *schema = json_string_value(json_object_get(note, "schema"));
    if (!schema || strncmp(schema, "systoll.undo/", 13) != 0)
        return "is not an undo note";
    bool first = strcmp(schema, FIRST_SCHEMA) == 0;
    if (!first && strcmp(schema, SCHEMA) != 0)
        return "is an undo note of a schema that this systoll does not know";
    n->command = bytes_of(json_object_get(note, "undo"));
    if (!n->command || (!first && (!take_rest(note, n) || !take_group(group, n))))
        return "is an undo note with a field that is missing or wrong";
    return NULL;
}

bool undo_note_parse(const char *text, size_t size, struct undo_note *n, char *why, size_t why_size)
{
    const char *end = memchr(text, '\n', size);
    size_t first = end ? (size_t)(end - text) : size;
    size_t second = end ? size - first - 1 : 0;
    *n = (struct undo_note){.group_at = end ? (off_t)first + 1 : 0};
    json_t *note = json_loadb(text, first, JSON_REJECT_DUPLICATES, NULL);
    json_t *group = second ? json_loadb(end + 1, second, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const char *wrong = note ? take_text(note, group, n) : "is torn, or not an undo note";
    text_say(why, why_size, "%s", wrong ? wrong : "");
    json_decref(note);
    json_decref(group);
    return !wrong;
}

void undo_note_free(struct undo_note *n)
{
    for (char **one = n->environment; one && *one; one++)
        free(*one);
    free(n->environment);
    free(n->command);
    free(n->folder);
    free(n->boot);
    *n = (struct undo_note){0};
}
