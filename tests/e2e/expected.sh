#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How long timing takes is known before it begins: in the record, and said where it is longer than was
# asked for.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'jq is not installed'
cd "$tmp" || exit 2

expected() { jq -r 'select(.type == "manifest").run.expected_seconds' "$1"; }
took() { jq -r 'select(.type == "summary").run.seconds' "$1"; }
# about FILE: it was not expected to take twice as long as it did, nor half as long. What begins before
# the first block, and other work on the machine, are neither's.
about() {
    last="expected $(expected "$1") s, took $(took "$1") s"
    awk -v e="$(expected "$1")" -v t="$(took "$1")" 'BEGIN { exit !(e < 2 * t && t < 2 * e) }'
}
# Of a few tries, as calls that were slow while they were tried may be fast while they are timed; and the other way
# round on a machine with more work than CPUs.
foretells() {
    local i
    for ((i = 0; i < 3; i++)); do
        systoll run --cells 'vdso:time,syscall:getppid,*:getppid@seccomp:small,syscall:getppid@sud' \
            --launches 3 --rounds 60 -o m.jsonl
        about m.jsonl && return
    done
    return 1
}

if foretells; then
    ok "$last" true
else
    skip_part "too much other work: $last"
fi
ok 'it is part of the record, above 0' jq -es '.[0].run.expected_seconds > 0' m.jsonl
expect_status 0
ok 'nothing is said of what is short' awk '/Timing/ { exit 1 }' err
few=$(expected m.jsonl)

# By launches and rounds.
systoll run --cells 'vdso:time,syscall:getppid,*:getppid@seccomp:small,syscall:getppid@sud' --launches 1 --rounds 2 -o s.jsonl
last="3 launches of 60 rounds: $few s; 1 of 2: $(expected s.jsonl) s"
ok 'more rounds of more launches take longer' awk -v few="$few" -v one="$(expected s.jsonl)" 'BEGIN { exit !(few > 5 * one) }'

# What fits takes the time that is given.
systoll run --cells vdso:time --launches 2 --time 0.6 -o t.jsonl
last="expected $(expected t.jsonl) s of 0.6 s"
ok 'time that is enough is filled' awk -v e="$(expected t.jsonl)" 'BEGIN { exit !(0.19 < e && e <= 0.6) }'

# What doesn't is said, before the first round.
set -m
"$SYSTOLL" run --contexts hot,seccomp:small,sud --launches 1000 --time 0.1 -o l.jsonl >out 2>err </dev/null &
pid=$!
for ((i = 0; i < 300; i++)); do
    grep '"type": *"round"' l.jsonl.partial >/dev/null 2>&1 && break
    sleep 0.1
done
kill -INT -- "-$pid"
wait "$pid"
status=$?
last='a run of 1000 launches'
expect_status 130
expect_err '^Timing [0-9]* cells takes about [0-9]* \(s\|min\): 1000 launches of 3 rounds at the least\.$'
last="expected $(expected l.jsonl) s"
ok 'and longer than was asked for' awk -v e="$(expected l.jsonl)" 'BEGIN { exit !(e > 3) }'
finish
