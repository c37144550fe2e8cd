#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What ends a run or its worker from outside loses a round at most.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
set -m # a process group for each run, as a terminal makes it

# begin OPTION...: a run in the background, which has written some rounds: a busy machine spoils one.
rounds() { grep -cs '"type": *"round"' r.jsonl.partial || true; }
begin() {
    local i
    rm -f r.jsonl*
    last="run $*"
    "$SYSTOLL" run --cells 'control:ret,syscall:getppid' "$@" -o r.jsonl >out 2>err </dev/null &
    pid=$!
    for ((i = 0; i < 600; i++)); do
        [ "$(rounds)" -ge 20 ] 2>/dev/null && return
        sleep 0.05
    done
}

end() {
    wait "$pid" 2>/dev/null
    status=$?
}

# The worker that measures: run itself waits for it.
worker() { cat "/proc/$pid/task/$pid/children" 2>/dev/null; }

# readable FILE
readable() {
    systoll report --format json "$1"
    expect_status 0
    expect_out '"estimate": *[0-9]'
}

for signal in TERM HUP; do
    begin --time 60
    kill "-$signal" -- "-$pid"
    end
    expect_status 130
    ok "SIG$signal to all: the record is whole" grep -q '"type": *"summary"' r.jsonl
    ok 'no worker is missed' test -z "$(grep -o 'was lost' r.jsonl)"
    readable r.jsonl
done

# A worker that never answers holds the first Ctrl-C up, not the second.
begin --time 60
read -ra stopped < <(worker)
kill -STOP "${stopped[@]}"
sleep 0.5 # until the run waits for it
kill -INT "$pid"
sleep 0.5
ok 'the first Ctrl-C waits for the round' kill -0 "$pid"
since=$SECONDS
kill -INT "$pid"
end
expect_status 130
ok 'the second one waits for nothing' test $((SECONDS - since)) -le 10
readable r.jsonl

begin --time 60 --launches 1
read -ra killed < <(worker)
kill -KILL "${killed[@]}"
for ((n = $(rounds), i = 0; i < 600 && $(rounds) <= n + 1; i++)); do
    sleep 0.05
done
kill -INT "$pid"
end
expect_status 130
ok 'a run outlives its worker' grep -q '"type": *"summary"' r.jsonl
ok 'and says what is lost' grep -q '1 round lost: its worker was killed by SIGKILL (see dmesg' r.jsonl
readable r.jsonl

begin --time 60
read -ra orphans < <(worker)
kill -KILL "$pid"
end
expect_status 137
ok 'a killed run leaves its partial file' test -s r.jsonl.partial -a ! -e r.jsonl
readable r.jsonl.partial
alive() { grep -qs '^State:.*[RSDT] ' "/proc/${orphans[0]:-self}/status"; }
for ((i = 0; i < 100; i++)); do
    alive || break
    sleep 0.1
done
last='a killed run'
alive
ok 'and no worker' test $? -ne 0
systoll run --cells control:ret --launches 1 --rounds 60 -o r.jsonl
expect_status 0
ok 'the next run replaces it' test -s r.jsonl -a ! -e r.jsonl.partial

# What is given up while it prepares, or later, says so, and leaves its files as they were.
given_up() { # SECONDS COMMAND...
    local i
    last="${*:2}, stopped $1 s after its beginning"
    rm -f "$tmp/err"
    "$SYSTOLL" "${@:2}" -o file >"$tmp/out" 2>"$tmp/err" </dev/null &
    pid=$!
    for ((i = 0; i < 2000; i++)); do
        [ ! -s "$tmp/err" ] 2>/dev/null || break
        sleep 0.005
    done
    sleep "$1"
    kill -INT "$pid"
    end
    expect_status 130
    expect_err 'systoll gate [a-z]*: stopped \(before\|after [0-9]* jobs of at least 5: nothing was written\)'
    ok "$last: no file" test ! -e file -a ! -e file.partial
}
for seconds in 0 0.02 0.5; do
    given_up $seconds gate calibrate --cells control:ret --time 60s
done
for seconds in 0 0.02; do
    given_up $seconds gate ab --b '' --cells control:ret --budget 60s
done

finish
