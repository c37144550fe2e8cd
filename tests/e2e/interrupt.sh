#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Ctrl-C ends a run at the round's end: exit 130, the record valid, no worker left.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2

# A job of its own process group, which gets SIGINT as a whole, as from a terminal.
set -m

# interrupt TIMES FILE: starts a long run, and sends SIGINT once it has written a round.
interrupt() {
    local i
    last="run -o $2, SIGINT $1 times"
    "$SYSTOLL" run --time 60 -o "$2" >out 2>err </dev/null &
    pid=$!
    for ((i = 0; i < 300; i++)); do
        grep -q '"type": *"round"' "$2.partial" 2>/dev/null && break
        sleep 0.1
    done
    for ((i = 0; i < $1; i++)); do
        kill -INT -- "-$pid"
    done
    wait "$pid"
    status=$?
}

# shellcheck disable=SC2317 # ok calls it
no_worker() { # a moment after the run: it may be at its last block
    local i
    for ((i = 0; i < 100; i++)); do
        pgrep -g "$pid" || return 0
        sleep 0.1
    done
    return 1
}

for times in 1 2; do
    interrupt "$times" "run$times.jsonl"
    expect_status 130
    record=$(compgen -G "run$times.jsonl*")
    ok 'a record is left' test -s "$record"
    systoll report --format json "$record"
    expect_status 0
    expect_out '"systoll.report/1"'
    ok 'no worker is left' no_worker
done

finish
