#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll gate` on records, baselines and noise files that would have it pass: it doesn't.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

timed=$(dirname "$0")/../data/timed.jsonl
exact=$(dirname "$0")/../data/exact.jsonl

edit() { jq -c "$3" "$1" >"$tmp/$2"; }
# In such a filter: the cell of that name in the summary.
cell() { printf '(select(.type == "summary").cells[] | select(.cell == "%s"))' "$1"; }
gate() { systoll gate "$@"; }
holds() { ok "$last: $1" jq -e "$1" "$tmp/out"; }
# judges CODE WORDS RECORD: against the baseline.
judges() {
    gate record --baseline "$tmp/base" "$tmp/$3"
    expect_status "$1"
    expect_out "$2"
}

mkdir "$tmp/base"
for i in 1 2 3; do
    edit "$timed" base/$i.jsonl "if .type == \"summary\" then .cells[].ns |= (if . then
        .estimate = 100 + $i / 5 | .lo = .estimate * 0.996 | .hi = .estimate * 1.004 else . end) else . end"
done
edit "$tmp/base/1.jsonl" same 'if .type == "summary" then .run.seconds = 7 else . end'
judges 0 '^Pass: ' same

# What is slower, and hides it.
slow="$(cell vdso:time).ns |= map_values(. * 2)"
edit "$tmp/base/1.jsonl" slow "$slow"
judges 1 '^Regression: vdso:time' slow
edit "$tmp/slow" left 'if .type == "summary" then .cells |= map(select(.cell != "vdso:time")) else . end'
judges 3 'vdso:time .*the record has no such cell' left
edit "$tmp/slow" renamed "$(cell vdso:time).cell = \"vdso:tune\""
judges 3 'vdso:time .*the record has no such cell' renamed
edit "$tmp/slow" empty 'if .type == "summary" then .cells = [] else . end'
judges 3 '^Inconclusive: ' empty
edit "$tmp/slow" untimed "$(cell vdso:time).ns = null"
judges 3 'the record has no time for it' untimed
edit "$tmp/slow" skipped "$(cell vdso:time) |= (.state = \"skipped\" | .reason = \"no\" | .ns = null)"
judges 3 '^Inconclusive: vdso:time' skipped
edit "$tmp/slow" negative "$(cell vdso:time).ns.estimate = -100"
refused 'not above 0' gate record --baseline "$tmp/base" "$tmp/negative"
edit "$tmp/slow" outside "$(cell vdso:time).ns |= (.lo = 99 | .hi = 101)"
refused "doesn't hold its estimate" gate record --baseline "$tmp/base" "$tmp/outside"
edit "$tmp/base/1.jsonl" flat "$(cell vdso:time).ns |= (.lo = .estimate | .hi = .estimate)"
edit "$tmp/flat" flat2 'if .type == "summary" then .run.seconds = 9 else . end'
gate record --margin 2% --baseline "$tmp/flat" "$tmp/flat2"
expect_status 0
expect_out '^Pass: 5 pass'
edit "$tmp/slow" twice 'if .type == "summary" then .cells = [(.cells[] | select(.cell == "vdso:time") |
    .ns |= map_values(. / 2))] + .cells else . end'
refused 'holds a cell twice' gate record --baseline "$tmp/base" "$tmp/twice"
sed 's/"cell":"vdso:time","abi"/"cell":"x","cell":"vdso:time","abi"/' "$tmp/slow" >"$tmp/keys"
refused 'duplicate' gate record --baseline "$tmp/base" "$tmp/keys"
cat "$tmp/slow" "$tmp/same" >"$tmp/two"
refused 'second manifest' gate record --baseline "$tmp/base" "$tmp/two"
for value in NaN Infinity 1e999 '"100"'; do
    sed "s/\"estimate\":[0-9.]*/\"estimate\":$value/" "$tmp/slow" >"$tmp/value"
    refused 'value' gate record --baseline "$tmp/base" "$tmp/value"
done

# A baseline by which anything would pass.
cp -r "$tmp/base" "$tmp/good"
edit "$tmp/good/3.jsonl" base/3.jsonl "$(cell vdso:time).ns |= map_values(. * 1e6)"
judges 3 'differ by more than 50 %' slow
edit "$tmp/good/3.jsonl" base/3.jsonl "$(cell vdso:time).ns |= map_values(. * -1)"
refused 'not above 0' gate record --baseline "$tmp/base" "$tmp/slow"
for trace in 'if .machine then .run.inject = [{"cell": "vdso:time", "asked_ns": 1, "links": 1,
    "chain": 0, "base": 0}] else . end' "$(cell vdso:time).injected_ns = 20" \
    'if .machine then .cells += [{"cell": "chain", "role": "inject", "state": "measured"}] else . end'; do
    edit "$tmp/good/3.jsonl" base/3.jsonl "$trace"
    gate record --baseline "$tmp/base" "$tmp/same"
    expect_status 2
    expect_err '3.jsonl was lengthened by --inject'
done
cp "$tmp/good/3.jsonl" "$tmp/base/3.jsonl"
edit "$tmp/good/1.jsonl" base/4.jsonl 'select(.machine)'
refused 'no whole round and no summary' gate record --baseline "$tmp/base" "$tmp/same"
rm "$tmp/base/4.jsonl"

# Exact counts.
gate exact --golden "$tmp/golden" --update "$exact"
edit "$exact" gone 'if .type == "summary" then .cells |= map(select(.cell != "vdso:time")) else . end'
gate exact --golden "$tmp/golden" "$tmp/gone"
expect_status 3
expect_out 'vdso:time .*the record has no such cell'
edit "$exact" none 'if .type == "summary" then .cells = [] else . end'
gate exact --golden "$tmp/golden" "$tmp/none"
expect_status 3

# More than fit a list: one that is slower is found among them.
for ((i = 0; i < 100; i++)); do ln "$tmp/same" "$tmp/same$i"; done
gate record --baseline "$tmp/base" --format json "$tmp"/same? "$tmp"/same?? "$tmp/slow"
expect_status 1
holds '[.cells[] | [.record, .cell, .verdict]] == [["slow", "vdso:time", "regression"]]'
holds '.unlisted.pass == (.text | capture("; (?<n>[0-9]+) pass").n | tonumber) and .unlisted.pass > 400'

finish
