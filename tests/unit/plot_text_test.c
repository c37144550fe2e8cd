/* SPDX-License-Identifier: MIT */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "plot/plot.h"

#include "plot/rows.h"
#include "plot/svg.h"

#include <stdlib.h>
#include <string.h>

static void clean_leaves_nothing_to_interpret(void **state)
{
    (void)state;
    char raw[256], clean[512];
    for (int i = 1; i < 256; i++)
        raw[i - 1] = (char)i;
    raw[255] = '\0';
    plot_clean(clean, sizeof clean, raw);
    assert_null(strpbrk(clean, "\"`\\\t\n\r"));
    for (const char *c = clean; *c; c++)
        assert_true(*c >= ' ' && *c <= '~');
    plot_clean(clean, sizeof clean, "a\tb\n\"c\" `d` \\001 \303\251 {x}^2");
    assert_string_equal(clean, "a b 'c' 'd' /001 ? {x}^2");
    plot_clean(clean, sizeof clean, "[vdso] ]]]>");
    assert_string_equal(clean, "[vdso] ]]]?");
    plot_clean(clean, 16, "abcdef, ghijkl, mnopqr");
    assert_string_equal(clean, "abcdef...mnopqr");
}

static void svg_texts_are_escaped(void **state)
{
    (void)state;
    static const char svg[] = "<svg>\n<title>Gnuplot</title>\n<desc>Produced by GNUPLOT</desc>\n"
                              "<g font-family=\"sans-serif:Bold\"><text>x</text></g></svg>\n";
    char *made = svg_describe(svg, "A & <B>", "</desc><script>");
    assert_string_equal(made, "<svg>\n<title>A &amp; &lt;B&gt;</title>\n"
                              "<desc>&lt;/desc&gt;&lt;script&gt;</desc>\n"
                              "<g font-family=\"sans-serif\" font-weight=\"bold\">"
                              "<text>x</text></g></svg>\n");
    free(made);
    assert_null(svg_describe("<svg><title>x</title></svg>", "a", "b"));
    assert_null(svg_describe("", "a", "b"));
}

static void numbers_have_three_digits(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } rows[] = {{1.309, "1.31"}, {9.994, "9.99"}, {9.996, "10.0"},
                {99.94, "99.9"}, {99.96, "100"},  {4504.2, "4504"}};
    char text[32];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(plot_number(text, sizeof text, rows[i].value), rows[i].text);
}

/* gnuplot gives each plot its code for a title. */
static void no_other_title_is_left(void **state)
{
    (void)state;
    char *made = svg_describe("<svg><title>Gnuplot</title><desc>x</desc><g><title>D using "
                              "($1):2</title><a font-family=\"sans-serif:Bold\"/></g><g><title>"
                              "gnuplot_plot_2</title></g></svg>",
                              "Ours", "Words");
    assert_string_equal(made, "<svg><title>Ours</title><desc>Words</desc><g><a font-family="
                              "\"sans-serif\" font-weight=\"bold\"/></g><g></g></svg>");
    free(made);
}

static void rows_that_find_no_room_are_said(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    (void)state;
    rows_left_out(out, PLOT_MAX_CELLS);
    fflush(out);
    assert_int_equal(size, 0);
    rows_left_out(out, PLOT_MAX_CELLS + 3);
    fclose(out);
    assert_non_null(strstr(text, "3 more are not drawn"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_other_title_is_left),
        cmocka_unit_test(clean_leaves_nothing_to_interpret),
        cmocka_unit_test(svg_texts_are_escaped),
        cmocka_unit_test(numbers_have_three_digits),
        cmocka_unit_test(rows_that_find_no_room_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
