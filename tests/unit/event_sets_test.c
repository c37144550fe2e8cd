/* SPDX-License-Identifier: MIT */
#include "count/event_sets.h"

#include "fake_pmu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* libpfm4 learns its CPU once in a process, so each is asked in a child: it exits with 0 where the
 * set's events are these, separated by blanks; "-" stands for one that is not counted. */
static int status_of(const char *cpu, const char *set, const char *expected)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        struct event events[SET_EVENTS];
        char names[SET_EVENTS * (EVENT_NAME + 1)] = "";
        if (cpu)
            setenv("LIBPFM_FORCE_PMU", cpu, 1);
        size_t size = event_set_make(&pmu_fake, event_set_by_name(set), events);
        for (size_t i = 0; i < size; i++) {
            strcat(names, i ? " " : "");
            strcat(names, *events[i].why ? "-" : events[i].name);
        }
        if (strcmp(names, expected) != 0)
            print_message("%s\n", names);
        _exit(strcmp(names, expected) != 0);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void sets_have_names(void **state)
{
    (void)state;
    assert_ptr_equal(event_set_by_name("default"), &event_sets[0]);
    assert_string_equal(event_set_by_name("tlb")->name, "tlb");
    assert_null(event_set_by_name("tl"));
}

static void modes_are_apart(void **state)
{
    (void)state;
    fake_reset();
    assert_int_equal(status_of(NULL, "default", "cycles:u cycles:k instructions:u instructions:k"),
                     0);
}

/* A CPU whose own events libpfm4 alone knows, without perf's generic ones. */
static void an_event_that_is_missing_has_another(void **state)
{
    (void)state;
    fake_reset();
    assert_int_equal(status_of("skl", "branch",
                               "BR_INST_RETIRED:ALL_BRANCHES:u BR_INST_RETIRED:ALL_BRANCHES:k "
                               "BR_MISP_RETIRED:ALL_BRANCHES:u BR_MISP_RETIRED:ALL_BRANCHES:k"),
                     0);
    assert_int_equal(status_of("amd64_fam19h_zen4", "branch",
                               "RETIRED_BRANCH_INSTRUCTIONS:u RETIRED_BRANCH_INSTRUCTIONS:k "
                               "RETIRED_BRANCH_INSTRUCTIONS_MISPREDICTED:u "
                               "RETIRED_BRANCH_INSTRUCTIONS_MISPREDICTED:k"),
                     0);
    assert_int_equal(status_of("skl", "default", "- - - -"), 0);
}

static void without_any_it_says_why(void **state)
{
    struct event events[SET_EVENTS];
    (void)state;
    fake_reset();
    fake.open_error = -ENOENT;
    assert_int_equal(event_set_make(&pmu_fake, event_set_by_name("tlb"), events), 6);
    for (size_t i = 0; i < 6; i++)
        assert_non_null(strstr(events[i].why, "TLB-"));
    assert_int_equal(fake.opened, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_have_names),
        cmocka_unit_test(modes_are_apart),
        cmocka_unit_test(an_event_that_is_missing_has_another),
        cmocka_unit_test(without_any_it_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
