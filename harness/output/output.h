/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_OUTPUT_H
#define SYSTOLL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Every file that systoll writes is written here: as FILE.partial beside it, locked, and renamed
 * when it is whole. No link is written through, in whatever place of the path it was put by
 * another user; and a file that is not systoll's own is not replaced. */

/* Room for a sentence with a path in it. */
enum { OUTPUT_ERROR = 600 };

/* How an earlier file of the kind is recognised: by one of its beginnings, and by a text that its
 * first 4 KiB hold; NULL: by none. */
struct output_kind {
    const char *name;      /* "systoll record", for sentences */
    const char *begins[8]; /* ends with NULL */
    const char *holds;
    unsigned patience; /* seconds to wait for another writer of the file */
};

extern const struct output_kind output_record, output_noise, output_golden, output_json,
    output_text, output_markdown, output_junit, output_github, output_svg, output_png, output_page,
    output_vdso;

/* A file that is being written, through fd. */
struct output {
    int fd, folder;
    const struct output_kind *kind;
    char *name, *partial; /* within the folder */
    bool replaces, stale; /* there was an earlier file; a partial one, of a writer that had ended */
};

/* Opens path for writing. 0; or -errno with one sentence in error. */
int output_open(struct output *o, const char *path, const struct output_kind *kind, char *error,
                size_t size);
/* Whether it could be opened, by its place and what is there; output_print's pipes and devices can.
 * The same, and opens nothing. */
int output_check(const char *path, const struct output_kind *kind, char *error, size_t size);
/* Makes it the file and frees. 0; or -errno, and it is still to be abandoned or discarded: -EEXIST
 * where a file that is not of the kind has come there meanwhile. */
int output_commit(struct output *o);
/* Frees, and leaves what was written under its partial name; or removes it. */
void output_abandon(struct output *o);
void output_discard(struct output *o);

/* Whether a file in that folder may be replaced by one of the kind: true where there is none. Else
 * false, with a sentence about path in error. */
bool output_replaceable(int folder, const char *name, const struct output_kind *kind,
                        const char *path, char *error, size_t size);

#endif
