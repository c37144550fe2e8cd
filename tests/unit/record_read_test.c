/* SPDX-License-Identifier: MIT */
#include "record/record.h"

#include "record/open.h"
#include "record/read_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char error[600];
static char *text; /* DATA_DIR/record.jsonl */
static size_t text_size;

static int load(void **state)
{
    (void)state;
    FILE *in = fopen(DATA_DIR "/record.jsonl", "r");
    if (!in || getdelim(&text, &text_size, EOF, in) < 0)
        return -1;
    text_size = strlen(text);
    return fclose(in);
}

static int unload(void **state)
{
    (void)state;
    free(text);
    return 0;
}

static int read_text(const char *from, size_t size, enum record_depth depth, struct record *r)
{
    FILE *in = fmemopen((void *)from, size ? size : 1, "r");
    assert_non_null(in);
    if (size == 0)
        fgetc(in); /* fmemopen refuses a size of 0 */
    *error = '\0';
    int result = record_read_stream(in, "it", depth, r, error, sizeof error);
    fclose(in);
    return result;
}

/* The fixture with the first `from` made `to` has to be refused, with that sentence. */
static void refused(const char *from, const char *to, const char *sentence)
{
    struct record r;
    const char *at = strstr(text, from);
    char *changed;
    assert_non_null(at);
    assert_true(asprintf(&changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)) > 0);
    int result = read_text(changed, strlen(changed), RECORD_SAMPLES, &r);
    if (result == 0 || !strstr(error, sentence))
        fail_msg("%s -> %s: %d, '%s' without '%s'", from, to, result, error, sentence);
    assert_null(r.manifest);
    free(changed);
}

static void reads(void **state)
{
    (void)state;
    struct record r;
    assert_int_equal(read_text(text, text_size, RECORD_SAMPLES, &r), 0);
    assert_int_equal(r.rounds, 6);
    assert_int_equal(r.samples.size, 48);
    assert_int_equal(json_array_size(r.others), 7);
    assert_int_equal(r.batches.size, 4);
    assert_int_equal(r.batches.bars, 10);
    assert_false(r.torn);
    const struct sample *s = &r.samples.data[8 + 2]; /* round 1 begins with cell 1 */
    assert_int_equal(s->cell, 3);
    assert_int_equal(s->slot, 2);
    assert_int_equal(s->round, 1);
    assert_int_equal(s->n, 1000);
    assert_int_equal(s->ticks, 9000000);
    assert_int_equal(s->flags, SAMPLE_SWITCHED);
    record_free(&r);
}

/* Where there is a summary, rounds are counted, not parsed: an ill one isn't seen, nor is any kept.
 */
static void summary_depth(void **state)
{
    (void)state;
    static const char ill[] = "{\"type\":\"round\",ill}\n";
    static const char summary[] =
        "{\"type\":\"summary\",\"run\":{\"timebase\":\"tsc\",\"launches\":2,\"rounds\":6},"
        "\"cells\":[]}\n";
    struct record r;
    char *with;
    assert_true(asprintf(&with, "%s%s%s", text, ill, summary) > 0);
    assert_int_equal(read_text(with, strlen(with), RECORD_SUMMARY, &r), 0);
    assert_int_equal(r.rounds, 7);
    assert_int_equal(r.samples.size, 0);
    assert_non_null(r.summary);
    record_free(&r);
    assert_int_not_equal(read_text(with, strlen(with), RECORD_SAMPLES, &r), 0);
    assert_int_not_equal(read_text(with, strlen(with) - strlen(summary), RECORD_SUMMARY, &r), 0);
    assert_non_null(strstr(error, "line 19"));
    assert_int_equal(read_text(text, text_size, RECORD_SUMMARY, &r), 0);
    assert_int_equal(r.samples.size, 48);
    record_free(&r);
    free(with);
}

static size_t allocations;

static void *count_malloc(size_t size)
{
    allocations++;
    return malloc(size);
}

/* What JSON values were made to read it by its summary. */
static size_t values_made(const char *from)
{
    struct record r;
    json_set_alloc_funcs(count_malloc, free);
    allocations = 0;
    assert_int_equal(read_text(from, strlen(from), RECORD_SUMMARY, &r), 0);
    record_free(&r);
    json_set_alloc_funcs(malloc, free);
    return allocations;
}

/* Where there is a summary, nothing else but the manifest is parsed, however much there is. */
static void summary_alone(void **state)
{
    (void)state;
    static const char summary[] =
        "{\"type\":\"summary\",\"run\":{\"timebase\":\"tsc\",\"launches\":2,\"rounds\":6},"
        "\"cells\":[]}\n";
    const char *lines = strchr(text, '\n') + 1;
    char *few, *many;
    assert_true(asprintf(&few, "%.*s%s", (int)(lines - text), text, summary) > 0);
    assert_true(asprintf(&many, "%s%s%s%s", text, lines, lines, summary) > 0);
    assert_int_equal(values_made(many), values_made(few));
    free(few);
    free(many);
}

/* A pipe can't be read twice, and gives the same. */
static void from_a_pipe(void **state)
{
    (void)state;
    struct record r;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    close(ends[1]);
    FILE *in = fdopen(ends[0], "r");
    assert_non_null(in);
    assert_int_equal(record_read_stream(in, "it", RECORD_SUMMARY, &r, error, sizeof error), 0);
    assert_int_equal(r.samples.size, 48);
    record_free(&r);
    fclose(in);
}

