#!/bin/bash
# SPDX-License-Identifier: MIT
# gate ab between two states of a running system: where B's clocksource is hpet, the clocks that read
# it are slower, and no other cell. In a guest that counts instructions, so a busy host is as good.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

source=/sys/devices/system/clocksource/clocksource0/current_clocksource
busybox=$(command -v busybox) || unavailable "no busybox"
cp "$busybox" "$temp/sh"
guest --exact --append vsyscall=xonly --time-limit 250 --file "$temp/sh" -o "$temp/ab" \
    -- systoll-static gate ab --enter-a "echo tsc >$source" --enter-b "echo hpet >$source" \
    --undo "echo tsc >$source" --cells 'vdso:clock_gettime:*,syscall:clock_gettime:monotonic,syscall:getcpu' \
    --budget 6s --format json=answer.json \
    -- guest-cat $source &
wait $! || wrong "the guest failed"

finds() {
    jq -e "$1" "$temp/ab/answer.json" >/dev/null || wrong "not so: $1: $(cat "$temp/ab"/1.* "$temp/ab/answer.json")"
}
[ "$(cat "$temp/ab/1.exit")" = 1 ] || wrong "exit $(cat "$temp/ab/1.exit"), not 1"
finds '[.cells[] | select(.verdict == "regression").cell] ==
    ["vdso:clock_gettime:monotonic", "syscall:clock_gettime:monotonic"]'
finds '[.cells[] | select(.verdict == "pass").cell] ==
    ["vdso:clock_gettime:realtime_coarse", "syscall:getcpu"]'
grep -q '^tsc$' "$temp/ab/2.stdout" || wrong "the clocksource was not put back: $(cat "$temp/ab/2.stdout")"
exit "$wrong"
