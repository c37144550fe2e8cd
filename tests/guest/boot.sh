#!/bin/bash
# SPDX-License-Identifier: MIT
# systoll-static runs on a kernel with nothing but an initramfs, and sees the vsyscall mode that the
# kernel was booted with.
# shellcheck source=tests/guest/lib.sh disable=SC2317 # called by two_at_once
. "$(dirname "$0")/lib.sh"

declare -A line=([emulate]=r-xp [xonly]=--xp [none]='')
# Counting instructions, the first process always starts before tsc is the clocksource; by the time
# of a busy host, a kernel may also find its TSC unfit.
declare -A exact=([xonly]=--exact)

boot() {
    guest ${exact[$1]+"${exact[$1]}"} --append "vsyscall=$1" --time-limit 400 -o "$temp/$1" \
        -- systoll-static --version -- guest-cat /proc/self/maps -- guest-cat /init \
        -- guest-cat /proc/cmdline /nowhere -- systoll-static nonsense
}

check() {
    local dir=$temp/$1
    [ "$(cat "$dir/1.exit")" = 0 ] || wrong "$1: systoll-static --version: $(cat "$dir/1.stderr")"
    [[ $(cat "$dir/1.stdout") == "systoll "* ]] || wrong "$1: no version"
    [ "$(awk '/\[vsyscall\]/ {print $2}' "$dir/2.stdout")" = "${line[$1]}" ] ||
        wrong "$1: another [vsyscall] line: $(grep vsyscall "$dir/2.stdout")"
    cmp "$dir/3.stdout" "$SYSTOLL_BUILD/guest-init" || wrong "$1: bytes came out changed"
    [ "$(cat "$dir/4.exit")" = 1 ] || wrong "$1: a failing command's exit isn't 1"
    [[ $(cat "$dir/4.stderr") == /nowhere:* ]] || wrong "$1: standard error is lost"
    [ "$(cat "$dir/5.exit")" = 2 ] || wrong "$1: exit of an unknown command isn't 2"
    [ -z "${exact[$1]-}" ] || grep -q '^guest: clocksource tsc$' "$dir/console.log" ||
        wrong "$1: clocksource isn't tsc"
}

two_at_once boot "${!line[@]}"
for mode in "${!line[@]}"; do
    check "$mode"
done
exit "$wrong"
