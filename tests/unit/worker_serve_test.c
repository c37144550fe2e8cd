/* SPDX-License-Identifier: MIT */
#include "measure/worker_serve.h"

#include "measure/sample.h"

#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT = 256 };

/* The other side of a worker: what it asks, line by line, and what came back. */
struct asker {
    const char *const *requests; /* ends with NULL */
    char line[TEXT];
    char kept[TEXT], sent[TEXT];
    int sends, refuses_at; /* at which send it is gone; 0: never */
};

static char *read_line(void *arg)
{
    struct asker *a = arg;
    if (!*a->requests)
        return NULL;
    snprintf(a->line, sizeof a->line, "%s", *a->requests++);
    return a->line;
}

static void write_text(void *arg, const char *text)
{
    struct asker *a = arg;
    assert_true(strlen(a->kept) + strlen(text) < sizeof a->kept);
    strcat(a->kept, text);
}

static int send_kept(void *arg)
{
    struct asker *a = arg;
    if (++a->sends == a->refuses_at)
        return -EPIPE;
    size_t used = strlen(a->sent);
    snprintf(a->sent + used, sizeof a->sent - used, "%s", a->kept);
    a->kept[0] = '\0';
    return 0;
}

static const struct work *find(const char *name, const char **reason)
{
    static const struct work work = {.arg = NULL};
    *reason = "it is not known";
    return strcmp(name, "known") == 0 ? &work : NULL;
}

static void answer_words(const struct worker_host *host, const struct work *w, char **words,
                         const struct worker_lines *lines)
{
    (void)host;
    assert_ptr_equal(w != NULL, words[1] != NULL);
    for (; *words; words++) {
        worker_say(lines, "<");
        worker_say(lines, *words);
        worker_say(lines, ">");
    }
    worker_say(lines, "\n");
}

static int serve(struct asker *a, const char *const *requests)
{
    static const struct worker_request words = {
        .name = "words", .least = 1, .most = 3, .answer = answer_words};
    static const struct worker_request *const all[] = {&words, NULL};
    const struct worker_host host = {.requests = all, .find = find};
    const struct worker_lines lines = {a, read_line, write_text, send_kept};
    a->requests = requests;
    return worker_serve(&host, &lines);
}

static void requests_are_split_and_named_where_wrong(void **state)
{
    static const char *const requests[] = {
        "words\n",           "  words   known x\n", "words known x",  "words other\n",
        "words known x y\n", "word known\n",        "wordss known\n", NULL};
    struct asker a = {.sends = 0};
    (void)state;
    assert_int_equal(serve(&a, requests), 0);
    assert_string_equal(a.sent, "<words>\n"
                                "<words><known><x>\n"
                                "<words><known><x>\n"
                                "error other: it is not known\n"
                                "error no request of that form: words\n"
                                "error no request of that form: word\n"
                                "error no request of that form: wordss\n");
}

static void answers_are_kept_back_until_an_empty_line(void **state)
{
    static const char *const requests[] = {"words", "words", "\n", "words", NULL};
    struct asker a = {.sends = 0};
    (void)state;
    assert_int_equal(serve(&a, requests), 0);
    assert_int_equal(a.sends, 2);
    assert_string_equal(a.sent, "<words>\n<words>\n<words>\n");
}

static void it_ends_where_nobody_reads(void **state)
{
    static const char *const requests[] = {"words", "", "words", "", NULL};
    struct asker a = {.refuses_at = 1};
    (void)state;
    assert_int_equal(serve(&a, requests), -EPIPE);
    assert_string_equal(*a.requests, "words");
}

static void more_words_than_fit_are_no_request(void **state)
{
    char line[TEXT] = "words known";
    const char *const requests[] = {line, NULL};
    struct asker a = {.sends = 0};
    (void)state;
    for (int i = 0; i < 60; i++)
        strcat(line, " x");
    assert_int_equal(serve(&a, requests), 0);
    assert_string_equal(a.sent, "error no request of that form: words\n");
}

static void numbers_are_whole(void **state)
{
    static const uint64_t numbers[] = {0,         1,           9,          10,
                                       65535,     65536,       UINT32_MAX, 4294967296,
                                       655360000, 99999999999, UINT64_MAX, UINT64_MAX / 10};
    struct asker a = {.sends = 0};
    const struct worker_lines lines = {&a, read_line, write_text, send_kept};
    char expected[TEXT];
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        a.kept[0] = '\0';
        worker_say_number(&lines, "n ", numbers[i]);
        snprintf(expected, sizeof expected, "n %" PRIu64, numbers[i]);
        assert_string_equal(a.kept, expected);
        assert_true(worker_number(expected + 2) == numbers[i]);
    }
    assert_true(worker_number("12x") == 12);
    assert_true(worker_number("x") == 0);
}

static void a_block_is_a_line(void **state)
{
    static const struct sample s = {.cpu = 3, .start = 10, .n = 200, .ticks = 4000, .flags = 5};
    struct asker a = {.sends = 0};
    const struct worker_lines lines = {&a, read_line, write_text, send_kept};
    (void)state;
    worker_say_block(&lines, &s);
    assert_string_equal(a.kept, "block 3 10 200 4000 5\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_split_and_named_where_wrong),
        cmocka_unit_test(answers_are_kept_back_until_an_empty_line),
        cmocka_unit_test(it_ends_where_nobody_reads),
        cmocka_unit_test(more_words_than_fit_are_no_request),
        cmocka_unit_test(numbers_are_whole),
        cmocka_unit_test(a_block_is_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
