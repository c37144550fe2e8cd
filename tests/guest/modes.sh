#!/bin/bash
# SPDX-License-Identifier: MIT
# In each vsyscall mode, on two kernels: inspect and run see the mode, and a call on each path enters
# the kernel as often as it must.
# Guests count instructions: by the time of a busy host, a kernel may find its TSC unfit.
# shellcheck source=tests/guest/lib.sh disable=SC2317 # called by two_at_once
. "$(dirname "$0")/lib.sh"

older=linux-image-cloud-amd64
"$root/scripts/kernels" $older >/dev/null || unavailable "no kernel $older"

# sys_enter, emulate_vsyscall, page_fault_user, page_faults of every measured cell, by path.
entries='{vdso: [0,0,0,0], libc: [0,0,0,0], control: [0,0,0,0], syscall: [1,0,0,0], int80: [1,0,0,0],
    vsyscall: [0,1,1,1]}'
measured='[.cells[] | select(.state == "measured")]'

boot() { # PACKAGE/MODE
    guest --exact --kernel "${1%/*}" --append "vsyscall=${1#*/}" --time-limit 400 -o "$temp/$1" \
        -- systoll-static inspect -- systoll-static run --launches 2 --rounds 2 -o record.jsonl
}

# Three vsyscall cells are measured; none of them where the mode is none, and the reason says so.
check() { # PACKAGE/MODE
    local mode=${1#*/} dir=$temp/$1 vsyscalls=3 reason=' no entry '
    [ "$mode" != none ] || { vsyscalls=0 && reason='vsyscall=none: SIGSEGV| no entry '; }
    [ "$(cat "$dir"/[12].exit)" = $'0\n0' ] || wrong "$1: $(cat "$dir"/*.stderr)"
    grep -q "^vsyscall mode of this boot: $mode\$" "$dir/1.stdout" || wrong "$1: inspect's mode"
    holds "$dir/record.jsonl" ".machine.vsyscall_mode == \"$mode\"" || wrong "$1: the record's mode"
    holds "$dir/record.jsonl" "$measured | all(([.counters[]]) == ${entries}[.path])" ||
        wrong "$1: kernel entries: $(cat "$dir/2.stdout")"
    holds "$dir/record.jsonl" "$measured | group_by(.path) | map({(.[0].path): length}) | add |
        .vdso == 5 and .syscall == 6 and .int80 == 6 and (.vsyscall // 0) == $vsyscalls" ||
        wrong "$1: other cells were measured: $(cat "$dir/2.stdout")"
    holds "$dir/record.jsonl" "[.cells[] | select(.path == \"vsyscall\" and .state == \"skipped\")]
        | length == 5 - $vsyscalls and all(.reason | test(\"$reason\"))" || wrong "$1: the skipped cells"
}

for package in $package $older; do
    boots+=("$package"/{emulate,xonly,none})
done
two_at_once boot "${boots[@]}"
for one in "${boots[@]}"; do
    check "$one"
done
exit "$wrong"
