/* SPDX-License-Identifier: MIT */
#include "report/pmu.h"

#include "report/columns.h"
#include "text/json.h"
#include "text/json_show.h"

enum { DIGITS = 4, FEW_DIGITS = 3 };

static void put_figure(const json_t *cell, const char *key, int digits, char *text, size_t size)
{
    json_show_value(json_object_get(json_object_get(cell, "pmu"), key), digits, text, size);
}

static void show_name(const json_t *cell, char *text, size_t size)
{
    json_show_string(cell, "cell", text, size);
}

static void show_instructions_user(const json_t *cell, char *text, size_t size)
{
    put_figure(cell, "instructions_user", DIGITS, text, size);
}

static void show_instructions_kernel(const json_t *cell, char *text, size_t size)
{
    put_figure(cell, "instructions_kernel", DIGITS, text, size);
}

static void show_cycles_user(const json_t *cell, char *text, size_t size)
{
    put_figure(cell, "cycles_user", DIGITS, text, size);
}

static void show_cycles_kernel(const json_t *cell, char *text, size_t size)
{
    put_figure(cell, "cycles_kernel", DIGITS, text, size);
}

static void show_ipc(const json_t *cell, char *text, size_t size)
{
    put_figure(cell, "ipc", FEW_DIGITS, text, size);
}

static void show_ghz(const json_t *cell, char *text, size_t size)
{
    put_figure(cell, "ghz", FEW_DIGITS, text, size);
}

static void show_per_tick(const json_t *cell, char *text, size_t size)
{
    put_figure(cell, "cycles_per_tick", FEW_DIGITS, text, size);
}

const struct report_column report_pmu_columns[] = {
    {"cell", true, 0, NULL, show_name},
    {"instr:u", false, 0,
     ":u, :k: in user and in kernel mode, counted by the PMU, the loop included.",
     show_instructions_user},
    {"instr:k", false, 0, NULL, show_instructions_kernel},
    {"cycles:u", false, 4, NULL, show_cycles_user},
    {"cycles:k", false, 4, NULL, show_cycles_kernel},
    {"IPC", false, 3, "IPC: instructions a cycle.", show_ipc},
    {"GHz", false, 2, "GHz: those cycles by ns.", show_ghz},
    {"cycles/tick", false, 1, "cycles/tick: by TSC ticks.", show_per_tick},
    {NULL, false, 0, NULL, NULL},
};

bool report_pmu_used(const json_t *report)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (json_is(cell, "state", "measured") && json_object_get(cell, "pmu"))
            return true;
    return false;
}
