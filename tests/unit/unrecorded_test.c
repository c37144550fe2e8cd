/* SPDX-License-Identifier: MIT */
#include "judge/unrecorded.h"

#include "gate/gate.h"
#include "judge/comparable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Two reports that differ in one field of the subject; NULL: one doesn't have it. */
static char *differences(const char *field, const char *a, const char *b, json_t *answer)
{
    json_t *reports[] = {json_pack("{s:{s:{s:s}}}", "machine", "subject", "kernel", "6.1"),
                         json_pack("{s:{s:{s:s}}}", "machine", "subject", "kernel", "6.1")};
    const char *values[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        json_t *machine = json_object_get(reports[i], "machine");
        if (values[i])
            json_object_set_new(json_object_get(machine, "subject"), field, json_string(values[i]));
    }
    const struct compare_record records[] = {{"old", reports[0]}, {"new", reports[1]}};
    unrecorded_note(answer, records, 2);
    char *text = gate_subject_differences(records, 2, NULL);
    json_decref(reports[0]);
    json_decref(reports[1]);
    return text;
}

static void older_records_are_equal_in_what_they_lack(void **state)
{
    static const char *const late[] = {"ia32_emulation", "shadow_stacks", "fred", "lass"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        json_t *answer = gate_new("test");
        char *text = differences(late[i], NULL, "on", answer), *notes = json_dumps(answer, 0);
        assert_string_equal(text, "");
        assert_non_null(strstr(notes, "Not recorded in all records, and taken as equal: "));
        assert_non_null(strstr(notes, late[i]));
        free(text);
        free(notes);
        json_decref(answer);
    }
}

static void what_both_tell_differs(void **state)
{
    json_t *answer = gate_new("test");
    char *text = differences("lass", "used", "not used", answer), *notes = json_dumps(answer, 0);
    (void)state;
    assert_non_null(strstr(text, "lass (used in old, not used in new)"));
    assert_null(strstr(notes, "taken as equal"));
    free(text);
    free(notes);
    json_decref(answer);
}

static void another_field_that_lacks_is_a_difference(void **state)
{
    json_t *answer = gate_new("test");
    char *text = differences("governor", NULL, "performance", answer);
    (void)state;
    assert_non_null(strstr(text, "governor"));
    free(text);
    json_decref(answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(older_records_are_equal_in_what_they_lack),
                                       cmocka_unit_test(what_both_tell_differs),
                                       cmocka_unit_test(another_field_that_lacks_is_a_difference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
