#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll gate ab --enter-a --enter-b --undo`: the system is put back whatever happens, at the next
# start at the latest.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016,SC2317 # awk's fields; ok calls undone
. "$(dirname "$0")/lib.sh"

log=$tmp/log
enter=(--enter-a "echo a >>'$log'" --enter-b "echo b >>'$log'" --undo "echo undo >>'$log'")
undone() { [ "$(grep -c undo "$log")" -eq "$1" ] && [ "$(tail -n 1 "$log")" = undo ]; }

systoll gate ab "${enter[@]}" --cells vdso:time --budget 15s --margin 10% --format json
[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
result $? "$last: exit 0 or 3"
ok 'it is put back once, at the end' undone 1
ok 'both states were entered, alternately' awk '
    $1 == last && $1 != "undo" { exit 1 } { last = $1; seen[$1]++ }
    END { if (seen["a"] < 52 || seen["b"] < 52) exit 1 }' "$log"

# What can't be entered.
: >"$log"
systoll gate ab "${enter[@]}" --enter-b 'exit 7' --cells vdso:time
expect_status 2
expect_err '^systoll gate ab: --enter-b: .exit 7. ended with exit code 7'
ok 'it is put back' undone 1

# What can't be put back is said, and tried again.
: >"$log"
systoll gate ab "${enter[@]}" --undo "[ -e '$tmp/free' ] && echo undo >>'$log'" --cells vdso:time \
    --budget 1s
expect_status 2
expect_err 'was not put back: .* remove that file'
lines=$(wc -l <"$log")
systoll gate ab "${enter[@]}" --cells vdso:time --budget 1s
expect_status 2
expect_err 'was not put back: .* remove '
ok 'nothing is entered then' [ "$(wc -l <"$log")" -eq "$lines" ]
systoll gate ab --b '' --cells vdso:time --budget 1s
expect_err 'was not put back: .* remove '
expect_out '^[A-Z][a-z]*: '
touch "$tmp/free"
systoll gate ab --b '' --cells vdso:time --margin 10% --budget 1s
expect_err 'an earlier run had ended without putting its setting back'
ok 'it is put back' undone 1

# Killed, it leaves the undo to the next start.
for signal in KILL TERM; do
    : >"$log"
    "$SYSTOLL" gate ab "${enter[@]}" --cells vdso:time --margin 0% --budget 100s >/dev/null 2>&1 &
    for _ in $(seq 600); do
        [ "$(grep -c b "$log")" -gt 3 ] && break
        sleep 0.1
    done
    kill -"$signal" $!
    wait $! 2>/dev/null
    last="gate ab, SIG$signal"
    [ "$signal" = KILL ] || ok "after SIG$signal it is put back" undone 1
    [ "$signal" = TERM ] || ok 'nothing could be put back' [ "$(grep -c undo "$log")" -eq 0 ]
    systoll gate ab --b '' --cells vdso:time --margin 10% --budget 1s
    ok "after SIG$signal and the next start it is put back, once" undone 1
done

finish
