/* SPDX-License-Identifier: MIT */
#include "matrix/select.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The names that were selected, each followed by a blank. */
static const char *names_of(const struct selection *s)
{
    static char names[16384];
    char error[200];
    struct cell *cells;
    size_t size;
    assert_int_equal(select_cells(s, &cells, &size, error, sizeof error), 0);
    *names = '\0';
    for (size_t i = 0; i < size; i++) {
        strcat(names, cells[i].name);
        strcat(names, " ");
    }
    free(cells);
    return names;
}

static const char *refusal(const struct selection *s)
{
    static char error[200];
    struct cell *cells;
    size_t size;
    assert_int_equal(select_cells(s, &cells, &size, error, sizeof error), -EINVAL);
    return error;
}

static size_t count(const char *text, char c)
{
    size_t found = 0;
    for (; *text; text++)
        found += *text == c;
    return found;
}

/* 5 calls on 5 paths (one of them by two clocks), getppid on two, the control. */
static void default_matrix(void **state)
{
    (void)state;
    const char *names = names_of(&(struct selection){0});
    assert_int_equal(count(names, ' '), 5 * 5 + 2 + 1);
    assert_non_null(strstr(names, "vsyscall:clock_gettime:realtime_coarse "));
    assert_non_null(strstr(names, "control:ret "));
    assert_null(strstr(names, "clock_getres"));
    assert_null(strstr(names, "getrandom"));
    assert_null(strstr(names, "vdso:getppid"));
    assert_null(strstr(names, "rseq:"));
    assert_null(strstr(names, "insn:"));
    assert_null(strstr(names, "sched_getcpu"));
}

static void lists(void **state)
{
    (void)state;
    assert_string_equal(names_of(&(struct selection){.paths = "syscall,vdso", .calls = "time"}),
                        "vdso:time syscall:time ");
    assert_string_equal(names_of(&(struct selection){.paths = "vdso", .calls = "getrandom"}),
                        "vdso:getrandom:4 vdso:getrandom:16 vdso:getrandom:32 "
                        "vdso:getrandom:256 vdso:getrandom:1024 ");
    assert_string_equal(
        names_of(&(struct selection){.paths = "vdso,libc", .calls = "getrandom:256"}),
        "vdso:getrandom:256 libc:getrandom:256 ");
    const struct selection all = {.paths = "int80", .calls = "clock_gettime", .clocks = "all"};
    assert_int_equal(count(names_of(&all), ' '), 19);
}

/* A call that is asked for comes on every path, a path with all that it is there for. */
static void beside_the_default(void **state)
{
    (void)state;
    assert_string_equal(names_of(&(struct selection){.calls = "rdpid"}), "insn:rdpid ");
    assert_string_equal(names_of(&(struct selection){.calls = "sched_getcpu"}),
                        "libc:sched_getcpu ");
    assert_string_equal(names_of(&(struct selection){.paths = "insn"}),
                        "insn:rdpid insn:rdtscp insn:lsl insn:rdtsc insn:lfence_rdtsc ");
    assert_string_equal(names_of(&(struct selection){.paths = "rseq"}), "rseq:getcpu ");
    assert_string_equal(names_of(&(struct selection){.calls = "getcpu"}),
                        "vdso:getcpu libc:getcpu syscall:getcpu int80:getcpu vsyscall:getcpu "
                        "rseq:getcpu ");
    assert_string_equal(names_of(&(struct selection){.cells = "*:lsl,rseq:*"}),
                        "rseq:getcpu insn:lsl ");
    assert_string_equal(names_of(&(struct selection){.paths = "control"}), "control:ret ");
}

static void patterns(void **state)
{
    (void)state;
    assert_string_equal(names_of(&(struct selection){.cells = "v*:time"}),
                        "vdso:time vsyscall:time ");
    /* a default cell matches, so the others are not looked at */
    assert_string_equal(names_of(&(struct selection){.cells = "vdso:clock_gettime:m*"}),
                        "vdso:clock_gettime:monotonic ");
    /* none does, so all are */
    assert_string_equal(names_of(&(struct selection){.cells = "vdso:clock_gettime:tai"}),
                        "vdso:clock_gettime:tai ");
}

static void refused(void **state)
{
    (void)state;
    assert_string_equal(refusal(&(struct selection){.paths = "vsdo"}),
                        "there is no path 'vsdo'; did you mean vdso?");
    assert_non_null(strstr(refusal(&(struct selection){.calls = "tme"}), "did you mean time?"));
    assert_non_null(strstr(refusal(&(struct selection){.clocks = "monotonik"}), "monotonic"));
    assert_non_null(strstr(refusal(&(struct selection){.cells = "vdso:tiem"}), "vdso:time"));
    assert_non_null(strstr(refusal(&(struct selection){.cells = ""}), "no cell ''"));
    assert_non_null(strstr(refusal(&(struct selection){.paths = "vdso,,libc"}), "no path ''"));
    assert_non_null(
        strstr(refusal(&(struct selection){.paths = "vdso", .calls = "getppid"}), "nothing"));
}

