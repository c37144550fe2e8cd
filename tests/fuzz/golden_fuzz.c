/* SPDX-License-Identifier: MIT */
#include "judge/golden.h"
#include "judge/golden_judge.h"

#include "answer.h"
#include "gate/gate.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static json_t *report(void)
{
    return json_loads(
        "{\"machine\":{\"subject\":{\"kernel\":\"6.1\",\"vsyscall_mode\":\"xonly\","
        "\"boot_options\":\"pti=on\",\"emulator\":\"q\",\"loops\":\"l\",\"libc\":\"g\"}},"
        "\"run\":{\"timebase\":\"icount\"},\"cells\":["
        "{\"cell\":\"vdso:time\",\"state\":\"measured\",\"instructions\":13},"
        "{\"cell\":\"libc:time\",\"state\":\"measured\",\"instructions\":14},"
        "{\"cell\":\"vsyscall:time\",\"state\":\"skipped\",\"instructions\":null}]}",
        0, NULL);
}

static double number(const json_t *row, const char *key)
{
    return json_number_value(json_object_get(row, key));
}

/* A count passes only as what the golden file says; judged or refused, it can be printed. */
static json_t *judge(const json_t *of, const json_t *golden)
{
    json_t *answer = gate_new("gate exact"), *row;
    size_t i;
    golden_judge(answer, "r", of, golden);
    gate_conclude(answer);
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (strcmp(json_string_value(json_object_get(row, "verdict")), "pass") == 0 &&
            number(row, "old") != number(row, "new"))
            abort();
    print_all(answer);
    return answer;
}

/* What was taken from a report holds for that report, and is read back as it was written. */
static void take(const json_t *of, json_t *golden)
{
    char path[32], error[600];
    json_t *answer = gate_new("gate exact");
    golden_take(answer, "r", of, golden);
    print_all(answer);
    json_decref(answer);
    answer = judge(of, golden);
    if (json_integer_value(json_object_get(answer, "exit")) != 0)
        abort();
    json_decref(answer);
    char *text = json_dumps(golden, JSON_ENSURE_ASCII);
    int fd = make_file((const unsigned char *)text, strlen(text), path);
    json_t *again = golden_read(path, error, sizeof error);
    if (!again || !json_equal(golden, again))
        abort();
    json_decref(again);
    close(fd);
    free(text);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    char path[32], error[600] = "";
    int fd = make_file(data, size, path);
    json_t *golden = golden_read(path, error, sizeof error), *of = report();
    close(fd);
    if (!of || !golden != (*error != '\0'))
        abort();
    if (golden) {
        json_decref(judge(of, golden));
        take(of, golden);
    }
    json_decref(golden);
    json_decref(of);
    return 0;
}
