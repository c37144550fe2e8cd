#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the gates believe: no record that can't be, no golden folder that isn't there, no copy; and what
# they say of a record that is cut or has a second cost.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

data=$(cd "$(dirname "$0")/../data" && pwd)
cd "$tmp" || exit 2

# edit FILTER [FROM]: a line at a time, into x.jsonl
edit() { jq -c "$1" "${2:-$data/timed.jsonl}" >x.jsonl; }
summary() { edit "if .type == \"summary\" then $1 else . end"; }
manifest() { edit "if .type == \"manifest\" then $1 else . end"; }

# forged WORDS: every reader refuses x.jsonl in a sentence with these.
forged() {
    local reader
    for reader in 'report' 'gate exact' 'gate record --baseline x.jsonl' "compare $data/timed.jsonl"; do
        read -ra words <<<"$reader"
        refused "$1" "${words[@]}" x.jsonl
    done
}

manifest '.cells += [.cells[0]]'
forged 'holds a cell twice'
grep -v '"type":"summary"' x.jsonl >y.jsonl && mv y.jsonl x.jsonl
refused 'holds a cell twice' gate exact x.jsonl
summary '.cells += [.cells[0]]'
forged 'holds a cell twice'
summary '.cells[0].ns.estimate = -5'
forged "'ns' has an estimate that is not above 0"
summary '.cells[0].ns |= (.lo = 7 | .hi = 1 | .estimate = 5)'
forged "'ns' has an interval that doesn't hold its estimate"
summary '.cells[0].ticks |= (.lo = -7)'
forged "'ticks' has an interval"
summary '.run.discarded = -7'
forged "'discarded' is not a number from 0 to 1"
summary '.run.canary = {ratio: -3, expected: 3, holds: true}'
forged "'ratio' is not a number above 0"
summary '.run.canary = {ratio: 30, expected: 3, holds: true}'
forged "'canary' holds at a ratio"
summary '.cells[0].ns.mean = -3'
forged "'ns' holds what is no number from 0 to 2^53"
summary '.cells[0].ns.p99 = 1e300'
forged "'ns' holds what is no number"
summary '.cells[0].counters.sys_enter = -5'
forged "'counters' holds what is no number from 0"
summary '.cells[0].events = {"a": 1e300}'
forged "'events' holds what is no number within 2^53"
summary '.cells[0].ratio_to_syscall = -1'
forged "'ratio_to_syscall' is not a number from 0 to 2^53"
summary '.run.seconds = -1'
forged "'seconds' is not a number from 0"
summary '.run.tsc_hz = 1e308'
forged "'tsc_hz' is not a number above 0, of 2^53 at most"
edit 'if .type == "counts" then .per_call[0] = -1 else . end' "$data/record.jsonl"
refused "'per_call' holds something that is no such count" report x.jsonl
summary '.run.launches = 9007199254740994'
forged "'launches' is not a whole number from 0 to 2^53"
printf '%s\n' '{"type":"manifest","schema":"systoll.record/1","machine":{"platform":{},"subject":{}},"run":{"timebase":"tsc","hz":1e9},"cells":[{"cell":"syscall:time","role":"cell","abi":"x86_64","path":"syscall","call":"time","context":"hot","state":"measured"}]}' \
    '{"type":"launch","launch":0,"context_switches":9223372036854775807}' \
    '{"type":"round","launch":0,"round":0,"cells":[0],"cpu":[0],"start":[1],"n":[10],"ticks":[1000],"flags":[0]}' >x.jsonl
refused "'context_switches' is not a whole number" report x.jsonl

# A folder of golden counts that is not there, is none, or has too long a name.
refused 'there is no folder none' gate exact --golden none "$data/exact.jsonl"
refused 'there is no folder x.jsonl' gate exact --golden x.jsonl "$data/exact.jsonl"
long=$tmp/$(printf 'a%.0s' {1..200})
for ((i = 0; i < 5; i++)); do long=$long/$(printf 'b%.0s' {1..190}); done
mkdir -p "$long"
refused 'a name that is too long' gate exact --golden "$long" "$data/exact.jsonl"

# A copy of a record of the baseline.
mkdir base
for i in 1 2 3; do cp "$data/timed.jsonl" base/$i.jsonl; done
refused 'is a copy of 1, which is in the baseline' gate record --baseline base "$data/timed.jsonl"

# A record that is cut, or was interrupted.
for i in 1 2 3; do
    summary ".run.seed = $i | .cells[].ns |= (if . then .estimate *= 1 + $i / 1000 | .lo *= 1 + $i / 1000 | .hi *= 1 + $i / 1000 else . end)"
    cp x.jsonl base/$i.jsonl
done
summary '.run.interrupted = true'
systoll gate record --baseline base x.jsonl
expect_out 'x: its run ended early'
edit . "$data/exact.jsonl"
grep -v '"type":"summary"' x.jsonl >cut.jsonl
systoll gate exact cut.jsonl
[ "$status" -eq 2 ] || expect_out 'cut: its run ended early'

# A second cost, beyond the margin and in more blocks than before.
summary '.cells[0].modes = {low_ns: 1.4, high_ns: 2.8, low_share: 0.48}'
systoll gate record --baseline base x.jsonl
expect_out 'has a second cost, 2.8 ns in 52 % of the blocks, that the baseline hasn.t'
cp x.jsonl base/4.jsonl
jq -c 'if .type == "summary" then .run.seed = 9 else . end' x.jsonl >again.jsonl
systoll gate record --baseline base again.jsonl
expect_no_out 'has a second cost'

finish
