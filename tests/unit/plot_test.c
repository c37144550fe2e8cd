/* SPDX-License-Identifier: MIT */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "plot/plot.h"

#include "plot/caption.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Two calls on two paths, the control, a skipped cell; 2 launches of 3 rounds, no batches. */
static const char manifest[] =
    "{'type':'manifest','machine':{'cpu':'a <cpu> `x`','kernel':'6.1'},"
    "'run':{'timebase':'tsc','hz':1e9},'cells':["
    "{'cell':'vdso:time','role':'cell','abi':'x86_64','path':'vdso','call':'time','context':'hot'},"
    "{'cell':'int80:time','role':'cell','abi':'i386','path':'int80','call':'time','context':'hot'},"
    "{'cell':'syscall:time','role':'cell','abi':'x86_64','path':'syscall','call':'time'},"
    "{'cell':'control:ret','role':'cell','path':'control','call':'ret','context':'hot'},"
    "{'cell':'syscall:clock_gettime:monotonic@cold','role':'cell','path':'syscall',"
    "'call':'clock_gettime','clock':'monotonic','context':'cold'},"
    "{'cell':'vsyscall:time','role':'cell','path':'vsyscall','call':'time'},"
    "{'cell':'empty','role':'empty'}]}";

static const char summary[] =
    "{'type':'summary','run':{'timebase':'tsc','discarded':0.25,'tsc_hz':1e9,'empty_ticks':10},"
    "'cells':["
    "{'cell':'vdso:time','ns':{'estimate':10,'lo':9,'hi':11}},"
    "{'cell':'int80:time','ns':{'estimate':150,'lo':140,'hi':160}},"
    "{'cell':'syscall:time','ns':{'estimate':80,'lo':null,'hi':null}},"
    "{'cell':'control:ret','ns':{'estimate':1.5,'lo':1.4,'hi':1.6}},"
    "{'cell':'syscall:clock_gettime:monotonic@cold','ns':{'estimate':900,'lo':800,'hi':1000}},"
    "{'cell':'vsyscall:time','ns':null,'state':'skipped','reason':'vsyscall=none'}]}";

struct fixture {
    struct record record;
    struct plot plot;
    char folder[32];
    int dir;
};

static json_t *parse(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    for (char *c = copy; *c; c++)
        if (*c == '\'')
            *c = '"';
    json_t *json = json_loads(copy, 0, NULL);
    assert_non_null(json);
    free(copy);
    return json;
}

