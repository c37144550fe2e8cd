#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll compare: records side by side, what changed between them, and what can't be compared.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'jq is not installed'
cd "$tmp" || exit 2
int80=""
if can int80:getppid; then int80=1; else skip_part 'int80 cells: no IA32 emulation'; fi

# edited NAME FILTER: a copy of run-a.jsonl; m is its manifest, s its summary.
edited() {
    jq -c "def m(f): if .type == \"manifest\" then f else . end;
           def s(f): if .type == \"summary\" then f else . end; $2" run-a.jsonl >"run-$1.jsonl"
}
for seconds in 1 3 9; do # a busy machine needs longer until each cell kept blocks of several launches
    systoll run --launches 3 --time "$seconds" -o run-a.jsonl
    jq -e 'select(.type == "summary").cells | all(.state == "skipped" or .ns.lo)' run-a.jsonl >/dev/null &&
        break
done
expect_status 0
ok '64-bit code calls int80 too' jq -s -e 'first.cells | map(select(.role == "cell")) |
    any(.path == "int80") and all(.abi == "x86_64")' run-a.jsonl
# A pid namespace does not show it.
edited audited 'm(.machine.subject.audit = "0")' && mv run-audited.jsonl run-a.jsonl
edited slow 's(.cells |= map(if .path == "syscall" and .call == "time"
                             then .ns |= (.estimate *= 2 | .lo *= 2 | .hi *= 2) else . end))'
edited none 'm(.machine.subject.vsyscall_mode = "of-its-own") |
             m(.machine.subject.audit = "7") |
             s(.cells |= map(if .call == "getppid" then
                 .state = "failed" | .reason = "it gave 9" | .ns = null | .counters = null
                 else . end))'
edited other 'm(.machine.platform.cpu_model = "of-its-own")'
# An icount guest's figures, and the same with a call that is 18 instructions longer.
exact='m(.run.timebase = "icount") | s(.run.timebase = "icount") | s(.cells |= map(
       if .state == "measured" then .instructions = 400 | .ns = null else . end))'
edited exact "$exact"
edited longer "$exact | s(.cells |= map(if .cell == \"syscall:getppid\" then .instructions = 418
                                        else . end))"

# A record against itself: every ratio is 1, and nothing has changed.
cp run-a.jsonl run-again.jsonl
systoll compare --format json run-a.jsonl run-again.jsonl
expect_status 0
expect_silent err
ok 'names of the document' jq -e 'keys_unsorted == ["schema", "base", "records",
    "platform_differs", "subject_differs", "subject_unknown", "cells", "changed_state",
    "changed_entries"] and .schema == "systoll.compare/1"' out
ok 'nothing differs' jq -e '[.platform_differs, .subject_differs, .subject_unknown,
    .changed_state, .changed_entries] == [[], [], [], [], []]' out
ok 'every ratio is 1, its interval around it' jq -e '[.cells[] | select(.values[0].estimate) |
    .ratio[1] | .estimate == 1 and .lo <= 1 and .hi >= 1] | length > 10 and all' out
ok 'a reason stands beside what was skipped' jq -e '[.cells[].values[] |
    select(.state == "skipped") | (.reason | length) > 0] | length > 0 and all' out

systoll compare --format json run-a.jsonl run-slow.jsonl run-none.jsonl
expect_status 0
ok 'twice as long is a ratio of 2, in that cell alone' jq -e '[.cells[] | .ratio[1].estimate |
    select(. != null and . != 1)] | length == 1 and (.[0] - 2 | fabs) < 1e-12' out
ok 'its interval is wider than either' jq -e '.cells[] | select(.cell == "syscall:time") |
    .ratio[1].hi / .ratio[1].lo > .values[1].hi / .values[1].lo' out
ok 'names are the stems, shortened' jq -e '[.records[].name] == ["a", "slow", "none"]' out
ok 'the subject differs' jq -e '.subject_differs[] | select(.field == "vsyscall_mode") |
    .values[2] == "of-its-own" and .values[0] == .values[1]' out
systoll compare --base 2 --format json run-a.jsonl run-slow.jsonl
ok '--base 2 turns it around' jq -e '.base == 1 and (.cells[] | select(.cell == "syscall:time") |
    .ratio[0].estimate == 0.5 and .ratio[1].estimate == 1)' out

