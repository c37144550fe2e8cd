/* SPDX-License-Identifier: MIT */
#include "report_fixture.h"

#include "page/script.h"
#include "page/style.h"
#include "page/track.h"
#include "text/sha256.h"

#include <math.h>

static void hash_text(const char *data, size_t size, char text[SHA256_TEXT])
{
    FILE *in = size ? fmemopen((void *)(uintptr_t)data, size, "r") : fopen("/dev/null", "r");
    assert_non_null(in);
    assert_int_equal(sha256_stream(in, text), 0);
    fclose(in);
}

/* FIPS 180-4's examples, and every length around the end of a block, as sha256sum has them. */
static void sha256_is_the_standards(void **state)
{
    (void)state;
    static const struct {
        const char *data, *hash;
    } all[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrl"
         "mnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"}};
    char text[SHA256_TEXT];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        hash_text(all[i].data, strlen(all[i].data), text);
        assert_string_equal(text, all[i].hash);
    }
}

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* What a Content-Security-Policy calls a text: its SHA-256 in base64. */
static void policy_of(const char *data, char *policy)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[SHA256_TEXT];
    unsigned char bytes[34] = {0};
    hash_text(data, strlen(data), hex);
    for (int i = 0; i < 32; i++)
        bytes[i] = (unsigned char)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
    size_t used = (size_t)sprintf(policy, "sha256-");
    for (int bit = 0; bit < 256; bit += 6) {
        unsigned two = (unsigned)bytes[bit / 8] << 8 | bytes[bit / 8 + 1];
        policy[used++] = letters[two >> (10 - bit % 8) & 63];
    }
    strcpy(policy + used, "=");
}

/* Else a browser applies no style, and runs no script. */
static void the_hashes_are_of_the_texts(void **state)
{
    (void)state;
    char policy[80];
    policy_of(style_text, policy);
    assert_string_equal(style_hash, policy);
    policy_of(script_text, policy);
    assert_string_equal(script_hash, policy);
    assert_null(strstr(style_text, "</"));
    assert_null(strstr(script_text, "</"));
}

static const char hostile[] =
    "</title></style></script><script>alert(1)</script><img src=x "
    "onerror=alert(2)>\"'&lt;style>*{display:none}\001\x1b[31m\xe2\x80\xae";

/* Puts the text wherever a document has one. */
static void poison(json_t *value)
{
    const char *key;
    json_t *one;
    size_t i;
    void *next;
    json_object_foreach_safe(value, next, key, one)
    {
        if (json_is_string(one) && strcmp(key, "state") != 0)
            json_object_set_new(value, key, json_string(hostile));
        else
            poison(one);
    }
    json_array_foreach(value, i, one) {
        if (json_is_string(one))
            json_array_set_new(value, i, json_string(hostile));
        else
            poison(one);
    }
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (; (text = strstr(text, part)); text++)
        found++;
    return found;
}

/* The page has its own script and style, and no other; and no element that asks for a file. */
static void what_a_record_says_stays_text(void **state)
{
    (void)state;
    json_t *document = json_deep_copy(report);
    poison(document);
    char *text = printed(document, "html", false);
    assert_int_equal(count(text, "<script"), 1);
    assert_int_equal(count(text, "</script"), 1);
    assert_int_equal(count(text, "<style"), 1);
    assert_int_equal(count(text, "<img"), 0);
    assert_int_equal(count(text, "</title"), 1);
    assert_int_equal(count(text, "\x1b"), 0);
    assert_int_equal(count(text, "\xe2\x80\xae"), 0);
    assert_true(count(text, "&#60;script&#62;alert(1)") > 3);
    free(text);
    json_decref(document);
}

static void an_axis_holds_what_it_is_given(void **state)
{
    (void)state;
    struct track t = track_empty();
    assert_false(track_close(&t));
    track_hold(&t, NAN);
    track_hold(&t, -1);
    track_hold(&t, INFINITY);
    assert_false(track_close(&t));
    track_hold(&t, 20);
    track_hold(&t, 30);
    assert_true(track_close(&t));
    assert_true(t.least < 20 && t.most > 30 && t.most >= 10 * t.least);
    t = (struct track){1e-308, 1.7e308, false};
    assert_false(track_close(&t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_the_standards),
        cmocka_unit_test(the_hashes_are_of_the_texts),
        cmocka_unit_test(what_a_record_says_stays_text),
        cmocka_unit_test(an_axis_holds_what_it_is_given),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
