# SPDX-License-Identifier: MIT
# One boot from what its guest left. report and inspect are empty where it left none.

def last_line: split("\n") | map(select(. != "")) | last;

# Kernel lines without their time, which differs from boot to boot.
def untimed: sub("^\\[ *[0-9.]+\\] "; "");

# scripts/guest's sentence, and below it, indented, the last console lines.
def why_not: ($said | [split("\n")[] | select(test("^scripts/guest: "))] | last // ($said | last_line) //
    "scripts/guest said nothing") | sub("^scripts/guest: "; "") | sub(": *the console's end:$|; the console's end:$"; "");
def console_end: [$said | split("\n")[] | select(startswith("    ")) | .[4:] | untimed];

# The kernel names the words that it took for none of its own (init/main.c, print_unknown_bootoptions).
def unknown_words: [$console | split("\n")[] | untimed |
    capture("Unknown kernel command line parameters \"(?<words>.*)\"").words][0] // null;

def names_of_failed: [$check | split("\n")[] | select(startswith("not ok ")) |
    sub("^not ok [0-9]+ - "; "") | select(test(" # (SKIP|TODO)") | not)];
def checks: [$check | split("\n")[] | select(startswith("ok "))] as $good |
    ([$good[] | select(test(" # SKIP"))] | length) as $skipped |
    if $check | test("\n1\\.\\.[0-9]+\n|^1\\.\\.[0-9]+\n") then
        {passed: (($good | length) - $skipped), skipped: $skipped, failed: names_of_failed}
    else null end;

($report[0] // null) as $report | ($inspect[0] // null) as $inspect |
{
    configuration: $configuration,
    image: $image,
    mode: $mode,
    options: $options,
    record: $record,
    accel: ($accel | rtrimstr("\n")),
    why_not: (if $report == null then ([$run | last_line // empty][0] // why_not) else null end),
    cut_short: (if $said | test("before command") then why_not else null end),
    console: console_end,
    unknown_words: unknown_words,
    check: checks,
    vsyscall: ($inspect.vsyscall // null | if . then del(.call.result) else . end), # the time
    report: $report
}
