/* SPDX-License-Identifier: MIT */
#include "check/ending.h"
#include "check/stops.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include <cmocka.h>

static uint64_t page_of(int protection)
{
    void *page = mmap(NULL, PAGE_BYTES, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(page != MAP_FAILED);
    return (uint64_t)(uintptr_t)page;
}

static uint64_t give(void *arg)
{
    return *(uint64_t *)arg;
}

static uint64_t write_to(void *arg)
{
    __asm__ volatile("movb $1, (%0)" : : "r"(*(uint64_t *)arg) : "memory");
    return 0;
}

/* Whether the endings take what f(arg) comes to; its output in text. */
static bool takes(const struct ending *e, size_t size, uint64_t (*f)(void *), uint64_t arg,
                  char **text)
{
    struct check c;
    size_t length;
    FILE *out = open_memstream(text, &length);
    tap_begin(&c.tap, &tap_tap, 1, out);
    tap_topic(&c.tap, "topic");
    check_ends(&c, e, size, f, &arg, "it %s", "ends");
    tap_topic_end(&c.tap);
    tap_end(&c.tap);
    fclose(out);
    assert_int_equal(c.tap.all.made, 1);
    return !c.tap.all.failed;
}

static bool ends_as(struct ending e, uint64_t (*f)(void *), uint64_t arg)
{
    char *text;
    bool good = takes(&e, 1, f, arg, &text);
    assert_int_equal(strstr(text, "\nnot ok 1 - topic: it ends\n") == NULL, good);
    assert_non_null(strstr(text, "ok 1 - topic: it ends\n"));
    assert_non_null(strstr(text, "\n1..1\n"));
    assert_int_equal(strstr(text, "# expected: ") == NULL, good);
    assert_int_equal(strstr(text, "# came: ") == NULL, good);
    free(text);
    return good;
}

static void test_results(void **state)
{
    (void)state;
    assert_true(ends_as((struct ending){.result = 7}, give, 7));
    assert_false(ends_as((struct ending){.result = 7}, give, 8));
    assert_true(ends_as((struct ending){.result = -EFAULT}, give, (uint32_t)-EFAULT));
    assert_true(ends_as((struct ending){.result = RESULT_POSITIVE}, give, 1));
    assert_false(ends_as((struct ending){.result = RESULT_POSITIVE}, give, 0));
    assert_false(ends_as((struct ending){.result = RESULT_POSITIVE}, give, (uint64_t)-EFAULT));
    assert_false(ends_as((struct ending){.signal = SIGSEGV}, give, 0));
}

static void test_faults(void **state)
{
    uint64_t none = page_of(PROT_NONE), here = (uint64_t)(uintptr_t)write_to;
    (void)state;
    assert_true(ends_as((struct ending){.signal = SIGSEGV}, write_to, none));
    assert_true(ends_as((struct ending){SIGSEGV, SEGV_ACCERR, none, 0, {here, here + 64}, 0, NULL},
                        write_to, none));
    assert_true(ends_as((struct ending){.signal = SIGSEGV, .address = none}, write_to, none + 16));
    assert_false(ends_as((struct ending){.signal = SIGSEGV, .address = none}, write_to, none + 17));
    assert_false(ends_as((struct ending){.signal = SIGSEGV, .address = none + 1}, write_to, none));
    assert_false(ends_as((struct ending){.signal = SIGSEGV, .code = SEGV_MAPERR}, write_to, none));
    assert_false(ends_as((struct ending){.signal = SIGSEGV, .code = SI_KERNEL}, write_to, none));
    assert_false(ends_as((struct ending){.signal = SIGSEGV, .error = 0x15}, write_to, none));
    assert_false(ends_as((struct ending){.signal = SIGSEGV, .ip = {1, 2}}, write_to, none));
    assert_false(ends_as((struct ending){.signal = SIGBUS}, write_to, none));
    assert_false(ends_as((struct ending){.result = 0}, write_to, none));
}

static void test_one_of_two(void **state)
{
    const struct ending both[] = {{.result = 1}, {.result = 2}};
    char *text;
    (void)state;
    assert_true(takes(both, 2, give, 2, &text));
    free(text);
    assert_false(takes(both, 1, give, 2, &text));
    free(text);
}

static void test_note(void **state)
{
    const struct ending e = {.signal = SIGSEGV, .code = SEGV_MAPERR, .where = "mm/some.c, f"};
    char *text;
    (void)state;
    assert_false(takes(&e, 1, give, 5, &text));
    assert_non_null(strstr(text, "# expected: SIGSEGV (SEGV_MAPERR)\n# came: returned 5\n"
                                 "# decided in: mm/some.c, f\n1..1\n"));
    free(text);
}

/* One assertion that holds, one that does not and one that is skipped, and a topic all skipped. */
static void prints(const struct tap_format *format, const char *expected)
{
    struct tap t;
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    tap_begin(&t, format, 2, out);
    tap_topic(&t, "a");
    tap_ok(&t, true, &(struct tap_note){0}, "as #GP");
    tap_ok(&t, false, &(struct tap_note){"<1>", "2\033", "f"}, "x & y");
    tap_skip(&t, "it is not here", "c");
    tap_topic_end(&t);
    tap_topic(&t, "b");
    tap_skip(&t, "no \"b\"", "d");
    tap_topic_end(&t);
    tap_end(&t);
    fclose(out);
    assert_string_equal(text, expected);
    assert_int_equal(t.all.made, 4);
    assert_int_equal(t.all.skipped, 2);
    assert_int_equal(t.all.failed, 1);
    assert_int_equal(t.error, 0);
    free(text);
}

static void test_tap(void **state)
{
    (void)state;
    prints(&tap_tap, "TAP version 13\n"
                     "ok 1 - a: as \\#GP\n"
                     "not ok 2 - a: x & y\n# expected: <1>\n# came: 2?\n# decided in: f\n"
                     "ok 3 - a: c # SKIP it is not here\n"
                     "ok 4 - b: d # SKIP no \"b\"\n1..4\n");
}

static void test_ktap(void **state)
{
    (void)state;
    prints(&tap_ktap, "KTAP version 1\n1..2\n"
                      "  KTAP version 1\n  # Subtest: a\n  1..3\n"
                      "  ok 1 as GP\n"
                      "  # expected: <1>\n  # came: 2?\n  # decided in: f\n"
                      "  not ok 2 x & y\n"
                      "  ok 3 c # SKIP it is not here\n"
                      "not ok 1 a\n"
                      "  KTAP version 1\n  # Subtest: b\n  1..1\n"
                      "  ok 1 d # SKIP no \"b\"\n"
                      "ok 2 b # SKIP nothing of it can be checked here\n"
                      "# Totals: pass:1 fail:1 xfail:0 xpass:0 skip:2 error:0\n");
}

static void test_junit(void **state)
{
    (void)state;
    prints(&tap_junit,
           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"systoll check\">\n"
           "  <testsuite name=\"a\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\">\n"
           "    <testcase classname=\"systoll.check.a\" name=\"as #GP\"/>\n"
           "    <testcase classname=\"systoll.check.a\" name=\"x &#38; y\">\n"
           "      <failure message=\"expected: &#60;1&#62;; came: 2?; decided in: f\"/>\n"
           "    </testcase>\n"
           "    <testcase classname=\"systoll.check.a\" name=\"c\">\n"
           "      <skipped message=\"it is not here\"/>\n"
           "    </testcase>\n"
           "  </testsuite>\n"
           "  <testsuite name=\"b\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\">\n"
           "    <testcase classname=\"systoll.check.b\" name=\"d\">\n"
           "      <skipped message=\"no &#34;b&#34;\"/>\n"
           "    </testcase>\n"
           "  </testsuite>\n"
           "</testsuites>\n");
}

/* As a vDSO whose clock moves on at each look: its reading never ends. */
static void never_ends(void)
{
    for (;;)
        __asm__ volatile("nop");
}

static void dies(void)
{
    __asm__ volatile("ud2");
}

static const char *step(void (*f)(void), uint64_t enough, struct stops *stops)
{
    uint64_t at = (uint64_t)(uintptr_t)f;
    struct traced t = {
        {path_named("control"), {.entry = at}}, (int)PTRACE_SINGLESTEP, at, at + 64, enough};
    return stops_count(&t, stops);
}

/* What can't be decided by single steps is not decided, and says why. */
static void test_endless_steps(void **state)
{
    struct stops stops;
    (void)state;
    const char *why = step(never_ends, 0, &stops);
    assert_non_null(why);
    if (strncmp(why, "a child can't be traced", 23) == 0)
        skip();
    assert_true(strstr(why, "more than a second") || strstr(why, "did not end within"));
    assert_null(step(never_ends, 2, &stops));
    assert_int_equal(stops.seen, 2);
    assert_int_equal(stops.signal, 0);
}

static void test_death_under_a_tracer(void **state)
{
    struct stops stops;
    (void)state;
    const char *why = step(dies, 0, &stops);
    if (why && strncmp(why, "a child can't be traced", 23) == 0)
        skip();
    assert_null(why);
    assert_int_equal(stops.signal, SIGILL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_one_of_two),
        cmocka_unit_test(test_note),
        cmocka_unit_test(test_tap),
        cmocka_unit_test(test_ktap),
        cmocka_unit_test(test_junit),
        cmocka_unit_test(test_endless_steps),
        cmocka_unit_test(test_death_under_a_tracer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
