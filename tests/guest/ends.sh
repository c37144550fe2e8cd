#!/bin/bash
# SPDX-License-Identifier: MIT
# However a guest ends, scripts/guest says why and leaves neither QEMU nor temporary files.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

export TMPDIR=$temp/tmp
mkdir "$TMPDIR"
hang=(guest-cat /dev/console) # nobody types there

panics() {
    (guest --append rdinit=/nowhere -o "$temp/panic" -- systoll-static --version) 2>"$temp/error"
    [ $? = 1 ] || wrong "a panic isn't exit 1"
    grep -q 'before command 1 did: Kernel panic' "$temp/error" || wrong "panic: $(cat "$temp/error")"
    grep -q 'not syncing' "$temp/panic/console.log" || wrong "the console log lacks the panic"
}

# A busy host may need longer than the first limit until the first command has run.
runs_late() {
    local limit code
    for limit in 20 60 180; do
        rm -rf "$temp/late"
        (guest --time-limit $limit -o "$temp/late" -- guest-cat /proc/version -- "${hang[@]}") 2>"$temp/error"
        code=$?
        [ ! -e "$temp/late/1.exit" ] || break
    done
    [ $code = 1 ] || wrong "a guest past its time limit isn't exit 1"
    grep -q "before command 2 did: time limit of $limit s, which --time-limit S raises" "$temp/error" || wrong "late: $(cat "$temp/error")"
    grep -q 'guest: command 1' "$temp/error" || wrong "late: the console's end isn't shown"
    grep -q '^Linux' "$temp/late/1.stdout" || wrong "the first command's output is lost"
}

# Sends the signal once QEMU runs; leaves scripts/guest's exit in code.
interrupt() { # SIGNAL
    local pid qemu i
    guest -o "$temp/$1" -- "${hang[@]}" &
    pid=$!
    for ((i = 0; i < 100; i++)); do
        qemu=$(pgrep -P $pid qemu) && break
        sleep 0.1
    done
    kill "-$1" $pid
    wait $pid 2>/dev/null
    code=$?
    [ -n "$qemu" ] || wrong "$1: no QEMU was seen"
    for ((i = 0; i < 50; i++)); do # an orphan's end takes a moment to be seen
        kill -0 "$qemu" 2>/dev/null || return
        sleep 0.1
    done
    wrong "$1 leaves a QEMU behind"
}

panics
runs_late
interrupt TERM
[ $code = 143 ] || wrong "TERM gives exit $code"
[ -z "$(ls "$TMPDIR")" ] || wrong "temporary files stay: $(ls "$TMPDIR")"
interrupt KILL
exit "$wrong"
