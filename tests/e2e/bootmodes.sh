#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The arithmetic and the words of scripts/bootmodes, on boots that are made up.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # the variables are jq's
. "$(dirname "$0")/lib.sh"
export SYSTOLL
command -v jq >/dev/null || skip_all 'no jq'
parts=$(cd "$(dirname "$0")/../.." && pwd)/scripts/bootmodes.d

# jq_says DESCRIPTION FILTER: with the functions of figures.jq and words.jq.
jq_says() {
    run jq -n -e -L "$parts" "include \"figures\"; include \"words\"; $2"
    [ "$status" -eq 0 ]
    result $? "$1"
}

jq_says 'a ratio beyond its interval is a change' \
    '{ratio: 1.1, lo: 1.0912, hi: 1.108} | moved("timed") == "x 1.1, 1.091 to 1.108"'
jq_says 'a ratio within its interval is none' '{ratio: 1.01, lo: 0.9, hi: 1.1} | moved("timed") == null'
jq_says 'under six boots there is no verdict' \
    '{ratio: 1, lo: null, hi: null} | moved("timed") | test("too few boots")'

# boot CONFIGURATION MODE OPTIONS NS STATE [NUMBER]: a record of two cells in $tmp, CONFIGURATION.jsonl or
# CONFIGURATION/NUMBER.jsonl, and a line as gather.jq writes it.
boot() {
    local record=$1${6:+/$6}.jsonl
    mkdir -p "$tmp/$(dirname "$record")"
    jq -c -n --argjson ns "$4" --arg state "$5" --arg unit "$unit" '
        def kept: {cell, role: "cell", abi: "x86_64", path, call: "time", context: "hot", state, reason};
        [{cell: "syscall:time", path: "syscall", state: "measured", reason: null, ns: $ns,
            counters: {sys_enter: 1, page_faults: null}},
        {cell: "vsyscall:time", path: "vsyscall", $state, ns: (2 * $ns),
            reason: (if $state == "measured" then null else "vsyscall=none: SIGSEGV at 0x1; boot with x" end),
            counters: {sys_enter: 0, page_faults: 1}}] as $cells |
        {timebase: (if $unit == "exact" then "icount" else "tsc" end), hz: 1e9, launches: 1, rounds: 1} as $run |
        {type: "manifest", schema: "systoll.record/1", machine: {platform: {}, subject: {}, kernel: "9.9"},
            $run, cells: ($cells | map(kept))},
        {type: "summary", $run, cells: ($cells | map(. as $c | kept + {counters} +
            if .state != "measured" then {ns: null}
            elif $unit == "exact" then {instructions: .ns, ns: null}
            else {ns: (.ns | {estimate: ., lo: ., hi: .})} end))}' >"$tmp/$record"
    jq -c -n --arg configuration "$1" --arg mode "$2" --arg options "$3" --arg record "$record" \
        '{$configuration, image: "k", $mode, $options, $record, accel: "tcg", console: [], unknown_words: null,
        check: {passed: 1, skipped: 0, failed: []}, vsyscall: null, report: {machine: {kernel: "9.9"}}}'
}

# compare: the boots on standard input to $tmp/comparison.json, table.txt and verdict.md.
compare() {
    cat >"$tmp/boots"
    "$parts/compare" "$tmp" "$tmp/boots" "$unit" k-xonly max 'QEMU 1'
}

# has FILE WORDS, as grep reads them.
has() { ok "$1 has: $2" grep -q -e "$2" "$tmp/$1"; }

unit=exact
{
    boot k-xonly xonly '' 100 measured
    boot k-none none '' 100 skipped
    boot k-xonly-x=1 xonly x=1 107 measured
    boot k-xonly-y xonly y 100 measured | jq -c '.unknown_words = "y"'
} | compare
result $? 'four boots are compared'
has table.txt '^syscall:time  *100  *100  *107  *100$'
has table.txt '^vsyscall:time  *200  *SIGSEGV  *214  *200$'
has table.txt "^9.9, none against xonly: vsyscall doesn't work: vsyscall=none: SIGSEGV (time); unchanged: syscall\$"
has table.txt '^9.9, xonly, with x=1: syscall +7 (time); vsyscall +14 (time)$'
has table.txt "^9.9, xonly, with y: equal in every cell. The kernel's log lists y as unknown$"
has verdict.md "^- Doesn't work: vsyscall:time (vsyscall=none: SIGSEGV)\\.$"
has page.html '<h1>What each boot mode does: 4 boots in QEMU 1</h1>'
has page.html '<th scope="row">vsyscall:time</th><td class="n">200</td><td class="n">SIGSEGV</td>'
ok 'the difference from the base' jq -e '[.cells[].difference.instructions?] == [0, 0, 0, null, 7, 14, 0, 0]' "$tmp/comparison.json"

boot k-xonly xonly '' 100 measured | jq -c '.vsyscall = {mode: "none", call: {ended: "returned"}, read: {ended: "SIGBUS"}}' |
    compare
has table.txt '^  9.9 xonly: the kernel came up in mode none instead$'
has verdict.md '^- A call to the page works; a read of it ends in SIGBUS.$'

# A boot without a record takes nobody's place.
{
    boot k-none none '' 90 measured | jq -c '.report = null | .why_not = "it hung"'
    boot k-xonly xonly '' 100 measured
    boot k-xonly-x=1 xonly x=1 107 measured
} | compare
has table.txt '^syscall:time  *-  *100  *107$'
has table.txt '^  9.9 none: it hung$'
has page.html '<p>it hung</p>'
ok 'the difference from the base, one boot missing' \
    jq -e '[.cells[].difference.instructions?] == [0, 0, 7, 14]' "$tmp/comparison.json"

# Nothing but states differ: an axis without a figure.
{
    boot k-xonly xonly '' 100 measured
    boot k-none none '' 100 skipped
} | compare
if command -v gnuplot >/dev/null; then
    run "$parts/draw" "$tmp"
    expect_status 0
    has difference.svg '>SIGSEGV<'
fi

unit=timed
rm -r "$tmp"/k-*
for configuration in xonly none; do
    for i in 1 2 3 4 5 6; do
        [ $configuration = xonly ] && ns=10$i || ns=12$i
        boot k-$configuration $configuration '' "$ns" measured "$i"
    done
done | compare
result $? 'two modes of six boots are compared'
ok 'every row of figures is labelled as emulation' \
    awk '/^v?syscall:/ && !/  emulated$/ { bad = 1 } /^v?syscall:/ { n++ } END { exit bad || n != 2 }' "$tmp/table.txt"
has table.txt 'under emulation (TCG): not the times of any machine'
has page.html 'Times under emulation: they are not the times of any machine'
has table.txt '^9.9, none against xonly, emulated: syscall x 1.193, 1.1[67][0-9]* to 1.2[12][0-9]* (time); vsyscall x 1.193'

finish