/* Other places' cells are those that a pattern names with theirs. */
static void places_are_named(void **state)
{
    (void)state;
    assert_null(strchr(names_of(&(struct selection){.cells = "*"}), '@'));
    assert_null(strchr(names_of(&(struct selection){.paths = "vdso", .clocks = "all"}), '@'));
    assert_string_equal(names_of(&(struct selection){.cells = "syscall:time*"}), "syscall:time ");
    assert_string_equal(
        names_of(&(struct selection){.cells = "syscall:getppid,syscall:time@seccomp:large"}),
        "syscall:getppid syscall:time@seccomp:large ");
    assert_string_equal(names_of(&(struct selection){.cells = "syscall:time@seccomp:*"}),
                        "syscall:time@seccomp:small syscall:time@seccomp:large ");
    assert_non_null(strstr(refusal(&(struct selection){.cells = "syscall:time@seccomp:larg"}),
                           "did you mean syscall:time@seccomp:large?"));
    assert_non_null(
        strstr(refusal(&(struct selection){.cells = "syscall:time@hut"}), "there is no"));
}

/* Paths, calls and patterns without a context are of those that were asked for. */
static void contexts(void **state)
{
    (void)state;
    struct selection s = {.calls = "getppid", .contexts = "seccomp:large,hot"};
    assert_string_equal(names_of(&s), "syscall:getppid int80:getppid "
                                      "syscall:getppid@seccomp:large int80:getppid@seccomp:large ");
    s = (struct selection){.cells = "syscall:getp*", .contexts = "hot,hot,seccomp:small"};
    assert_string_equal(names_of(&s), "syscall:getppid syscall:getppid@seccomp:small ");
    s = (struct selection){.cells = "syscall:getppid", .contexts = "seccomp:small"};
    assert_string_equal(names_of(&s), "syscall:getppid@seccomp:small ");
    s = (struct selection){.cells = "vdso:clock_getres:tai", .contexts = "seccomp:small"};
    assert_string_equal(names_of(&s), "vdso:clock_getres:tai@seccomp:small ");
    s = (struct selection){.cells = "vdso:time@hot,syscall:time", .contexts = "seccomp:small"};
    assert_string_equal(names_of(&s), "vdso:time syscall:time@seccomp:small ");
    assert_string_equal(names_of(&(struct selection){.cells = "vdso:time@hot"}), "vdso:time ");

    char hot[16384];
    strcpy(hot, names_of(&(struct selection){0}));
    assert_string_equal(hot, names_of(&(struct selection){.contexts = "hot"}));
    size_t size = 0;
    while (places[size].name)
        size++;
    assert_int_equal(
        count(names_of(&(struct selection){.paths = "control", .contexts = "all"}), ' '), size);
    assert_string_equal(refusal(&(struct selection){.contexts = "seccomp:larg"}),
                        "there is no context 'seccomp:larg'; did you mean seccomp:large?");
    assert_non_null(strstr(refusal(&(struct selection){.contexts = ""}), "no context ''"));
    assert_non_null(strstr(refusal(&(struct selection){.contexts = "hot,"}), "no context ''"));
}

/* Those that are named, once each, behind the table's; all is of the table alone. */
static void numbered_contexts(void **state)
{
    (void)state;
    struct selection s = {.cells = "vdso:time", .contexts = "threads:3,hot,threads:2,threads:3"};
    assert_string_equal(names_of(&s), "vdso:time vdso:time@threads:3 vdso:time@threads:2 ");
    s = (struct selection){.cells = "vdso:time@threads:*,syscall:time@threads:64"};
    assert_string_equal(names_of(&s),
                        "vdso:time@threads:all vdso:time@threads:64 syscall:time@threads:64 ");
    s = (struct selection){.cells = "vdso:time,syscall:time@threads:4", .contexts = "all"};
    assert_null(strstr(names_of(&s), "vdso:time@threads:4"));
    assert_non_null(strstr(names_of(&s), "syscall:time@threads:4"));
    assert_string_equal(
        refusal(&(struct selection){.contexts = "hot,threads:0"}),
        "there is no context 'threads:0': the number of callers is one from 2 to 8192");
    assert_string_equal(
        refusal(&(struct selection){.cells = "vdso:time@threads:9999"}),
        "there is no context 'threads:9999': the number of callers is one from 2 to 8192");
    assert_string_equal(refusal(&(struct selection){.contexts = "threads:al"}),
                        "there is no context 'threads:al'; did you mean threads:all?");
    assert_non_null(
        strstr(refusal(&(struct selection){.paths = "threads:2"}), "no path 'threads:2'"));
    assert_string_equal(
        refusal(&(struct selection){.contexts = "threads:2,threads:3,threads:4,threads:5,"
                                                "threads:6,threads:7,threads:8,threads:9,"
                                                "threads:10"}),
        "'threads:10' is one context with a number too many: 8 at most");
}

/* No name is cut, with what a worker's request may add. */
static bool fits(const struct cell *cell, void *arg)
{
    (void)arg;
    assert_true(strlen(cell->name) + sizeof "+4096" < CELL_NAME);
    return true;
}

static void no_name_is_cut(void **state)
{
    (void)state;
    for (const struct place *place = places; place->name; place++)
        cell_each(place, fits, NULL);
    cell_each(place_named("threads:8192"), fits, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_matrix),
        cmocka_unit_test(lists),
        cmocka_unit_test(beside_the_default),
        cmocka_unit_test(patterns),
        cmocka_unit_test(refused),
        cmocka_unit_test(places_are_named),
        cmocka_unit_test(contexts),
        cmocka_unit_test(numbered_contexts),
        cmocka_unit_test(no_name_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
