#!/bin/bash
# SPDX-License-Identifier: MIT
# boot.sh MODE...: systoll-static runs on a kernel with nothing but an initramfs; by the maps line, by
# trying and by the kernel entries of each path it sees the vsyscall mode that the kernel was booted
# with; systoll watch counts every call of the page, by call and by process. Where the mode is none, the
# vDSO is off too.
# Guests count instructions: by the time of a busy host, a kernel may find its TSC unfit.
# shellcheck source=tests/guest/lib.sh disable=SC2317 # called by two_at_once
. "$(dirname "$0")/lib.sh"

declare -A line=([emulate]=r-xp [xonly]=--xp [none]='') words=([none]=vdso=0)
# One byte of the page; the error code of a refused read (Intel SDM vol. 3A, 4.7).
declare -A found=([emulate]='gave 0x48' [xonly]='error code 0x5' [none]='error code 0x5')

boot() {
    guest --exact --append "vsyscall=$1 ${words[$1]-}" --time-limit 400 -o "$temp/$1" \
        --file "$SYSTOLL_BUILD/tests/page-caller-static" --file "$SYSTOLL_BUILD/tests/timens" \
        -- systoll-static --version -- guest-cat /proc/self/maps -- guest-cat /init \
        -- guest-cat /proc/cmdline /nowhere -- systoll-static nonsense \
        -- systoll-static inspect -- systoll-static inspect 1 -- systoll-static inspect --format json \
        -- systoll-static run --launches 2 --rounds 2 -o record.jsonl \
        -- systoll-static watch --format json '\--' page-caller-static 10000 0 0 \
        -- systoll-static watch --format json '\--' page-caller-static 0 2500 0 forks 4 \
        -- systoll-static watch --format json '\--' timens page-caller-static 0 0 10000 \
        -- systoll-static watch --format json '\--' page-caller-static 10000 10000 10000 vdso
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

# saw MODE COMMAND CALLS ENTRY PROCESSES: so many calls of that entry, and of no other, were counted, as many
# of each process, and all of them where the test program makes them.
saw() {
    jq -e --argjson calls "$3" --arg entry "$4" --argjson processes "$5" '
        .calls == $calls and .by_call[$entry] == $calls and ([.by_call[]] | add) == $calls and
        .unknown_caller == 0 and ([.callers[] | {pid, calls}] | group_by(.pid) |
            map(map(.calls) | add)) == [range($processes) | $calls / $processes] and
        all(.callers[]; .command == "page-caller-sta" and .call == $entry and .symbol == "call_page")' \
        "$temp/$1/$2.stdout" >/dev/null ||
        wrong "$1: watch $2 saw '$(cat "$temp/$1/$2.stdout")': $(cat "$temp/$1/$2.stderr")"
}

# The calls of a program, of four that it forks, of one in a time namespace, and of one by the vDSO.
watch() {
    local n want=0
    [ "$1" != none ] || want=77
    for n in 10 11 12 13; do
        [ "$(cat "$temp/$1/$n.exit")" = $want ] || wrong "$1: watch $n ends otherwise: $(cat "$temp/$1/$n.stderr")"
        [ "$1" != none ] || grep -q 'no vsyscall page (vsyscall=none)' "$temp/$1/$n.stderr" ||
            wrong "$1: watch $n doesn't say why: $(cat "$temp/$1/$n.stderr")"
    done
    [ "$1" != none ] || return 0
    saw "$1" 10 10000 gettimeofday 1
    saw "$1" 11 10000 time 4
    saw "$1" 12 10000 getcpu 1
    saw "$1" 13 0 time 0
}

two_at_once boot "$@"
for mode; do
    commands "$mode"
    inspect "$mode"
    watch "$mode"
    [ "$mode" = none ] && vdso=0 || vdso=5
    entries_hold "$mode" "$temp/$mode/record.jsonl" "$mode" "$vdso"
done
exit "$wrong"
