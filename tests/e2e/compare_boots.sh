#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll compare of folders: records of one configuration are boots of one side, and the boot is the
# unit.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # the variables are jq's
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'jq is not installed'
here=$(cd "$(dirname "$0")" && pwd)
data=$here/../data
cd "$tmp" || exit 2

# boot FILE MODE NS [FILTER]: a record of that mode whose cells cost that.
boot() {
    jq -c --arg mode "$2" --argjson ns "$3" 'if .machine then
            (.machine.subject, .machine) |= (.vsyscall_mode = $mode) |
            .machine.subject.boot_options = "vsyscall=" + $mode
        elif .type == "summary" then .cells[].ns |= (if . then .estimate = $ns | .lo = $ns | .hi = $ns else . end) else . end |
        '"${4:-.}" "$data/timed.jsonl" >"$1"
}
mkdir -p all/none xonly five
jq -c 'select(.type != "summary")' "$data/timed.jsonl" >short.jsonl
systoll report -f json "$data/timed.jsonl"
jq -c '{type: "summary", run, cells}' "$tmp/out" >summary
cat short.jsonl summary >timed.jsonl
data=$tmp
n=0
for ns in 100 110 100 110 100 110; do
    n=$((n + 1))
    boot all/x$n.jsonl xonly $ns
    boot all/none/$n.jsonl none $((ns * 2))
done
cp all/x*.jsonl xonly

near='def near($a; $b): ($a / $b - 1 | fabs) < 1e-4;'
systoll compare -f json all
expect_status 0
ok 'a side for each mode, by name' jq -e \
    '[.records[] | [.name, .boots]] == [["none", 6], ["xonly", 6]] and .base == 0' "$tmp/out"
ok 'geometric mean and t interval over the boots' jq -e "$near"'
    .cells[] | select(.cell == "syscall:time").values[1] |
    near(.estimate; 104.881) and near(.lo; 99.290) and near(.hi; 110.787)' "$tmp/out"
ok 'the ratio has the intervals of both' jq -e "$near"'
    .cells[] | select(.cell == "syscall:time").ratio[1] |
    near(.estimate; 0.5) and near(.hi / .estimate; 1.08056)' "$tmp/out"
mv "$tmp/out" grouped
systoll compare -f json all/none/ xonly
ok 'the same of a folder for each side' cmp grouped "$tmp/out"
systoll compare --base 2 all
expect_status 0
expect_out '^Records  none: vsyscall none, 6 boots$'
expect_out 'xonly: vsyscall xonly, 6 boots (the base)$'
expect_out '^syscall:time  .* 104.9 .* 209.8 2.000 '

cycles='if .type == "summary" then .cells[] |= if .ns then .cycles = (.ns | {estimate: (2 * .estimate), lo, hi}) else . end
    else . end'
mkdir cycles
for n in 1 2 3 4 5 6; do
    boot cycles/$n.jsonl xonly $((90 + 10 * (n % 2))) "$cycles"
done
systoll compare -f json cycles all/none
ok "cycles are the boots' mean too" jq -e "$near"'
    .cells[] | select(.cell == "syscall:time").values | .[0].cycles.estimate as $cycles | near($cycles; 189.737) and
    .[0].cycles.lo < $cycles and .[0].cycles.hi > $cycles and (.[1] | has("cycles") | not)' "$tmp/out"
boot cycles/3.jsonl xonly 100
systoll compare -f json cycles all/none
ok 'a boot without cycles leaves its side without' jq -e 'all(.cells[].values[]; has("cycles") | not)' "$tmp/out"

cp all/none/{1..5}.jsonl five
systoll compare -f json five xonly
ok 'five boots: no interval' jq -e \
    '.cells[0] | .values[0] | .estimate > 0 and .lo == null and .hi == null' "$tmp/out"
boot five/3.jsonl none 200 'if .cells and .type == "summary" then
    .cells |= map(if .cell == "syscall:time" then .state = "failed" | .reason = "it gave 9" | .ns = null else . end) else . end'
systoll compare -f json five xonly
ok 'what one boot did not measure, its side did not' jq -e '.cells[] | select(.cell == "syscall:time").values[0] |
    .state == "failed" and .reason == "it gave 9" and .estimate == null' "$tmp/out"

boot five/2.jsonl none 210 'if .run then .run.interrupted = true else . end'
systoll compare five xonly
expect_out 'five: vsyscall none, 5 boots, interrupted (the base)$'

boot all/y.jsonl none 300 'if .run.inject then
    .run.inject = [{cell: "vdso:time", asked_ns: 60, links: 235, chain: 0, base: 1}] else . end'
systoll compare -f json all
expect_status 0
ok 'a lengthened record is a side of its own' jq -e '[.records[].boots] == [6, 6, null]' "$tmp/out"

# The page of it: a side's boots are said, and which side was interrupted or lengthened before any figure.
systoll compare --format html all
expect_status 0
expect_out '<h1>What a call costs: 3 records side by side</h1>'
expect_out 'none, 6 boots'
expect_out '<th scope="row">syscall:time</th><td class="n">209.8</td>'
expect_out '<p class="notice">INJECTED: cells were lengthened by --inject'
expect_no_out 'notice">Interrupted'
cp "$tmp/out" boots.html
command -v python3 >/dev/null && ok 'whole, and refers to nothing outside' "$here/page_whole.py" boots.html
systoll compare --format html five xonly
expect_out '<p class="notice">Interrupted: what a run had measured until then is here, of five.'

mkdir empty
systoll compare empty
expect_sentence
expect_err 'there is no record (\*.jsonl) in empty'
systoll compare xonly
expect_sentence
expect_err 'the records of xonly are of 1 configurations; two or more can be compared'
systoll compare empty xonly
expect_sentence
systoll compare timed.jsonl
expect_sentence
expect_err 'or a folder'
systoll compare --base 3 five xonly
expect_sentence
expect_err 'there are 2 records'
cp all/y.jsonl five/z.jsonl && echo torn >five/y.jsonl
systoll compare five xonly
expect_status 2

# Of many records, those that a field or a warning is of are not all named.
jq -c 'if .machine then .machine.subject.kernel = "6.1" else . end' xonly/x1.jsonl >many1.jsonl
for n in {2..9}; do cp many1.jsonl "many$n.jsonl"; done
jq -c 'if .machine then .machine.subject.kernel = "6.2" else . end' many1.jsonl >many9.jsonl
systoll compare many?.jsonl
expect_status 0
expect_out 'kernel: 6.1 in all but many9; 6.2 in many9'
expect_out '^Warning  all 9: this is a virtual machine'

finish