/* Six rounds; cell c costs 10 (c + 1) ticks a call, and the second launch 10 % more. */
static void add_samples(struct samples *s)
{
    for (uint32_t i = 0; i < 6; i++)
        for (uint32_t c = 0; c < 5; c++) {
            uint64_t ticks = 100 * 10 * (c + 1) * (i < 3 ? 10 : 11) / 10 + 10;
            struct sample one = {
                .cell = c, .launch = i / 3, .round = i % 3, .n = 100, .ticks = ticks};
            assert_int_equal(samples_add(s, &one), 0);
        }
    struct sample dropped = {.launch = 1, .round = 2, .n = 1, .ticks = 1000000, .flags = 2};
    assert_int_equal(samples_add(s, &dropped), 0);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->record = (struct record){.manifest = parse(manifest),
                                .summary = parse(summary),
                                .others = json_array(),
                                .rounds = 6};
    add_samples(&f->record.samples);
    strcpy(f->folder, "/tmp/plot_test.XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    f->dir = open(f->folder, O_RDONLY | O_DIRECTORY);
    assert_true(f->dir >= 0);
    assert_int_equal(plot_open(&f->plot, &f->record), 0);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", f->folder);
    assert_int_equal(system(command), 0);
    close(f->dir);
    plot_close(&f->plot);
    record_free(&f->record);
    free(f);
    return 0;
}

/* A file's text, in a static buffer. */
static const char *text_of(const struct fixture *f, const char *name)
{
    static char text[65536];
    int fd = openat(f->dir, name, O_RDONLY);
    assert_true(fd >= 0);
    ssize_t got = read(fd, text, sizeof text - 1);
    assert_true(got >= 0);
    text[got] = '\0';
    close(fd);
    return text;
}

static void assert_has(const struct fixture *f, const char *name, const char *part)
{
    const char *text = text_of(f, name);
    if (!strstr(text, part))
        fail_msg("%s lacks \"%s\":\n%s", name, part, text);
}

static void cells_are_grouped_and_sorted(void **state)
{
    const struct fixture *f = *state;
    static const char *const paths[] = {"vdso", "syscall", "int80", "syscall", "control"};
    static const size_t calls[] = {0, 0, 0, 1, 2};
    assert_int_equal(f->plot.size, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(f->plot.cells[i].path_name, paths[i]);
        assert_int_equal(f->plot.cells[i].call, calls[i]);
    }
    assert_string_equal(f->plot.cells[3].detail, "monotonic @cold");
    assert_int_equal(f->plot.paths, 4);
    assert_int_equal(f->plot.calls, 3);
    assert_false(f->plot.instructions);
}

static void headline_rows(void **state)
{
    const struct fixture *f = *state;
    assert_int_equal(plot_write(&picture_headline, &f->plot, f->dir), 0);
    assert_has(f, "headline.tsv", "0.0\t1\t10\t9\t11\t10.0\tvdso\n");
    assert_has(f, "headline.tsv", "1.0\t3\t80\t80\t80\t80.0\tsyscall\n");
    assert_has(f, "headline.tsv", "2.0\t4\t150\t140\t160\t150\tint80\n");
    assert_has(f, "headline-calls.tsv", "0.0\t0\ttime\n");
    assert_has(f, "headline-calls.tsv", "\t1\tmonotonic @cold\n");
    assert_has(f, "headline.gpvars", "XMIN = 1.3999999999999999\nXMAX = 1000\n");
    assert_has(f, "headline-text.tsv", "n = 2 launches, 6 rounds; bars: 95 % intervals");
    assert_has(f, "headline-text.tsv", "25.0 % of blocks dropped");
    assert_has(f, "headline-text.tsv", "a <cpu> 'x'; Linux 6.1");
    assert_has(f, "headline-text.tsv", "not measured: vsyscall:time - vsyscall=none\n");
}

static void costs_leave_out_dropped_blocks(void **state)
{
    const struct fixture *f = *state;
    size_t size;
    double *costs = plot_costs(&f->plot, 0, &size);
    assert_non_null(costs);
    assert_int_equal(size, 6);
    assert_true(costs[0] == 10 && costs[5] == 11);
    free(costs);
    assert_null(plot_costs(&f->plot, 5, &size));
}

static void ecdf_rises_to_the_whole(void **state)
{
    const struct fixture *f = *state;
    assert_int_equal(plot_write(&picture_ecdf, &f->plot, f->dir), 0);
    assert_has(f, "ecdf.tsv", "10\t0\n");
    assert_has(f, "ecdf.tsv", "11\t100\n");
    assert_has(f, "ecdf.gpvars", "CURVES = 5\n");
    assert_has(f, "ecdf.gpvars", "PANELS = 4\n");
    assert_has(f, "ecdf-labels.tsv", "\t3\tclock_gettime monotonic @cold\n");
}

static void drift_is_relative(void **state)
{
    const struct fixture *f = *state;
    assert_int_equal(plot_write(&picture_drift, &f->plot, f->dir), 0);
    /* The median lies between the launches, at 10.5; pools are the six rounds. */
    assert_has(f, "drift.tsv", "0.5\t0.952380952\n");
    assert_has(f, "drift.tsv", "5.5\t1.04761905\n");
    assert_has(f, "drift.gpvars", "CANARY = -1\n");
    assert_has(f, "drift.gpvars", "ROUNDS = 6\n");
}

static void tail_needs_batches(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(plot_write(&picture_tail, &f->plot, f->dir), -ENODATA);
}

/* 90 batches of 10 ns a call, 9 of 20, 1 of 400, over two lines of two launches. */
static void tail_merges_launches(void **state)
{
    struct fixture *f = *state;
    const struct batch one = {.n = 10}, other = {.launch = 1, .n = 10};
    assert_int_equal(batches_add(&f->record.batches, &one, (const uint64_t[]){110, 210},
                                 (const uint64_t[]){90, 4}, 2),
                     0);
    assert_int_equal(batches_add(&f->record.batches, &other, (const uint64_t[]){210, 4010},
                                 (const uint64_t[]){5, 1}, 2),
                     0);
    assert_int_equal(plot_write(&picture_tail, &f->plot, f->dir), 0);
    assert_has(f, "tail.tsv", "1\t10\n");
    assert_has(f, "tail.tsv", "\n10\t20\n");
    assert_has(f, "tail.tsv", "\n100\t400\n");
    assert_has(f, "tail-labels.tsv", "\t1\tvdso\n");
}

/* Of the cells one was counted whole, one in part, the others not. */
static void counters_are_drawn_where_they_are(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(plot_write(&picture_counters, &f->plot, f->dir), -ENODATA);
    json_t *rows = json_object_get(f->plot.report, "cells");
    json_object_set_new(json_array_get(rows, 1), "pmu",
                        parse("{'cycles_user':40,'cycles_kernel':260.5,'instructions_user':12,"
                              "'instructions_kernel':250.2}"));
    json_object_set_new(json_array_get(rows, 0), "pmu",
                        parse("{'cycles_user':40,'cycles_kernel':null,'instructions_user':12,"
                              "'instructions_kernel':0}"));
    assert_int_equal(plot_write(&picture_counters, &f->plot, f->dir), 0);
    assert_string_equal(text_of(f, "counters.tsv"),
                        "0.0\t4\t12\t250.19999999999999\t300.5\tint80\t12 + 250\t300\n");
    assert_has(f, "counters.gpvars", "ROWS = 1.0\nMOST = 262.1");
    assert_has(f, "counters-calls.tsv", "0.0\t0\ttime\n");
}

static void nothing_measured_is_told(void **state)
{
    struct fixture *f = *state;
    struct plot p;
    json_object_set_new(f->record.summary, "cells", json_array());
    assert_int_equal(plot_open(&p, &f->record), -ENODATA);
}

static void instructions_are_ticks(void **state)
{
    struct fixture *f = *state;
    struct plot p;
    json_t *run = json_object_get(f->record.summary, "run");
    json_t *row = json_array_get(json_object_get(f->record.summary, "cells"), 0);
    json_object_set_new(run, "timebase", json_string("icount"));
    json_object_set_new(row, "ticks", parse("{'estimate':15}"));
    assert_int_equal(plot_open(&p, &f->record), 0);
    assert_true(p.instructions && p.per_tick == 1);
    assert_int_equal(p.size, 1);
    assert_true(p.cells[0].value == 15);
    plot_close(&p);
}

static void description_holds_values(void **state)
{
    const struct fixture *f = *state;
    char *words = plot_describe(&picture_headline, &f->plot);
    assert_non_null(words);
    assert_non_null(strstr(words, " vdso time 10.0 ns;"));
    assert_non_null(strstr(words, " syscall clock_gettime monotonic @cold 900 ns;"));
    free(words);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(cells_are_grouped_and_sorted),
        WITH(headline_rows),
        WITH(costs_leave_out_dropped_blocks),
        WITH(ecdf_rises_to_the_whole),
        WITH(drift_is_relative),
        WITH(tail_needs_batches),
        WITH(tail_merges_launches),
        WITH(counters_are_drawn_where_they_are),
        WITH(nothing_measured_is_told),
        WITH(instructions_are_ticks),
        WITH(description_holds_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
