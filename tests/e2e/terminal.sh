#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Colour and progress come on a terminal only; script(1) plays one.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v script >/dev/null || skip_all 'script (bsdutils) is not installed'

cd "$tmp" || exit 2
escape=$'\033'
brief="$SYSTOLL run --cells control:ret --launches 2 --rounds 20 -o r.jsonl"

# on_terminal COMMAND: in a shell whose three streams are a terminal.
on_terminal() {
    run script -qec "$1" /dev/null
    last="$1, on a terminal"
}

unset NO_COLOR
export TERM=xterm
on_terminal "$brief"
expect_status 0
expect_out "$escape\[Kproving the cells"
expect_out "$escape\[K.*launch 2 of 2, [0-9]* %, [0-9]* s left"
expect_out "$escape\[1m"
on_terminal "$SYSTOLL report r.jsonl"
expect_out "$escape\[1m"

export NO_COLOR=1
on_terminal "$brief"
expect_status 0
expect_out 's left'
expect_no_out "$escape\[[0-9]*m"
on_terminal "$SYSTOLL report r.jsonl"
expect_out '^control:ret'
expect_no_out "$escape"
unset NO_COLOR

# no-color.org: only where it is not empty. A dumb terminal has none at all.
NO_COLOR='' on_terminal "$SYSTOLL report r.jsonl"
expect_out "$escape\[1m"
TERM=dumb on_terminal "$SYSTOLL report r.jsonl"
expect_out '^control:ret'
expect_no_out "$escape\[[0-9]*m"

# No line is longer than the terminal, and what there is no room for is named.
systoll run --cells '*:time,syscall:clock_gettime:realtime_coarse' --clocks all --launches 2 --rounds 60 -o wide.jsonl
for width in 40 60 80 100 120; do
    on_terminal "stty cols $width; $SYSTOLL report wide.jsonl"
    sed "s/$escape\[[0-9]*m//g; s/\r//" "$tmp/out" >plain
    ok "no line is over $width columns" test "$(wc -L <plain)" -le "$width"
    ok "a row for each cell at $width" test "$(grep -c '^[a-z0-9]*:[a-z_~:]*  *[0-9]' plain)" -ge 2
done
on_terminal "stty cols 80; $SYSTOLL report wide.jsonl"
expect_out 'A line of 80 characters has no room for: ticks'
on_terminal "stty cols 120; $SYSTOLL report wide.jsonl"
expect_no_out 'has no room'
expect_out 'p99'
systoll report wide.jsonl
ok 'no line of a file is over 100' test "$(wc -L <"$tmp/out")" -le 100

# The table to a pipe has no colour even while progress has its terminal.
on_terminal "$brief >table"
expect_out 's left'
ok 'no escape in a file' test -z "$(grep "$escape" table)"

# shellcheck disable=SC2086 # several words
run $brief
expect_status 0
expect_no_out "$escape"
ok 'neither escapes nor progress elsewhere' test -z "$(grep -e "$escape" -e left "$tmp/err")"

# What asks something of the terminal, as sudo does for a password, is refused with a sentence, and
# nothing waits for it.
printf '#!/bin/sh\nread -r answer </dev/tty\nexec "$@"\n' >ask
printf '#!/bin/sh\nstty -echo </dev/tty\nexec "$@"\n' >hush
chmod +x ask hush
for way in ask hush; do
    on_terminal "timeout -s KILL 20 $SYSTOLL gate ab --cells control:ret --budget 2s --b ./$way"
    expect_status 2
    expect_out 'starts no worker: it asks for the terminal.*sudo -v'
    on_terminal "timeout -s KILL 20 $SYSTOLL gate ab --cells control:ret --budget 2s --b '' \
        --enter-a ./$way --enter-b : --undo :"
    expect_status 2
    expect_out "enter-a: .*/$way. can.t end: it asks for the terminal"
done
cd / || exit 2
ok 'and nothing is left behind' test -z "$(left "$tmp")"

finish
