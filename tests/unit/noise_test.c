/* SPDX-License-Identifier: MIT */
#include "judge/noise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char manifest_text[] =
    "{\"machine\":{\"platform\":{\"cpu_model\":\"1\"}},"
    "\"cells\":[{\"cell\":\"even\"},{\"cell\":\"uneven\"},{\"cell\":\"never\"}]}";

/* A job in which the first cell shows nothing, the second a few per cent back and forth, and the
 * third was not timed. */
static void add_job(struct noise *n, size_t job)
{
    struct ab_cell *cells = calloc(3, sizeof *cells);
    struct ab_trial t = {.cells = cells, .size = 3};
    assert_non_null(cells);
    double effects[] = {0.0001, job % 2 ? 0.03 : -0.03};
    for (size_t i = 0; i < 2; i++) {
        cells[i].pairs.rounds_used = 52;
        cells[i].pairs.judgement.effect =
            (struct estimate){.value = effects[i], .lo = effects[i] - 0.002};
    }
    assert_int_equal(noise_add(n, &t), 0);
    free(cells);
}

static json_t *made(size_t jobs)
{
    struct noise n = {0};
    json_t *manifest = json_loads(manifest_text, 0, NULL);
    for (size_t i = 0; i < jobs; i++)
        add_job(&n, i);
    json_t *noise = noise_make(&n, manifest, 10);
    noise_free(&n);
    json_decref(manifest);
    return noise;
}

static double of(const json_t *noise, const char *cell, const char *key)
{
    const json_t *cells = json_object_get(noise, "cells");
    return json_number_value(json_object_get(json_object_get(cells, cell), key));
}

static void bounds(void **state)
{
    (void)state;
    json_t *noise = made(20);
    assert_non_null(noise);
    assert_float_equal(of(noise, "even", "bound"), 0.0001, 0.00001);
    assert_float_equal(of(noise, "even", "sees"), 0.0021, 0.0001);
    assert_true(of(noise, "uneven", "bound") > 0.06 && of(noise, "uneven", "bound") < 0.08);
    assert_null(json_object_get(json_object_get(noise, "cells"), "never"));
    json_decref(noise);
    noise = made(NOISE_JOBS_LEAST - 1);
    assert_float_equal(of(noise, "even", "bound"), 1, 0);
    json_decref(noise);
}

static void too_many(void **state)
{
    struct noise n = {0};
    struct ab_trial t = {.size = 0};
    (void)state;
    for (int i = 0; i < NOISE_JOBS_MOST; i++)
        assert_int_equal(noise_add(&n, &t), 0);
    assert_true(noise_add(&n, &t) < 0);
    noise_free(&n);
}

static json_t *read_back(const char *text, char *error, size_t size)
{
    char path[] = "/tmp/noise_test.XXXXXX";
    int fd = mkstemp(path);
    FILE *out = fdopen(fd, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    *error = '\0';
    json_t *noise = noise_read(path, error, size);
    remove(path);
    return noise;
}

static void round_trip(void **state)
{
    char error[400];
    json_t *noise = made(20), *manifest = json_loads(manifest_text, 0, NULL);
    char *text = json_dumps(noise, JSON_INDENT(2));
    (void)state;
    json_t *back = read_back(text, error, sizeof error);
    assert_non_null(back);
    assert_true(noise_fits(back, manifest));
    json_t *given = noise_bounds(back);
    assert_int_equal(json_object_size(given), 2);
    assert_true(json_is_number(json_object_get(given, "even")));
    json_object_set_new(json_object_get(json_object_get(manifest, "machine"), "platform"),
                        "cpu_model", json_string("2"));
    assert_false(noise_fits(back, manifest));
    json_decref(given);
    json_decref(back);
    json_decref(noise);
    json_decref(manifest);
    free(text);
}

static void hostile(void **state)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{}",
        "null",
        "{\"schema\":\"systoll.noise/1\"}",
        "{\"schema\":\"systoll.noise/2\",\"platform\":{},\"seconds\":1,\"cells\":{}}",
        "{\"schema\":\"systoll.noise/1\",\"platform\":[],\"seconds\":1,\"cells\":{}}",
        "{\"schema\":\"systoll.noise/1\",\"platform\":{},\"seconds\":1,\"cells\":[]}",
        "{\"schema\":\"systoll.noise/1\",\"platform\":{},\"seconds\":1,\"cells\":{\"x\":1}}",
        "{\"schema\":\"systoll.noise/1\",\"platform\":{},\"cells\":{\"x\":{\"bound\":-1}}}",
        "{\"schema\":\"systoll.noise/1\",\"platform\":{},\"cells\":{\"x\":{\"bound\":\"\"}}}",
        "{\"schema\":\"\\u001b[31m\",\"schema\":1}"};
    char error[400];
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(read_back(texts[i], error, sizeof error));
        if (!strstr(error, "is no noise file"))
            fail_msg("%s: %s", texts[i], error);
        for (const char *c = error; *c; c++)
            assert_true((unsigned char)*c >= ' ');
    }
    assert_null(noise_read("/nowhere/noise.json", error, sizeof error));
    assert_non_null(strstr(error, "can't be read"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bounds), cmocka_unit_test(too_many),
                                       cmocka_unit_test(round_trip), cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
