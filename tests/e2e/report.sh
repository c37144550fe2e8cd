#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll report` on a small record of known figures: formats, several records, colour, torn ends.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

record=$(dirname "$0")/../data/record.jsonl

systoll report "$record"
expect_status 0
expect_silent err
expect_out '^syscall:time   100.0  100.0..100.0  100.0       1.00     -     -  1$'
expect_out '^vsyscall:time  300.0 .* 1 emulated$'
expect_out '^vdso:getcpu  failed   it gave CPU 9, not 0$'
ok 'no line is over 100 columns' test "$(wc -L <"$tmp/out")" -le 100

# The names that other programs build on, in their order.
systoll report --format json "$record"
expect_status 0
cell='["cell","abi","path","call","clock","context","state","reason","ns","ticks","instructions",
       "ratio_to_syscall","counters"]'
ns='["estimate","lo","hi","mean","min","p50","p90","p99","p999","batch"]'
machine='["platform","subject","cpu","kernel","hypervisor","clocksource","vsyscall_mode","tsc_hz",
          "tsc_quantum"]'
run='["timebase","launches","rounds","seed","seconds","discarded","canary","pinned_cpu","warnings"]'
counters='["sys_enter","emulate_vsyscall","page_fault_user","page_faults"]'
names() { ok "names of $1" jq -e "$1 | keys_unsorted == $2" "$tmp/out"; }
names . '["schema","machine","run","cells"]'
names .machine "$machine"
names '.cells[0]' "$cell"
names '.cells[0].ns' "$ns"
names '.cells[0].counters' "$counters"
ok 'names of .run' jq -e "$run - (.run | keys) == []" "$tmp/out"
ok 'what was not measured has a reason' jq -e \
    '[.cells[] | select(.state != "measured") | .reason != null and .ns == null] == [true, true]' \
    "$tmp/out"

systoll report --format json "$record" "$record"
expect_status 0
ok 'two documents, one after the other' jq -e -s 'length == 2 and .[0] == .[1]' "$tmp/out"
systoll report --format csv "$record"
ok 'a row for each cell' test "$(wc -l <"$tmp/out")" -eq 8
systoll report --format markdown "$record"
expect_out '^| .vsyscall:time. | 300.0 |'

# A summary is taken as it stands; --recompute looks at the samples.
{
    cat "$record"
    "$SYSTOLL" report --format json "$record" |
        jq -c '{type: "summary", run, cells} | .cells[1].ns |= (.estimate = 123.4 | .lo = 123 | .hi = 124) |
               .run.interrupted = false'
} >"$tmp/summed"
systoll report --format json "$tmp/summed"
ok 'the summary is used' jq -e '.cells[1].ns.estimate == 123.4' "$tmp/out"
systoll report --recompute --format json "$tmp/summed"
expect_status 0
ok 'the samples are used' jq -e '(.cells[1].ns.estimate - 100 | fabs) < 1e-9 and
                                 .run.interrupted == false' "$tmp/out"
{
    head -n 1 "$record"
    tail -n 1 "$tmp/summed"
} >"$tmp/bare"
systoll report --recompute --format json "$tmp/bare"
expect_status 0
expect_err 'no rounds'

last='report -'
"$SYSTOLL" report - <"$record" >"$tmp/out" 2>"$tmp/err"
status=$?
expect_status 0
expect_out '^vdso:time '

# Colour: on a terminal, unless NO_COLOR says otherwise.
escape=$(printf '\033')
if command -v script >/dev/null; then
    run env -u NO_COLOR TERM=xterm script -qec "$SYSTOLL report $record" /dev/null
    expect_out "$escape"
    run env NO_COLOR=1 TERM=xterm script -qec "$SYSTOLL report $record" /dev/null
    expect_no_out "$escape"
fi
systoll report "$record"
expect_no_out "$escape"

# Wherever a record ends: figures and a warning, or a sentence.
used_or_refused() {
    head -c "$1" "$record" >"$tmp/cut"
    systoll report "$tmp/cut"
    [ "$(wc -l <"$tmp/err")" -le 1 ] || return 1
    if [ -s "$tmp/out" ]; then [ "$status" -eq 0 ]; else [ "$status" -eq 2 ]; fi
}
size=$(wc -c <"$record")
bad=''
for ((at = 1; at < size; at += 97)); do
    used_or_refused "$at" || bad+=" $at"
done
ok "a record cut anywhere is used or refused (not: ${bad:-none})" test -z "$bad"
head -c -1000 "$record" >"$tmp/cut"
systoll report "$tmp/cut"
expect_status 0
expect_err 'is torn'

# One bad record doesn't keep the others back, and its exit code stays.
systoll report "$tmp/none" "$record"
expect_status 2
expect_out '^vdso:time '
expect_err 'none'

refused 'did you mean markdown' report --format markdwn "$record"
refused 'there are table' report --format xxxxxxxxxxxx "$record"
refused 'did you mean --format' report --formt json "$record"
refused 'name a record' report
refused 'Is a directory' report "$tmp"
for format in table json csv markdown; do
    run bash -c '"$@" >/dev/full' - "$SYSTOLL" report --format "$format" "$record"
    expect_status 2
    expect_err 'No space left'
done

finish
