#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How long timing takes is known before it begins: in the record, and said where it is longer than was
# asked for.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2317 # called by name
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

# begins ARGS...: what a run is expected to take, which stands in its record before the first round; it is stopped there.
set -m
begins() {
    local pid i
    "$SYSTOLL" run --cells 'vdso:time,syscall:getppid,*:getppid@seccomp:small,syscall:getppid@sud' "$@" -o b.jsonl \
        >out 2>err </dev/null &
    pid=$!
    for ((i = 0; i < 300; i++)); do
        grep '"type": *"round"' b.jsonl.partial >/dev/null 2>&1 && break
        sleep 0.1
    done
    kill -INT -- "-$pid"
    wait "$pid"
    status=$?
    last="begins $*: expected $(expected b.jsonl) s"
}
# more MANY FEW: what is expected of the one is over twice what is expected of the other.
more() { awk -v many="$1" -v few="$2" 'BEGIN { exit !(many > 2 * few) }'; }

# By launches and rounds. A worker's start is most of a short run with sanitizers.
begins --launches 3 --rounds 3
few=$(expected b.jsonl)
begins --launches 3 --rounds 5000
ok "more rounds take longer than $few s" more "$(expected b.jsonl)" "$few"
begins --launches 30 --rounds 3
ok "more launches take longer than $few s" more "$(expected b.jsonl)" "$few"

# What fits takes the time that is given.
begins --launches 2 --time 20
ok 'time that is enough is filled' awk -v e="$(expected b.jsonl)" 'BEGIN { exit !(7 < e && e <= 20) }'

# What doesn't is said, before the first round.
begins --launches 1000 --time 0.1
expect_status 130
expect_err '^Timing [0-9]* cells takes about [0-9]* \(s\|min\): 1000 launches of 3 rounds at the least\.$'
ok 'and longer than was asked for' awk -v e="$(expected b.jsonl)" 'BEGIN { exit !(e > 3) }'
finish
