#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll gate` on records whose figures are set here: exact counts, times against a baseline,
# formats, exit codes, and records that would have it pass.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

exact=$(dirname "$0")/../data/exact.jsonl
timed=$(dirname "$0")/../data/timed.jsonl
golden=$tmp/golden
mkdir "$golden"

# edit FROM TO FILTER: a record with its manifest and summary changed.
edit() { jq -c "$3" "$1" >"$tmp/$2.jsonl"; }
# In such a filter: the cell of that name in the summary.
cell() { printf '(select(.type == "summary").cells[] | select(.cell == "%s"))' "$1"; }
gate() { systoll gate "$@"; }
holds() { ok "$last: $1" jq -e "$1" "$tmp/out"; }

# Invariants, which need no golden file.
gate exact --golden "$golden" "$exact"
expect_status 0
expect_out '^Pass: 26 pass, 2 skipped'
expect_out "only kernel entries are judged: there is no golden file"
expect_no_out 'no boot of'
expect_out 'the vsyscall page has no entry'

edit "$exact" twice "$(cell int80:time).counters.sys_enter = 2"
gate exact --golden "$golden" --format json "$tmp/twice.jsonl"
expect_status 1
holds '[.cells[] | select(.verdict == "regression") | [.cell, .check, .old, .new, .difference]] ==
       [["int80:time", "entries", 1, 2, 1]]'
edit "$exact" both "$(cell vsyscall:time).counters.sys_enter = 1"
gate exact --golden "$golden" "$tmp/both.jsonl"
expect_status 1
expect_out '^vsyscall:time  entries  regression    0    1      +1'
edit "$exact" native "$(cell vsyscall:time).counters.emulate_vsyscall = 0"
gate exact --golden "$golden" "$tmp/native.jsonl"
expect_status 1
edit "$exact" libc "$(cell libc:time).counters.sys_enter = 1"
gate exact --golden "$golden" "$tmp/libc.jsonl"
expect_status 0
edit "$exact" libc2 "$(cell libc:time).counters.sys_enter = 2"
gate exact --golden "$golden" "$tmp/libc2.jsonl"
expect_status 1

edit "$exact" hpet "if .machine then .machine.clocksource = \"hpet\" else . end |
    $(cell vdso:gettimeofday).counters.sys_enter = 1 |
    $(cell vdso:clock_gettime:monotonic).counters.sys_enter = 1"
gate exact --golden "$golden" --format json "$tmp/hpet.jsonl"
expect_status 1
holds '[.cells[] | select(.verdict == "regression").cell] ==
       ["vdso:gettimeofday", "vdso:clock_gettime:monotonic"]'
holds '.cells[] | select(.verdict == "regression").reason |
       test("the vDSO enters the kernel: clocksource hpet has no vDSO mode")'
holds '.notes[0] | test("hpet .* these stay in user space: vdso:time, vdso:clock_gettime:rea")'
edit "$exact" odd "$(cell vdso:time).counters.sys_enter = 1"
gate exact --golden "$golden" "$tmp/odd.jsonl"
expect_status 1
expect_out "clocksource tsc doesn't"

# What wasn't counted can't pass.
edit "$exact" uncounted "$(cell vdso:time).counters.sys_enter = null"
gate exact --golden "$golden" "$tmp/uncounted.jsonl"
expect_status 3
expect_out '^Inconclusive: vdso:time (entries)'
edit "$exact" nothing '(select(.type == "summary").cells[].counters) = null'
gate exact --golden "$golden" "$tmp/nothing.jsonl"
expect_status 77
expect_out '^Nothing judged'
expect_out 'could count no kernel entries'
edit "$exact" broken "$(cell vdso:time) |= (.state = \"failed\" | .reason = \"it gave 7\")"
gate exact --golden "$golden" "$tmp/broken.jsonl"
expect_status 1
expect_out 'regression: vdso:time (entries of broken): it gave 7'

