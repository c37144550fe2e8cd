#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What version 0.1.0 wrote is read as it read it: its records, baseline and noise file are in
# tests/data/0.1.0, what it made of them in expected/ there. Fields may have been added since, and words
# changed; no figure and no verdict.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # the variables are jq's
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'jq is not installed'
cd "$(dirname "$0")/../data/0.1.0" || exit 2

# kept NAME [FILTER]: all that the expected JSON has is in $tmp/out, but for what the filter deletes.
# A number is made a double first: jq 1.7 compares the digits.
kept() {
    ok "$last: as expected/$1" jq -e -n --slurpfile old "expected/$1" --slurpfile new "$tmp/out" '
        def plain: walk(if type == "number" then . * 1 else . end) | '"${2:-.}"';
        def same(a; b): if (a | type) != (b | type) then false
            elif a | type == "object" then all(a | keys[]; . as $k | b | has($k)) and
                all(a | keys[]; . as $k | same(a[$k]; b[$k]))
            elif a | type == "array" then (a | length) == (b | length) and
                all(range(a | length); . as $i | same(a[$i]; b[$i]))
            else a == b end;
        ($old[0] | plain) as $a | ($new[0] | plain) as $b | same($a; $b)'
}

# columns NAME: the expected CSV's, by value: the same double may be written with other digits.
columns() {
    ok "$last: as expected/$1" awk -F, 'NR == FNR { old[FNR] = $0; next }
        { n = split(old[FNR], x); for (i = 1; i <= n; i++) if (x[i] != $i && x[i] + 0 != $i + 0) exit bad = 1 }
        END { exit bad || !FNR || FNR != length(old) }' "expected/$1" "$tmp/out"
}

# rows NAME: the lines of cells are the expected ones, byte for byte.
rows() {
    ok "$last: rows as expected/$1" diff <(grep '^[a-z0-9]*:[a-z]' "expected/$1") <(grep '^[a-z0-9]*:[a-z]' "$tmp/out")
}

for options in '' --recompute; do
    # shellcheck disable=SC2086 # none or one
    systoll report $options -f json run.jsonl
    expect_status 0
    kept report.json
done
ok 'int80 keeps the ABI that it was recorded with' jq -e \
    '[.cells[] | select(.path == "int80").abi] == ["i386"]' "$tmp/out"
systoll report -f csv run.jsonl
columns report.csv
systoll report run.jsonl
rows report.table
for format in markdown plain prometheus benchmark bmf github-action-benchmark gobench; do
    systoll report -f $format run.jsonl
    expect_status 0
    expect_out 1.22
done
systoll report -f json exact.jsonl
kept exact.json

systoll compare -f json base/1.jsonl run.jsonl
expect_status 0
kept compare.json
systoll compare -f csv base/1.jsonl run.jsonl
columns compare.csv
systoll compare base/1.jsonl run.jsonl
rows compare.table

# Since 0.1.0 the cells of gate record share one error, so their intervals reach further down.
systoll gate record --baseline base -f json run.jsonl
expect_status 1
kept gate.json 'del(.cells[].lo, .cells[].smallest)'
ok 'lower ends are no higher, and no less is seen' jq -e -n --slurpfile old expected/gate.json \
    --slurpfile new "$tmp/out" 'all(range($old[0].cells | length); $old[0].cells[.] as $a |
    $new[0].cells[.] as $b | $b.lo <= $a.lo and ($b.smallest >= $a.smallest))'
systoll gate judge -f json ab.jsonl
expect_status 1
kept judge.json 'del(.notes)' # which are words

# A verdict or none (3), or another machine (4), but a noise file.
systoll gate ab --a '' --b '' --cells syscall:time --budget 0.5s --noise noise.json
[[ $status = [03] || $(cat "$tmp/err") == *'noise.json is of another machine'* ]]
result $? "$last: the noise file is read"

if command -v gnuplot >/dev/null; then
    systoll plot run.jsonl -o "$tmp/plot"
    expect_status 0
    for picture in headline ecdf tail drift; do
        ok "$last: $picture.svg" grep -q '>int80' "$tmp/plot/$picture.svg"
    done
else
    skip_part 'pictures: no gnuplot'
fi
finish
