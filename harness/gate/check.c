/* SPDX-License-Identifier: MIT */
#include "gate/check.h"

#include "stats/judge.h"
#include "text/json.h"

static const struct field answer_fields[] = {
    {"gate", TEXT, REQUIRED}, {"verdict", TEXT, REQUIRED}, {"exit", COUNT, REQUIRED},
    {"text", TEXT, REQUIRED}, {"notes", ARRAY, REQUIRED},  {"cells", ARRAY, REQUIRED},
    {NULL, TEXT, REQUIRED},
};

/* Shares of an old time may be of any size. */
static const struct field row_fields[] = {
    {"record", TEXT, REQUIRED},    {"cell", TEXT, REQUIRED},      {"check", TEXT, REQUIRED},
    {"verdict", TEXT, REQUIRED},   {"reason", TEXT, OPTIONAL},    {"unit", TEXT, REQUIRED},
    {"old", REAL, OPTIONAL},       {"new", REAL, OPTIONAL},       {"difference", REAL, OPTIONAL},
    {"effect", REAL, OPTIONAL},    {"lo", REAL, OPTIONAL},        {"hi", REAL, OPTIONAL},
    {"itself_lo", REAL, OPTIONAL}, {"itself_hi", REAL, OPTIONAL}, {"margin", REAL, OPTIONAL},
    {"smallest", REAL, OPTIONAL},  {NULL, TEXT, REQUIRED},
};

bool gate_check(const json_t *answer, struct complaint *what)
{
    size_t i;
    json_t *row;
    if (!check_fields(answer, answer_fields, what))
        return false;
    if (!check_all(json_object_get(answer, "notes"), TEXT, false))
        return check_failed(what, "notes", "holds something that is not a string");
    json_array_foreach(json_object_get(answer, "cells"), i, row) {
        if (!check_fields(row, row_fields, what))
            return false;
        if (verdict_by_name(json_text_of(row, "verdict")) == VERDICTS)
            return check_failed(what, "verdict", "of a cell is no verdict of a gate");
    }
    return true;
}
