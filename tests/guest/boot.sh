#!/bin/bash
# SPDX-License-Identifier: MIT
# boot.sh MODE...: systoll-static runs on a kernel with nothing but an initramfs; by the maps line, by
# trying and by the kernel entries of each path it sees the vsyscall mode that the kernel was booted
# with. Where the mode is none, the vDSO is off too.
# Guests count instructions: by the time of a busy host, a kernel may find its TSC unfit.
# shellcheck source=tests/guest/lib.sh disable=SC2317 # called by two_at_once
. "$(dirname "$0")/lib.sh"

declare -A line=([emulate]=r-xp [xonly]=--xp [none]='') words=([none]=vdso=0)
# One byte of the page; the error code of a refused read (Intel SDM vol. 3A, 4.7).
declare -A found=([emulate]='gave 0x48' [xonly]='error code 0x5' [none]='error code 0x5')

boot() {
    guest --exact --append "vsyscall=$1 ${words[$1]-}" --time-limit 400 -o "$temp/$1" \
        -- systoll-static --version -- guest-cat /proc/self/maps -- guest-cat /init \
        -- guest-cat /proc/cmdline /nowhere -- systoll-static nonsense \
        -- systoll-static inspect -- systoll-static inspect 1 -- systoll-static inspect --format json \
        -- systoll-static run --launches 2 --rounds 2 -o record.jsonl
}

# How commands end, and that bytes come out unchanged.
commands() {
    local dir=$temp/$1 codes
    codes=$(cat "$dir"/[1-9].exit | paste -sd ' ')
    [ "$codes" = "0 0 0 1 2 0 0 0 0" ] || wrong "$1: exits $codes: $(cat "$dir"/*.stderr)"
    [[ $(cat "$dir/1.stdout") == "systoll "* ]] || wrong "$1: no version"
    [ "$(awk '/\[vsyscall\]/ {print $2}' "$dir/2.stdout")" = "${line[$1]}" ] ||
        wrong "$1: another [vsyscall] line: $(grep vsyscall "$dir/2.stdout")"
    cmp "$dir/3.stdout" "$SYSTOLL_BUILD/guest-init" || wrong "$1: bytes came out changed"
    [[ $(cat "$dir/4.stderr") == /nowhere:* ]] || wrong "$1: standard error is lost"
    grep -q '^guest: clocksource tsc$' "$dir/console.log" || wrong "$1: clocksource isn't tsc"
}

says() { # MODE COMMAND PATTERN
    grep -q -e "$3" "$temp/$1/$2.stdout" || wrong "$1: inspect doesn't say '$3'"
}

inspect() {
    says "$1" 6 "^vsyscall mode of this boot: $1\$"
    says "$1" 6 "${found[$1]}"
    says "$1" 7 '^Process 1 (init)'
    says "$1" 8 "\"mode\": \"$1\""
    says "$1" 8 '"agree": true'
    case $1 in
    emulate) says "$1" 6 '^\[vsyscall\] .* r-xp ' ;;
    xonly) says "$1" 6 '^\[vsyscall\] .* --xp ' && says "$1" 6 '__vdso_clock_gettime$' ;;
    none) says "$1" 6 'a call .* ended with SIGSEGV (SEGV_MAPERR)' && says "$1" 6 'this process has no vDSO' ;;
    esac
}

two_at_once boot "$@"
for mode; do
    commands "$mode"
    inspect "$mode"
    [ "$mode" = none ] && vdso=0 || vdso=5
    entries_hold "$mode" "$temp/$mode/record.jsonl" "$mode" "$vdso"
done
exit "$wrong"
