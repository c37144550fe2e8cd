#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Names, warnings and reasons come out whole, however long they are.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 2

words() { printf "$1%03d " {1..300}; } # PREFIX: 300 words, the last without a space after it
cpu=$(words model | tr -d ' ' | head -c 300)END
warning=$(words w)END
reason=$(words r)END

measure "$SYSTOLL" run --cells control:ret --launches 2 --rounds 2 -o r.jsonl
jq -c --arg cpu "$cpu" --arg warning "$warning" --arg reason "$reason" '
    if .machine then .machine.cpu = $cpu else . end |
    if .run.warnings then .run.warnings += [$warning] else . end |
    if .type == "summary" then .cells += [.cells[0] | .cell = "vdso:time" | .path = "vdso" |
        .call = "time" | .state = "skipped" | .reason = $reason] else . end' r.jsonl >long.jsonl

# One line, without what breaks lines: the table's, or a name's that is longer than a line.
one_line() { tr -d ' \n\134' <"$tmp/out"; }
whole() { # WHAT TEXT
    ok "$last: the $1 is whole" grep -qF "$(tr -d ' ' <<<"$2")" <(one_line)
}
for format in table markdown html; do
    systoll report -f "$format" long.jsonl
    expect_status 0
    whole name "$cpu"
    whole warning "$warning"
    whole reason "$reason"
done

# A gate's answer, in each format, names the command that A runs under.
command="env X=$(printf 'A%.0s' {1..1500})"
run "$SYSTOLL" gate ab --cells control:ret --margin 50% --a "$command" --b '' -o ab.jsonl
for format in text markdown github junit; do
    systoll gate judge --format "$format" ab.jsonl
    ok "gate judge -f $format: the command is whole" grep -qF "${command#env }" <(one_line)
done
finish
