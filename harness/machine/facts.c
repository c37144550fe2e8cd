/* SPDX-License-Identifier: MIT */
#include "machine/facts.h"

#include "machine/sysfile.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int fact_put(json_t *into, const char *name, const char *text)
{
    return text ? json_object_set_new(into, name, json_string(text)) : 0;
}

int fact_take(json_t *into, const char *name, char *text)
{
    int error = fact_put(into, name, text);

    free(text);
    return error;
}

/* The path with the CPU's number in the place of '#'. */
static char *read_path(const char *root, const char *path, int cpu)
{
    const char *mark = strchr(path, '#');
    char whole[256];

    if (!mark)
        return sysfile_text(root, path);
    snprintf(whole, sizeof whole, "%.*s%d%s", (int)(mark - path), path, cpu, mark + 1);
    return sysfile_text(root, whole);
}

/* Where /proc/cpuinfo begins to speak of the CPU; the whole text where it doesn't, or is another
 * file. */
static const char *section(const char *text, int cpu)
{
    char label[32];

    snprintf(label, sizeof label, "\nprocessor\t: %d\n", cpu);
    const char *found = strstr(text, label);
    return found ? found : text;
}

static char *value(const char *text, const struct fact *fact, int cpu)
{
    return fact->key ? text_value(section(text, cpu), fact->key) : text_squeeze(text, strlen(text));
}

int facts_read(json_t *into, const struct fact *facts, const char *root, int cpu)
{
    const char *path = "";
    char *text = NULL;
    int error = 0;

    for (; facts->name && !error; facts++) {
        if (strcmp(path, facts->path) != 0) {
            free(text);
            path = facts->path;
            text = read_path(root, path, cpu);
        }
        if (text)
            error = fact_take(into, facts->name, value(text, facts, cpu));
    }
    free(text);
    return error;
}

/* One file of a directory. json_string and an object's keys want UTF-8, which a name need not be:
 * such a one is left out. */
static void put_entry(json_t *into, const char *root, const char *dir, const char *name,
                      const char *leaf)
{
    char path[512];

    if (snprintf(path, sizeof path, "%s/%s%s", dir, name, leaf) < (int)sizeof path)
        fact_take(into, name, sysfile_line(root, path));
}

json_t *facts_of_directory(const char *root, const char *dir, const char *leaf)
{
    char **names = sysfile_names(root, dir);
    json_t *facts = names ? json_object() : NULL;

    for (char **name = names; facts && *name; name++)
        put_entry(facts, root, dir, *name, leaf);
    sysfile_names_free(names);
    return facts;
}

static int plain(char c)
{
    return c == '-' ? '_' : c;
}

static bool same_key(const char *word, const char *key)
{
    while (*key && plain(*word) == plain(*key))
        word++, key++;
    return !*key && (!*word || *word == '=');
}

static bool in_list(const char *word, const char *const *list)
{
    while (*list && !same_key(word, *list))
        list++;
    return *list;
}

char *words_kept(const char *text, const char *const *list)
{
    char *copy = text ? strdup(text) : NULL, *kept = copy ? calloc(1, strlen(copy) + 2) : NULL;
    char *rest, *word = kept ? strtok_r(copy, " ", &rest) : NULL, *end = kept;

    for (; word && strcmp(word, "--") != 0; word = strtok_r(NULL, " ", &rest)) {
        if (in_list(word, list))
            end = stpcpy(stpcpy(end, end > kept ? " " : ""), word);
    }
    free(copy);
    return kept;
}
