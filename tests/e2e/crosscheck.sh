#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/crosscheck's arithmetic and verdicts, on a systoll and a hyperfine that say what is asked
# of them; and the loop that is timed whole.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
crosscheck=$(dirname "$0")/../../scripts/crosscheck
command -v jq >/dev/null || skip_all 'there is no jq here'
mkdir "$tmp/bin" "$tmp/build"

# Three cells of 10, 100 and 1000 ns.
cat >"$tmp/build/systoll" <<'END'
#!/bin/sh
case $1 in
--version) echo systoll 9.9 ;;
run) echo "$*" >>"$FAKE_LOG" ; exit "${FAKE_RUN:-0}" ;;
report) echo '{"run": {"pinned_cpu": 3}, "cells": [
    {"cell": "a:x", "state": "measured", "ns": {"mean": 10}},
    {"cell": "b:x", "state": "measured", "ns": {"mean": 100}},
    {"cell": "c:x", "state": "skipped", "ns": null},
    {"cell": "d:x", "state": "measured", "ns": {"mean": 1000}}]}' ;;
esac
END
# A process starts in 2 ms, however long its loop lasts; FAKE_a and so on lengthen a cell's calls,
# FAKE_WAIT is the part of the time that it waits.
cat >"$tmp/bin/hyperfine" <<'END'
#!/bin/bash
echo hyperfine >>"$FAKE_LOG"
results=$FAKE_LOG.results
: >"$results"
while [ $# -gt 0 ]; do
    case $1 in
    --export-json) file=$2 ;;
    *' loop '*)
        read -r _ _ cell n cpu <<<"$1"
        echo "$cell $n $cpu" >>"$FAKE_LOG.loops"
        factor=FAKE_${cell%:x}
        case $cell in a:x) ns=10 ;; b:x) ns=100 ;; d:x) ns=1000 ;; esac
        awk -v n="$n" -v ns="$ns" -v f="${!factor:-1}" -v wait="${FAKE_WAIT:-0}" 'BEGIN {
            mean = 0.002 + n * ns * f / 1e9
            printf "{\"mean\": %.9f, \"user\": %.9f, \"system\": 0}\n", mean, mean * (1 - wait)
        }' >>"$results"
        ;;
    esac
    shift
done
jq -s '{results: .}' "$results" >"$file"
END
chmod +x "$tmp/build/systoll" "$tmp/bin/hyperfine"
export FAKE_LOG=$tmp/log

# crosscheck SETTING... -- ARGUMENT...
check() {
    local settings=()
    while [ "$1" != -- ]; do settings+=("$1") && shift; done
    shift
    rm -f "$tmp/log" "$tmp/log.loops"
    run env "${settings[@]}" PATH="$tmp/bin:$PATH" BUILD="$tmp/build" "$crosscheck" "$@"
}

check -- --sessions 3 -o "$tmp/means"
expect_status 0
expect_out '^a:x  *10  *10  *1  *0  *3  *within$'
expect_out '^All 3 cells agree'
expect_no_out 'c:x'
ok 'N lasts 60 ms, then twice as many, on the CPU of the run' \
    diff <(printf '%s\n' 'a:x 6000000 3' 'a:x 12000000 3' 'b:x 600000 3') <(head -n 3 "$tmp/log.loops")
ok 'the order changes from session to session' test \
    "$(sed 's/ .*//' "$tmp/log" | paste -sd ' ')" = 'run run hyperfine hyperfine run run hyperfine'
ok 'means are kept' test "$(grep -c . "$tmp/means")" -eq 27

check FAKE_b=1.04 -- --sittings 2
expect_status 0
expect_out '^b:x .* 1.04 .*BEYOND$'
expect_out '^One cell is beyond the bar, as one may be: b:x$'
check FAKE_b=1.04 FAKE_d=0.96 -- --sittings 2
expect_status 1
expect_out '^2 cells are beyond the bar: b:x d:x$'
check FAKE_b=1.04 FAKE_d=0.96 -- --sessions 2 --bar 5
expect_status 0
check FAKE_b=1.04 FAKE_d=1.04 FAKE_WAIT=0.04 -- --sittings 2
expect_status 3
expect_out '^Inconclusive: .*b:x d:x$'
check FAKE_RUN=77 -- --sittings 2
expect_status 77
check FAKE_RUN=2 -- --sittings 2
expect_status 2
expect_sentence

for bad in '--bar x' '--sessions 0' '--sessions 99999' --cpu --nope; do
    # shellcheck disable=SC2086 # two words
    check -- $bad
    expect_status 2
    expect_sentence
done

systoll loop control:ret 5 "$(sed -n 's/^Cpus_allowed_list:[[:space:]]*\([0-9]*\).*/\1/p' /proc/self/status)"
expect_status 0
expect_silent out
expect_silent err
refused 'it takes CELL N CPU' loop control:ret
refused "N takes a whole number" loop control:ret -1 0
systoll loop no:such 5 0
expect_status 77
expect_sentence

finish
