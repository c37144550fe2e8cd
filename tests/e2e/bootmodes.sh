#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The arithmetic and the words of scripts/bootmodes, on boots that are made up.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # the variables are jq's
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'no jq'
parts=$(cd "$(dirname "$0")/../.." && pwd)/scripts/bootmodes.d

# jq_says DESCRIPTION FILTER: with the functions of figures.jq and words.jq.
jq_says() {
    run jq -n -e -L "$parts" "include \"figures\"; include \"words\"; $2"
    [ "$status" -eq 0 ]
    result $? "$1"
}

near='def near($a; $b; $by): ($a / $b - 1 | fabs) < $by;'
jq_says 'Student, 5 degrees of freedom' "$near near(student(5); 2.5706; 0.002)"
jq_says 'Student, 30 degrees of freedom' "$near near(student(30); 2.0423; 0.0001)"
jq_says 'six boots: geometric mean and t interval' "$near [100, 110, 100, 110, 100, 110] | over_boots |
    near(.estimate; 104.881; 1e-5) and near(.lo; 99.24; 0.001) and near(.hi; 110.84; 0.001) and .boots == 6"
jq_says 'five boots: no interval' '[1, 2, 3, 4, 5] | over_boots | .lo == null and .hi == null'
jq_says 'a ratio beyond its interval is a change' '[range(6) | 100 + . / 10] | over_boots as $a |
    (map(. * 1.1) | over_boots) as $b | ratio($b; $a) | .lo > 1.09 and .hi < 1.11 and (moved("timed") | startswith("x 1.1, "))'
jq_says 'a ratio within its interval is none' '[90, 110, 95, 105, 100, 100] | over_boots as $a |
    (map(. * 1.01) | over_boots) as $b | ratio($b; $a) | moved("timed") == null'
jq_says 'under six boots there is no verdict' \
    '([1] | over_boots) as $a | ratio($a; $a) | moved("timed") | test("too few boots")'

# boot CONFIGURATION MODE OPTIONS NS STATE: a line as gather.jq writes it; two cells.
boot() {
    jq -c -n --arg configuration "$1" --arg mode "$2" --arg options "$3" --argjson ns "$4" --arg state "$5" \
        '{$configuration, image: "k", $mode, $options, record: "r", accel: "tcg", console: [], unknown_words: null,
        check: {passed: 1, skipped: 0, failed: []}, vsyscall: null, report: {machine: {kernel: "9.9"}, cells: [
        {cell: "syscall:time", path: "syscall", call: "time", clock: null, state: "measured", reason: null,
            ns: {estimate: $ns}, instructions: $ns, counters: {sys_enter: 1, page_faults: null}},
        {cell: "vsyscall:time", path: "vsyscall", call: "time", clock: null, $state,
            reason: (if $state == "measured" then null else "vsyscall=none: SIGSEGV at 0x1; boot with x" end),
            ns: {estimate: (2 * $ns)}, instructions: (2 * $ns), counters: {sys_enter: 0, page_faults: 1}}]}}'
}

# compare HOW: the boots on standard input to $tmp/comparison.json, table.txt and verdict.md.
compare() {
    jq -s --arg base k-xonly --arg how "$1" --arg model max --arg qemu 'QEMU 1' \
        -L "$parts" -f "$parts/compare.jq" >"$tmp/comparison.json" || return
    jq -r -L "$parts" -f "$parts/table.jq" "$tmp/comparison.json" >"$tmp/table.txt" &&
        jq -r -L "$parts" -f "$parts/verdict.jq" "$tmp/comparison.json" >"$tmp/verdict.md"
}

# has FILE WORDS, as grep reads them.
has() { ok "$1 has: $2" grep -q -e "$2" "$tmp/$1"; }

{
    boot k-xonly xonly '' 100 measured
    boot k-none none '' 100 skipped
    boot k-xonly-x=1 xonly x=1 107 measured
    boot k-xonly-y xonly y 100 measured | jq -c '.unknown_words = "y"'
} | compare exact
result $? 'four boots are compared'
has table.txt '^syscall:time  *100  *100  *107  *100$'
has table.txt '^vsyscall:time  *200  *SIGSEGV  *214  *200$'
has table.txt "^9.9, none against xonly: vsyscall doesn't work: vsyscall=none: SIGSEGV (time); unchanged: syscall\$"
has table.txt '^9.9, xonly, with x=1: syscall +7 (time); vsyscall +14 (time)$'
has table.txt "^9.9, xonly, with y: equal in every cell. The kernel's log lists y as unknown$"
has verdict.md "^- Doesn't work: vsyscall:time (vsyscall=none: SIGSEGV)\\.$"
ok 'the difference from the base' jq -e '[.cells[].difference.instructions?] == [0, 0, 0, null, 7, 14, 0, 0]' "$tmp/comparison.json"

boot k-xonly xonly '' 100 measured | jq -c '.vsyscall = {mode: "none", call: {ended: "returned"}, read: {ended: "SIGBUS"}}' |
    compare exact
has table.txt '^  9.9 xonly: the kernel came up in mode none instead$'
has verdict.md '^- A call to the page works; a read of it ends in SIGBUS.$'

# Nothing but states differ: an axis without a figure.
{
    boot k-xonly xonly '' 100 measured
    boot k-none none '' 100 skipped
} | compare exact
if command -v gnuplot >/dev/null; then
    run "$parts/draw" "$tmp"
    expect_status 0
    has difference.svg '>SIGSEGV<'
fi

for i in 1 2 3 4 5 6; do
    boot k-xonly xonly '' "10$i" measured
    boot k-none none '' "12$i" measured
done | compare timed
result $? 'two modes of six boots are compared'
ok 'every row of figures is labelled as emulation' \
    awk '/^v?syscall:/ && !/  emulated$/ { bad = 1 } /^v?syscall:/ { n++ } END { exit bad || n != 2 }' "$tmp/table.txt"
has table.txt 'under emulation (TCG): not the times of any machine'
has table.txt '^9.9, none against xonly, emulated: syscall x 1.193, 1.1[67][0-9]* to 1.2[12][0-9]* (time); vsyscall x 1.193'

finish