systoll compare run-a.jsonl run-slow.jsonl run-none.jsonl
expect_status 0
expect_out 'vsyscall_mode: .*of-its-own in none'
expect_out "syscall:getppid${int80:+, int80:getppid}: measured in a, slow; failed in none: it gave 9"
expect_out '^syscall:time .* 2\(\.0*\)\?\*\? '
expect_out 'drift'
paths=(run-{a,slow,none}.jsonl run-{a,slow,none}.jsonl)
for ((n = 2; n <= 6; n++)); do
    systoll compare "${paths[@]:0:n}"
    ok "$n records take lines of 100 at most" test "$(wc -L <out)" -le 100
    ok "the tables of $n records are few" test "$(grep -c '^cell ' out)" -le $((n / 5 + 1))
done

systoll compare --format csv run-a.jsonl run-slow.jsonl
ok 'a row for each cell and record' test "$(grep -c '^[a-z0-9]*:.*,slow,' out)" -eq \
    "$(grep -c '^[a-z0-9]*:.*,a,' out)"
systoll compare --format markdown run-a.jsonl run-slow.jsonl
expect_out '^| .syscall:time. | [0-9.]* | [0-9.]* | 2\(\.0*\)\? ('

# Instructions: exact, as differences.
systoll compare run-exact.jsonl run-longer.jsonl
expect_status 0
expect_out '^syscall:getppid  *400  *418  *+18$'
expect_out '^syscall:time  *400  *400  *0$'
[ -z "$int80" ] || expect_out '^int80:getppid  *400  *400  *0$'
expect_no_out 'interval'

# Not comparable.
unlike() {
    local text=$1
    shift
    systoll compare "$@"
    expect_status 4
    expect_sentence
    expect_err "$text"
}
unlike 'cpu_model (.* in a, of-its-own in other); --across-platforms' run-a.jsonl run-other.jsonl
unlike 'a holds ns and exact holds instructions' run-a.jsonl run-exact.jsonl
unlike 'a holds ns and exact holds instructions' --across-platforms run-a.jsonl run-exact.jsonl
systoll compare --across-platforms run-a.jsonl run-other.jsonl
expect_status 0
expect_out '^Platform differ in cpu_model'

# A record cut short is used, one that is none is refused.
head -c -300 run-a.jsonl >run-cut.jsonl
systoll compare run-a.jsonl run-cut.jsonl
expect_status 0
expect_err 'run-cut.jsonl is torn'
expect_out 'interrupted'
echo '{"type": "manifest"}' >bad.jsonl
refused 'bad.jsonl' compare run-a.jsonl bad.jsonl
edited evil 'm(.machine.subject["\u001b]0;x\u0007"] = "\u001b[31m\n`|<b>") |
             s(.run.warnings = ["\u001b[2J"]) | s(.cells[0].cell = "\u001b[1m") |
             s(.cells[1].ns = {estimate: 9e15, lo: 1e-308, hi: 9.0071e15}) |
             s(.cells[2].ns = {estimate: 1e-308}) | s(.cells[3].ns = null)'
for format in table json csv markdown; do
    systoll compare --format "$format" run-a.jsonl run-evil.jsonl
    expect_status 0
    ok "no escape comes out as $format" bash -c "! LC_ALL=C grep -q '[^[:print:]]' out"
    run bash -c '"$@" >/dev/full' - "$SYSTOLL" compare --format "$format" run-a.jsonl run-slow.jsonl
    expect_status 2
    expect_err 'No space left'
done