# Golden counts: the same bytes for the same counts.
gate exact --golden "$golden" --update "$exact"
expect_status 0
file=$(echo "$golden"/*.json)
ok 'the file is named by emulator and loops' test "$(basename "$file")" = \
    "qemu-7.2.22_max-$(jq -r '.machine.subject.loops // empty' "$exact").json"
sum=$(sha256sum <"$file")
gate exact --golden "$golden" --update "$exact"
ok 'the same bytes again' test "$(sha256sum <"$file")" = "$sum"
ok 'nothing else is left there' test "$(find "$golden" -type f | wc -l)" -eq 1
gate exact --golden "$golden" "$exact"
expect_status 0
expect_out '^Pass: 52 pass, 2 skipped'

edit "$exact" slower "$(cell vdso:time).instructions += 1"
gate exact --golden "$golden" "$tmp/slower.jsonl"
expect_status 1
expect_out '^vdso:time  instructions  regression   13   14      +1     1'
expect_out 'tells of the same kernel and settings'
# explained COUNT SELF: what scripts/explain says of vdso:time.
explained() {
    jq -n "{schema: \"systoll.explain/1\", cells: [{cell: \"vdso:time\", instructions: $1,
        tree: {name: \"loop\", self: 4, children: [{name: \"__vdso_time\", self: $2, children: []}]}}]}"
}
explained 13 9 >"$tmp/old"
explained 14 10 >"$tmp/new"
explained 15 11 >"$tmp/another"
explained 14 1 | sed 's/"self": [14],/"self": 9223372036854775807,/' >"$tmp/huge"
slower=(gate exact --golden "$golden" --format json "$tmp/slower.jsonl")
systoll "${slower[@]}" --explain "$tmp/old" --explain "$tmp/new"
expect_status 1
holds '.cells[] | select(.verdict == "regression") | .reason == "by function: __vdso_time 9 to 10" and
       .functions == [{"name": "__vdso_time", "old": 9, "new": 10}]'
systoll "${slower[@]}" --explain "$tmp/old" --explain "$tmp/another"
holds '.cells[] | select(.verdict == "regression") | has("functions") | not'
systoll "${slower[@]}" --explain "$tmp/old" --explain "$tmp/huge"
expect_status 1
refused 'given twice' "${slower[@]}" --explain "$tmp/old"
refused 'is not what scripts/explain' "${slower[@]}" --explain "$exact"

edit "$exact" faster "$(cell vdso:time).instructions -= 1"
gate exact --golden "$golden" "$tmp/faster.jsonl"
expect_status 1
expect_out '^vdso:time .* -1 '
edit "$exact" lost "$(cell vdso:time) |= (.state = \"skipped\" | .reason = \"gone\")"
gate exact --golden "$golden" "$tmp/lost.jsonl"
expect_status 1
expect_out "it can't be measured any more"
edit "$exact" pti 'if .machine then .machine.subject.mitigations = "pti=on" else . end |
    '"$(cell syscall:time).instructions += 10"
gate exact --golden "$golden" "$tmp/pti.jsonl"
expect_status 1
expect_out '^syscall:time .* +10 '
expect_out 'differs from the golden boot: mitigations "" is now "pti=on"'

edit "$exact" kernel 'if .machine then .machine.subject.kernel = "7.9.9" else . end |
    '"$(cell vdso:time).instructions += 9"
gate exact --golden "$golden" "$tmp/kernel.jsonl"
expect_status 0
expect_out 'the golden file has no boot of "7.9.9 xonly"'
edit "$exact" qemu 'if .machine then .machine.subject.emulator = "qemu-9/../../x" else . end'
gate exact --golden "$golden" "$tmp/qemu.jsonl"
expect_status 0
gate exact --golden "$golden" --update "$tmp/qemu.jsonl"
ok 'a file stays in its folder' test "$(find "$golden" -type f | wc -l)" -eq 2
edit "$exact" libcs 'if .machine then .machine.subject.libc = "other" else . end |
    '"$(cell libc:time).instructions += 9"
gate exact --golden "$golden" "$tmp/libcs.jsonl"
expect_status 0
expect_out 'another C library'

# Golden files and records are untrusted.
for bad in '' '[]' '{"schema":"systoll.golden/1"}' '{"schema":"systoll.golden/2","guests":{}}' \
    '{"schema":"systoll.golden/1","guests":{"x":{"subject":{},"cells":{"vdso:time":"13"}}}}' \
    '{"schema":"systoll.golden/1","guests":{},"guests":{}}'; do
    mkdir -p "$tmp/bad"
    echo "$bad" >"$tmp/bad/$(basename "$file")"
    refused 'is no golden file' gate exact --golden "$tmp/bad" "$exact"
done
sed 's/"instructions":13,/"instructions":NaN,/' "$exact" >"$tmp/nan.jsonl"
refused 'nan.jsonl' gate exact --golden "$golden" "$tmp/nan.jsonl"
edit "$exact" escape "$(cell vdso:time) |= (.cell = \"a\\u001b[2J<b>\\n::error::x|\" |
    .counters.sys_enter = 7)"
for format in text markdown github junit; do
    gate exact --golden "$golden" --format $format "$tmp/escape.jsonl"
    expect_status 1
    expect_no_out "$(printf '\033')"
    expect_no_out '^::error::x'
done
ok 'junit is XML' python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$tmp/out"

# Times. b1 to b4 differ by 3 % among themselves.
base=$tmp/base
scale() { # FROM TO FACTOR WIDTH: every time, with an interval of WIDTH either way
    edit "$1" "$2" "if .type == \"summary\" then .cells[].ns |= (if . then
        .estimate = $3 * 100 | .lo = $3 * 100 * (1 - $4) | .hi = $3 * 100 * (1 + $4)
        else . end) else . end"
}
i=0
for factor in 1.000 1.010 1.020 1.030; do
    i=$((i + 1))
    scale "$timed" b$i $factor 0.004
done
gate baseline -o "$base" "$tmp"/b[1-4].jsonl
expect_status 0
folder=$(echo "$base"/*)
ok 'four records below the platform' test "$(find "$folder" -name 'b*.jsonl' | wc -l)" -eq 4
refused 'is not rewritten' gate baseline -o "$base" "$tmp/b1.jsonl"
against() { gate record --baseline "$folder" "$@"; }
scale "$timed" same 1.012 0.004
against "$tmp/same.jsonl"
expect_status 0
expect_out '^Pass: '
expect_out '^vdso:time  *time  *pass .* 3.00 % '
scale "$timed" slow 1.09 0.004
against --format json "$tmp/slow.jsonl"
expect_status 1
holds '.cells | length > 3 and all(.verdict == "regression" and .margin > 0.0299 and .lo > .margin)'
holds '.cells | all(.smallest > .margin and .smallest < .effect)'
scale "$timed" near 1.045 0.004
against "$tmp/near.jsonl"
expect_status 3
against --margin 20% "$tmp/slow.jsonl"
expect_status 0
scale "$timed" fast 0.9 0.004
against "$tmp/fast.jsonl"
expect_status 0
expect_out '^Pass: improved: '
edit "$tmp/slow.jsonl" single '.cells[]?.ns |= (if . then .lo = null | .hi = null else . end)'
against "$tmp/single.jsonl"
expect_status 3
expect_out 'one launch gives no interval'
gate record --baseline "$folder/b1.jsonl" "$tmp/slow.jsonl"
expect_status 3
expect_out 'one baseline record'
gate record --baseline "$folder/b1.jsonl" --margin 2 "$tmp/slow.jsonl"
expect_status 1
edit "$tmp/same.jsonl" gone "$(cell vdso:time) |= (.state = \"skipped\" | .reason = \"no vDSO\" |
    .ns = null)"
against "$tmp/gone.jsonl"
expect_status 3
expect_out 'no vDSO'

# Another machine, another subject.
edit "$tmp/same.jsonl" cpu 'if .machine then .machine.platform.cpu_model = "9" else . end'
against "$tmp/cpu.jsonl"
expect_status 4
expect_out 'different platforms: cpu_model'
edit "$tmp/same.jsonl" other 'if .machine then .machine.subject.kernel = "9.9" |
    .machine.subject.governor = "powersave" else . end'
against "$tmp/other.jsonl"
expect_status 4
expect_out 'kernel ('
expect_out '(unknown in b1, powersave in other)'
against --subject kernel "$tmp/other.jsonl"
expect_status 4
expect_no_out 'kernel ('
against --subject kernel,governor "$tmp/other.jsonl"
expect_status 0
refused 'did you mean kernel' gate record --baseline "$folder" --subject kernle "$tmp/same.jsonl"
against "$exact"
expect_status 4
expect_out 'instructions'
against --exit bisect "$exact"
expect_status 125
cp "$tmp/other.jsonl" "$folder/other.jsonl"
against --subject kernel "$tmp/same.jsonl"
expect_status 4
rm "$folder/other.jsonl"

# What was lengthened on purpose is no baseline, whatever its summary says.
edit "$tmp/b1.jsonl" injected 'if .machine then .run.inject = [{"cell": "vdso:time",
    "asked_ns": 1, "links": 1, "chain": 0, "base": 0}] else .run.inject = [] end'
refused 'lengthened by --inject' gate baseline -o "$base" "$tmp/injected.jsonl"
cp "$tmp/injected.jsonl" "$folder/b5.jsonl"
against "$tmp/same.jsonl"
expect_status 2
expect_err 'b5.jsonl was lengthened'
rm "$folder/b5.jsonl"

# Formats, several at once.
against --format text --format junit="$tmp/j.xml" --format markdown="$tmp/m.md" \
    --format github="$tmp/lines" "$tmp/slow.jsonl"
expect_status 1
expect_out '^Regression: '
ok 'github has lines' grep -q '^::error title=systoll gate record::vdso:time, time of slow: ns: 109' "$tmp/lines"
ok 'junit is XML with failures' python3 -c '
import sys, xml.etree.ElementTree as e
suite = e.parse(sys.argv[1]).getroot()[0]
cases = suite.findall("testcase")
assert int(suite.get("tests")) == len(cases) == len(suite.findall("testcase/failure")) > 3' "$tmp/j.xml"
# shellcheck disable=SC2016 # backquotes of Markdown
ok 'markdown has a table' grep -q '^| `vdso:time` | time | regression ' "$tmp/m.md"
against --format junit "$tmp/near.jsonl"
ok 'inconclusive is skipped' grep -q '<skipped ' "$tmp/out"
ok 'and no failure' grep -q 'failures="0"' "$tmp/out"
against --format junit "$tmp/cpu.jsonl"
expect_status 4
expect_out '<error message="Not comparable'
run bash -c '"$@" >/dev/full' - "$SYSTOLL" gate exact --golden "$golden" "$exact"
expect_status 2
gate exact --golden "$golden" --format json="$tmp/none/x" "$exact"
expect_status 2
expect_err 'none/x'

refused 'did you mean exact' gate exat
refused 'did you mean junit' gate exact --format junti "$exact"
refused 'not .nonsense.' gate exact --exit nonsense "$exact"
refused 'name the records' gate exact
gate exact --exit bisect "$tmp/nowhere"
expect_status 128
gate record "$timed"
expect_status 77
expect_err 'make baseline'

finish
