#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll gate boots` on records of boots that are made up.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

timed=$(dirname "$0")/../data/timed.jsonl
gate() { systoll gate boots "$@"; }
holds() { ok "$last: $1" jq -e "$1" "$tmp/out"; }

# boots DIR COUNT KERNEL FACTOR: so many boots of that kernel, which vary by a few thousandths.
boots() {
    local i
    mkdir -p "$tmp/$1"
    for ((i = 1; i <= $2; i++)); do
        jq -c --arg boot "$1$i" --arg kernel "$3" "if .machine then .machine.rest.boot_id = \$boot |
            .machine.subject.kernel = \$kernel else .run.seconds = $i + $4 | .cells[].ns |= (if . then
            map_values(. * $4 * (1 + $i % 4 * 0.002 + $i * 0.0003)) else . end) end" "$timed" >"$tmp/$1/$i.jsonl"
    done
}

boots a 6 6.1 1
boots same 6 6.1 1.001
boots slow 7 6.12 1.06
gate "$tmp/a" "$tmp/same/"
expect_status 0
expect_out '^Pass: 5 pass'
expect_out '^6 boots of a (A) and 6 of same (B)'
expect_out 'tell of the same kernel and settings'
gate --format json "$tmp/a" "$tmp/slow"
expect_status 1
holds '.gate == "gate boots" and .verdict == "regression" and ([.cells[].verdict] | unique == ["regression"])'
holds '.cells | all(.effect > 0.055 and .effect < 0.065 and .lo < .effect and .margin == 0.02)'
holds '.notes | any(test("They differ in kernel .6.1 in a, 6.12 in slow"))'
gate --margin 10% --format junit "$tmp/a" "$tmp/slow"
expect_status 0
gate "$tmp/slow" "$tmp/a"
expect_status 0
expect_out '^Pass: improved: '

# Fewer than six are no verdict, and copies are not boots.
rm "$tmp"/slow/[56].jsonl
gate "$tmp/a" "$tmp/slow"
expect_status 3
expect_out 'slow has 5 boots, and fewer than 6 a side give no verdict'
gate --exit bisect "$tmp/a" "$tmp/slow"
expect_status 125
cp "$tmp/slow/1.jsonl" "$tmp/slow/9.jsonl"
refused 'are of one boot, and the boot is the unit' gate boots "$tmp/a" "$tmp/slow"
refused 'are of one boot' gate boots "$tmp/a" "$tmp/a"
jq -c 'del(.machine.rest.boot_id)' "$tmp/slow/1.jsonl" >"$tmp/slow/9.jsonl"
refused 'are of one boot' gate boots "$tmp/a" "$tmp/slow"
rm "$tmp/slow/9.jsonl"

# Other machines, and boots that aren't alike.
boots other 6 6.1 1.002
jq -c 'if .machine then .machine.platform.cpu_model = "9" else . end' "$tmp/other/6.jsonl" >"$tmp/x"
mv "$tmp/x" "$tmp/other/6.jsonl"
gate "$tmp/a" "$tmp/other"
expect_status 4
expect_out 'different platforms: cpu_model'
boots other 6 6.1 1.002
boots other 1 6.12 1.002
gate "$tmp/a" "$tmp/other"
expect_status 4
expect_out "the boots of other aren't alike: they differ in kernel (6.12 in 1, 6.1 in 2)"

refused 'name two folders' gate boots "$tmp/a"
mkdir "$tmp/empty"
refused 'there is no record' gate boots "$tmp/a" "$tmp/empty"
refused 'there is no record' gate boots "$tmp/a" "$tmp/nowhere"
boots injected 6 6.1 1
jq -c 'if .type == "summary" then .cells[0].injected_ns = 5 else . end' "$tmp/injected/2.jsonl" >"$tmp/x"
mv "$tmp/x" "$tmp/injected/2.jsonl"
refused 'lengthened by --inject' gate boots "$tmp/injected" "$tmp/a"

finish
