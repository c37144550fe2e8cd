/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_GATE_H
#define SYSTOLL_CMD_GATE_H

#include "cmd/cmd.h"

#include "record/record.h"
#include "report/report.h"

#include <jansson.h>

/* One file, one row in the table in gate.c. */
extern const struct command gate_ab, gate_baseline, gate_boots, gate_calibrate, gate_exact,
    gate_judge, gate_record;

enum { GATE_OUTPUTS = 8 };

/* Where an answer goes, and as which exit code. */
struct gate_outputs {
    struct {
        const struct report_format *format;
        const char *path; /* NULL: standard output */
    } to[GATE_OUTPUTS];
    size_t size;
    const char *folder; /* for the forest plot; NULL: none */
    char **inputs;      /* gate_input; gate_outputs_free */
    size_t inputs_size;
    bool bisect;
};

/* Help texts that every judging subcommand shares. */
#define GATE_FORMAT_HELP "how to print the answer (text), to FILE; may be repeated"
#define GATE_PLOT_HELP "draw the forest plot there; made where it is absent"
#define GATE_EXIT_HELP "bisect: 125 for no verdict and 128 for an error, as git bisect run wants"

/* What --format takes, for the help. */
extern const struct opt_words gate_words[];

/* --format FORMAT[=FILE], --plot DIR, --exit bisect: EXIT_OK, or EXIT_USAGE after one sentence. */
int gate_take_format(struct gate_outputs *o, const char *command, const char *arg);
int gate_take_plot(struct gate_outputs *o, const char *command, const char *arg);
int gate_take_exit(struct gate_outputs *o, const char *command, const char *arg);
/* --margin: per cent, such as 2% or 2; becomes a share. The same. */
int gate_take_margin(const char *command, const char *arg, double *share);

/* Notes a file that the command reads: EXIT_OK or EXIT_USAGE after one sentence. */
int gate_input(struct gate_outputs *o, const char *command, const char *path);
int gate_inputs(struct gate_outputs *o, const char *command, char *const *paths, size_t size);
void gate_outputs_free(struct gate_outputs *o);
/* Refuses, after one sentence, where the record (NULL: none) or an answer would be written over an
 * input, over another one, or over what output_check refuses. EXIT_OK or EXIT_USAGE. */
int gate_check_files(const struct gate_outputs *o, const char *command, const char *record);

/* Prints the answer (which it frees; NULL: no memory) wherever it should go; its exit code. */
int gate_answer(const struct gate_outputs *o, const char *command, json_t *answer);
/* The code that the process shall exit with. */
int gate_code(const struct gate_outputs *o, int code);

/* The report of a record, its boot's id in machine as "boot_id", and "injected"; with counts also
 * its gate_counts as "counts", where it counted instructions; the record itself in *kept, for
 * record_free, unless that is NULL. NULL after one sentence. */
json_t *gate_read(const char *command, const char *path, bool counts, struct record *kept);
/* Hands the records' reports one after the other to take, under names for people; each is freed
 * before the next is read. EXIT_OK; or what take gave first; or EXIT_USAGE after one sentence. */
typedef int gate_take(void *arg, const char *name, const json_t *report);
int gate_each(const char *command, char *const *paths, int size, bool counts, gate_take *take,
              void *arg);
/* Some cell of the run was lengthened by --inject; it was stopped before its end. */
bool gate_injected(const json_t *report);
bool gate_interrupted(const json_t *report);
/* Says of both in the answer's notes. */
void gate_note_odd(json_t *answer, const char *name, const json_t *report);

/* Of more records than GATE_LISTED only what is worth a look is listed (gate_list_few). */
enum { GATE_ERROR = 600, GATE_LISTED = 64 };

#endif
