/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "machine/machine.h"
#include "machine/pin.h"
#include "selftest/clock.h"
#include "selftest/selftest.h"
#include "text/json_text.h"
#include "text/text.h"

#include <jansson.h>
#include <stdarg.h>
#include <string.h>

enum { ERROR = 512, MAX_CPU = 65535, NO_CPU = -1 };

static const struct opt opts[] = {
    {"format", 'f', "FORMAT", "how to print it"},
    {"cpu", 0, "N", "pin to CPU N (default: the quietest one allowed)"},
    {0}};

enum option { FORMAT, CPU };

static const struct self_test *const tables[] = {
    self_clock, self_timing, self_frequency, self_rights, self_counters, self_pmu, self_paths};

static const char *const verdicts[] = {[SELF_OK] = "ok",
                                       [SELF_NOTE] = "note",
                                       [SELF_NONE] = "not available",
                                       [SELF_BROKEN] = "BROKEN"};

/* Whoever asks must be able to paste this in public: no host, no user, no path of theirs. */
static void print_heading(const json_t *machine, int cpu)
{
    static const char *const keys[][2] = {
        {"kernel", "kernel"}, {"cpu", "cpu"}, {"hypervisor", "hypervisor interface"}};
    printf("%-20s %s\n", "systoll", SYSTOLL_VERSION);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *text = json_string_value(json_object_get(machine, keys[i][0]));
        printf("%-20s %s\n", keys[i][1], text ? text : "none");
    }
    printf("%-20s %d\n\n", "tested on CPU", cpu);
}

static void print_text(const char *name, const struct finding *f)
{
    printf("%-20s %-14s %s; %s\n", name, verdicts[f->verdict], f->read, f->follows);
    fflush(stdout);
}

/* What was broken, as text for the end; the tests' findings as JSON where asked for. */
static size_t run_tests(struct selftest *st, json_t *findings, char *broken)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct self_test *t = tables[i]; t->name; t++) {
            struct finding f = {0};
            t->run(st, &f);
            if (!findings)
                print_text(t->name, &f);
            json_array_append_new(findings, json_pack("{s:s, s:s, s:s, s:s}", "name", t->name,
                                                      "verdict", verdicts[f.verdict], "read",
                                                      f.read, "follows", f.follows));
            if (f.verdict != SELF_BROKEN)
                continue;
            size_t used = strlen(broken);
            snprintf(broken + used, ERROR - used, "%s%s", count++ ? ", " : "", t->name);
        }
    return count;
}

static void print_json(const json_t *machine, json_t *findings, int cpu)
{
    json_t *all = json_pack("{s:s, s:s, s:i, s:o}", "schema", "systoll.selftest/1", "systoll",
                            SYSTOLL_VERSION, "tested_cpu", cpu, "findings", findings);
    static const char *const keys[] = {"kernel", "cpu", "hypervisor"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        json_object_set(all, keys[i], json_object_get(machine, keys[i]));
    json_print(all, 0, stdout);
    json_decref(all);
}

static int test_all(int cpu, bool json)
{
    struct selftest st = {0};
    char broken[ERROR] = "";
    const char *why;
    if (selftest_begin(&st, cpu, &why))
        return cmd_error("selftest", "nothing can be tested: %s", why);
    json_t *machine = machine_describe("", cpu), *findings = json ? json_array() : NULL;
    if (!json)
        print_heading(machine, cpu);
    size_t count = run_tests(&st, findings, broken);
    if (json)
        print_json(machine, findings, cpu);
    json_decref(machine);
    if (fflush(stdout))
        return cmd_error("selftest", "the report could not be written");
    if (count)
        fprintf(stderr, "systoll selftest: figures of this machine can't be trusted: %s\n", broken);
    return count ? EXIT_REGRESSION : EXIT_OK;
}

static bool take_format(const char *name, bool *json)
{
    *json = strcmp(name, "json") == 0;
    if (*json || strcmp(name, "text") == 0)
        return true;
    cmd_unknown("selftest", "format", name, text_or_json, NULL);
    return false;
}

static bool take_cpu(const char *arg, int *cpu)
{
    char error[ERROR];
    uint64_t number = 0;
    if (!arg_integer("--cpu", arg, 0, MAX_CPU, &number, error, sizeof error)) {
        cmd_error("selftest", "%s", error);
        return false;
    }
    *cpu = (int)number;
    const char *refused = pin_check(*cpu);
    if (refused)
        cmd_error("selftest", "%s", refused);
    return !refused;
}

static int run_selftest(int argc, char **argv)
{
    char *arg, why[ERROR];
    bool json = false;
    int at = 0, o, cpu = NO_CPU;
    while ((o = opt_next(&cmd_selftest, opts, argc, argv, &at, &arg)) >= 0)
        if (o == FORMAT ? !take_format(arg, &json) : !take_cpu(arg, &cpu))
            return EXIT_USAGE;
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at < argc)
        return cmd_error("selftest", "unexpected argument '%s'", argv[at]);
    if (cpu == NO_CPU && (cpu = pin_choose("", why, sizeof why)) < 0)
        return cmd_error("selftest", "no CPU can be chosen: %s", strerror(-cpu));
    return test_all(cpu, json);
}

static const struct opt_words words[] = {{"format", text_or_json, NULL}, {0}};

const struct command cmd_selftest = {
    .name = "selftest",
    .synopsis = "[OPTION]...",
    .help = "Test what figures rest on here: clock, blocks, counters; for bug reports",
    .run = run_selftest,
    .words = words};