# Pictures: two, each light and dark, as SVG and PNG.
# shellcheck disable=SC2317 # ok calls it
all_there() {
    local name
    for name in compare change; do
        grep -q '^</svg>$' "$1/$name.svg" && grep -q '^</svg>$' "$1/$name-dark.svg" &&
            [ "$(head -c 4 "$1/$name.png" | tail -c 3)" = PNG ] &&
            [ "$(head -c 4 "$1/$name-dark.png" | tail -c 3)" = PNG ] || return 1
    done
    [ "$(find "$1" -mindepth 1 | wc -l)" -eq 8 ]
}
draw() {
    systoll compare "$@"
    expect_status 0
    ok "$*: whole pictures, and nothing else" all_there "${!#}"
    ok 'the table comes too' grep -q '^Records ' out
}
if command -v gnuplot >/dev/null; then
    draw run-a.jsonl run-slow.jsonl run-none.jsonl -o new/ns
    expect_err 'new/ns/compare.svg'
    ok 'ratios are drawn' grep -q '>2.000<' new/ns/change.svg
    ok 'a cell that failed is named so' grep -q '>failed<' new/ns/compare.svg
    ok 'the description has values' grep -q '<desc>.*syscall:time 2.000 in slow,.*</desc>' new/ns/change.svg
    ok 'what differs stands below' grep -q 'audit: .*7 in none' new/ns/change.svg
    ok 'a drift is warned of' grep -q 'a drift of the machine' new/ns/change.svg
    draw run-a.jsonl run-slow.jsonl run-none.jsonl -o again
    ok 'a second time gives the same bytes' diff -r new/ns again
    draw run-exact.jsonl run-longer.jsonl -o exact
    ok 'instructions label the axis' grep -q 'instructions per call' exact/compare.svg
    ok 'differences are exact' grep -q '>+18<' exact/change.svg
    ok 'no nanosecond and no interval' bash -c "! grep -q 'nanosecond\|nterval' exact/*.svg"
    # shellcheck disable=SC2016
    edited worse 'm(.machine.subject["`touch pwned`"] = "$(touch pwned) <script> \" . system(\"touch pwned\")") |
        s(.cells[0].ns = {estimate: 9e15, lo: 1e15, hi: 9.0071e15}) |
        s(.cells[1].ns = {estimate: 1e-300}) | m(.machine.cpu = "{/Bold b}^2 \\001 \u0001 `touch pwned`") |
        s(.cells[4] |= (.state = "failed" | .reason = "\\001 \u0001 \u001b[1m <b> \\") | .cells[4].ns = null) |
        s(.cells[2].cell = "]]> `touch pwned`" | .cells[2].path = "a\n!touch pwned")'
    # shellcheck disable=SC2016
    cp run-worse.jsonl 'run-`touch pwned`\001".jsonl'
    # shellcheck disable=SC2016
    draw run-a.jsonl run-evil.jsonl 'run-`touch pwned`\001".jsonl' -o evil
    ok 'nothing ran' test -z "$(find . -name pwned)"
    ok 'the reason is there' grep -q 'failed in .*[[]1m' evil/compare.svg
    ok 'no control came through' bash -c "! LC_ALL=C grep -qP '[\x01-\x08\x0b-\x1f\x7f]' evil/*.svg"
    ok 'well-formed XML' python3 -c 'import sys, xml.dom.minidom as m; [m.parse(f) for f in sys.argv[1:]]' evil/*.svg
    ok 'no tag was opened' bash -c "! grep -q '<script' evil/*.svg"
    # A record that has nothing in common with the base has no picture of a change.
    edited alien 's(.cells |= map(.cell = "x" + .cell))'
    systoll compare run-a.jsonl run-alien.jsonl -o alien
    expect_status 0
    expect_err 'change was not drawn'
    ok 'the other picture is there' test -s alien/compare.svg
    refused "can't be used as a folder" compare -o run-a.jsonl -f csv run-a.jsonl run-none.jsonl
    refused 'too many for a picture' compare run-{a,a,a,a,a,a,a,a,a,a,a,a,a}.jsonl -o many
    ok 'no folder is made for what is refused' test ! -e many
    systoll compare run-a.jsonl run-other.jsonl -o many
    expect_status 4
    ok 'nor for what is not comparable' test ! -e many
fi

refused 'two records or more' compare
refused 'two records or more' compare run-a.jsonl
refused 'did you mean markdown' compare --format markdwn run-a.jsonl run-none.jsonl
refused 'there are table' compare --format xxxxxxxxxxxx run-a.jsonl run-none.jsonl
refused 'did you mean --base' compare --bsae 1 run-a.jsonl run-none.jsonl
refused '1 to 256' compare --base 0 run-a.jsonl run-none.jsonl
refused 'there are 2 records' compare --base 3 run-a.jsonl run-none.jsonl
refused 'no-such' compare run-a.jsonl no-such.jsonl

finish
