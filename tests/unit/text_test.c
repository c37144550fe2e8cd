/* SPDX-License-Identifier: MIT */
#include "text/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "measure/random.h"

enum { SMALL = 32, BYTES = 64, TURNS = 20000 };

static void what_fits_stays(void **state)
{
    char text[SMALL];
    (void)state;
    text_fit(text, sizeof text, "");
    assert_string_equal(text, "");
    text_fit(text, sizeof text, "1234567890123456789012345678901");
    assert_string_equal(text, "1234567890123456789012345678901");
    text_say(text, sizeof text, "%d %s", 12, "a");
    text_say(text, sizeof text, "%s; %s", text, "b");
    assert_string_equal(text, "12 a; b");
}

static void a_sentence_keeps_both_ends(void **state)
{
    char text[SMALL], path[4096];
    (void)state;
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    text_say(text, sizeof text, "in %s: not found", path);
    assert_string_equal(text, "in xxxxxxxxxxx...xxx: not found");
    text_fit(path, SMALL, path);
    assert_string_equal(path, "xxxxxxxxxxxxxx...xxxxxxxxxxxxxx");
}

static void characters_stay_whole(void **state)
{
    static const char word[] = "\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"; /* of 2, 3 and 4 bytes */
    char whole[10 * sizeof word] = "", text[BYTES];
    (void)state;
    for (int i = 0; i < 10; i++)
        strcat(whole, word);
    for (size_t size = 16; size < sizeof text; size++) {
        text_fit(text, size, whole);
        assert_true(strlen(text) < size && strlen(text) + 8 > size);
        assert_null(strchr(text, '?'));
        assert_non_null(strstr(text, "..."));
    }
}

/* jansson's own check, of any bytes, is the reference. */
static void any_bytes_become_utf8(void **state)
{
    char bytes[BYTES], before[BYTES];
    uint64_t random = 7;
    (void)state;
    for (int turn = 0; turn < TURNS; turn++) {
        size_t size = random_next(&random) % (BYTES - 1);
        for (size_t i = 0; i < size;
             i++) { /* leads and followers more often than chance has them */
            uint64_t r = random_next(&random);
            bytes[i] = (char)(r % 3 ? 0x80 | (r >> 8 & 0x7f) : 1 + (r >> 8) % 255);
        }
        bytes[size] = '\0';
        strcpy(before, bytes);
        json_t *good = json_string(before);
        text_utf8(bytes);
        json_t *now = json_string(bytes);
        assert_non_null(now);
        assert_int_equal(strlen(bytes), size);
        assert_true(!good || strcmp(bytes, before) == 0);
        json_decref(good);
        json_decref(now);
    }
}

static void a_list_has_whole_words(void **state)
{
    (void)state;
    assert_true(text_lists("tsc hpet acpi_pm\n", "tsc"));
    assert_true(text_lists("tsc hpet acpi_pm\n", "acpi_pm"));
    assert_true(text_lists("tsc-early tsc", "tsc"));
    assert_false(text_lists("tsc-early hpet", "tsc"));
    assert_false(text_lists("not-tsc", "tsc"));
    assert_false(text_lists("", "tsc"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_stays),        cmocka_unit_test(a_sentence_keeps_both_ends),
        cmocka_unit_test(characters_stay_whole),  cmocka_unit_test(any_bytes_become_utf8),
        cmocka_unit_test(a_list_has_whole_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