/* A run may die at any byte: what is whole is used, and less than a round is refused in words. */
static void cut_anywhere(void **state)
{
    (void)state;
    const char *end = strstr(text, "{\"type\":\"round\"");
    size_t enough = (size_t)(strchr(end, '\n') - text);
    for (size_t size = 0; size < text_size; size++)
        for (int depth = RECORD_SUMMARY; depth <= RECORD_SAMPLES; depth++) {
            struct record r;
            int result = read_text(text, size, (enum record_depth)depth, &r);
            assert_int_equal(result == 0, size >= enough);
            assert_int_equal(result != 0, *error != '\0');
            assert_true(result || r.samples.size == 8 * r.rounds);
            bool whole = text[size] == '\n' || (size && text[size - 1] == '\n');
            assert_int_equal(result == 0 && !whole, r.torn);
            record_free(&r);
        }
}

static void bad_fields(void **state)
{
    (void)state;
    refused("{\"type\":\"manifest\"", "manifest", "not JSON");
    refused("{\"type\":\"manifest\"", "{\"type\":\"round\"", "first line is no manifest");
    refused("record/1", "record/2", "newer schema (systoll.record/2); use a newer systoll");
    refused("record/1", "record/0", "unknown schema");
    refused("systoll.record/1", "other/1", "not a systoll record");
    refused("\"machine\"", "\"machina\"", "'machine' is missing");
    refused("\"tsc\",\"tsc_quantum\"", "\"sun\",\"tsc_quantum\"", "'timebase' is none of");
    refused("999000000.0", "-1", "'hz' is not a number above 0");
    refused("999000000.0", "1e999", "line is not JSON");
    refused("\"state\":\"measured\"", "\"state\":\"lost\"", "'state' is none of");
    refused("\"role\":\"empty\"", "\"role\":\"full\"", "'role' is none of");
    refused("[\"neighbours are busy\"]", "[1]", "'warnings' holds");
    refused("\"n\":[1000", "\"n\":[-1", "line 8: in the round line, 'n' holds");
    refused("\"n\":[1000", "\"n\":[1.5", "'n' holds");
    refused("\"n\":[1000", "\"n\":[NaN", "line 8: is not JSON");
    refused("\"ticks\":[20050", "\"ticks\":[-7", "'ticks' holds");
    refused("\"ticks\":[20050", "\"ticks\":[Infinity", "is not JSON");
    refused("\"ticks\":[20050,", "\"ticks\":[", "'ticks' is not as long as 'cells'");
    refused("\"cells\":[0,1", "\"cells\":[0,10", "holds an index");
    refused("\"flags\":[0", "\"flags\":[null", "'flags' holds");
    refused("\"flags\":[0", "\"flag\":[0", "'flags' is missing");
    refused("\"round\":0", "\"round\":-1", "'round' is missing or no");
    refused("\"launch\":0", "\"launch\":1,\"launch\":0", "duplicate");
    refused("\"type\":\"batch\",\"launch\":0,\"cell\":0",
            "\"type\":\"batch\",\"launch\":0,\"cell\":10", "no index");
    refused("[250,270,450]", "[250,250,450]", "no ascending series");
    refused("[500,490,10]", "[500,490]", "'count' is not as long");
    refused("[500,490,10]", "[500,490,0]", "'count' holds");
    refused("\"per_call\":[0,", "\"per_call\":[", "'per_call' is not as long");
    refused("\"hz\":1000000000.0", "\"hz\":0", "in the frequency line, 'hz'");
    refused("{\"type\":\"counts\"", "[]\n{\"type\":\"counts\"", "is no object with a 'type'");
    refused("{\"type\":\"counts\"", "{\"type\":\"manifest\"}\n{", "second manifest");
}

/* A reader leaves alone what it doesn't know: lines and members. */
static void unknown_lines(void **state)
{
    (void)state;
    struct record r;
    char *with;
    assert_true(asprintf(&with, "%s{\"type\":\"later\",\"x\":1}\n", text) > 0);
    assert_int_equal(read_text(with, strlen(with), RECORD_SAMPLES, &r), 0);
    assert_int_equal(json_array_size(r.others), 7);
    record_free(&r);
    free(with);
}

static void no_terminal_controls(void **state)
{
    (void)state;
    struct record r;
    static const char line[] = "\033[31m\302\233\n";
    assert_int_not_equal(read_text(line, sizeof line - 1, RECORD_SAMPLES, &r), 0);
    for (const char *c = error; *c; c++)
        assert_true((unsigned char)*c >= 0x20 && (unsigned char)*c < 0x7f);
}

/* An endless line: refused once 4 MiB of it were seen. */
static ssize_t endless(void *cookie, char *buffer, size_t size)
{
    *(size_t *)cookie += size;
    memset(buffer, 'x', size);
    return (ssize_t)size;
}

static void endless_line(void **state)
{
    (void)state;
    struct record r;
    size_t given = 0;
    FILE *in = fopencookie(&given, "r", (cookie_io_functions_t){.read = endless});
    assert_non_null(in);
    assert_int_not_equal(record_read_stream(in, "it", RECORD_SUMMARY, &r, error, sizeof error), 0);
    assert_non_null(strstr(error, "longer than 4 MiB"));
    assert_true(given < RECORD_MAX_LINE + (1 << 20));
    fclose(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),         cmocka_unit_test(summary_depth),
        cmocka_unit_test(cut_anywhere),  cmocka_unit_test(bad_fields),
        cmocka_unit_test(unknown_lines), cmocka_unit_test(no_terminal_controls),
        cmocka_unit_test(endless_line),  cmocka_unit_test(summary_alone),
        cmocka_unit_test(from_a_pipe),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
