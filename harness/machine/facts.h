/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MACHINE_FACTS_H
#define SYSTOLL_MACHINE_FACTS_H

#include <jansson.h>

/* For the parts of machine_describe. All return 0, or -1 without memory; what cannot be read stays
 * out of the object. */

/* A fact that stands in one file. */
struct fact {
    const char *name; /* in the object; ends a table where it is NULL */
    const char *path; /* '#' stands for the CPU's number */
    const char *key;  /* of a line "key : value"; NULL: the whole file is the value */
};

/* Adds the facts of a table. Rows of one file that stand together read it once. */
int facts_read(json_t *into, const struct fact *facts, const char *root, int cpu);

/* Adds a text, unless it is NULL. */
int fact_put(json_t *into, const char *name, const char *text);
/* The same, and frees the text. */
int fact_take(json_t *into, const char *name, char *text);

/* An object with one fact for each file name below dir, read from dir/NAME/leaf (leaf may be "").
 * NULL where there is no such directory. */
json_t *facts_of_directory(const char *root, const char *dir, const char *leaf);

/* The words of a text, joined by blanks, whose part before '=' is in the list, which ends with
 * NULL;
 * '-' and '_' are one, as on the kernel's command line; nothing is read past a "--". NULL without
 * text. */
char *words_kept(const char *text, const char *const *list);

#endif
