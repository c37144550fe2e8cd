#!/bin/bash
# SPDX-License-Identifier: MIT
# inspect sees the vsyscall mode that the kernel was booted with, by the maps line and by trying,
# and says so where there is no vDSO.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

# One byte of the page; the error code of a refused read (Intel SDM vol. 3A, 4.7).
declare -A found=([emulate]='gave 0x48' [xonly]='error code 0x5' [none]='error code 0x5')

boot() {
    guest --append "vsyscall=$1 ${2-}" --time-limit 400 -o "$temp/$1" \
        -- systoll-static inspect -- systoll-static inspect 1 -- systoll-static inspect --format json
}

says() { # MODE COMMAND PATTERN
    grep -q -e "$3" "$temp/$1/$2.stdout" || wrong "$1: inspect doesn't say '$3'"
}

check() {
    local command
    for command in 1 2 3; do
        [ "$(cat "$temp/$1/$command.exit")" = 0 ] ||
            wrong "$1: command $command: $(cat "$temp/$1/$command.stderr")"
    done
    says "$1" 1 "^vsyscall mode of this boot: $1\$"
    says "$1" 1 "${found[$1]}"
    says "$1" 2 '^Process 1 (init)'
    says "$1" 3 "\"mode\": \"$1\""
    says "$1" 3 '"agree": true'
}

boot emulate &
boot xonly &
wait -n || wrong "a guest failed"
boot none vdso=0 &
wait -n || wrong "a guest failed"
wait -n || wrong "a guest failed"
[ $wrong = 0 ] || exit 1
for mode in emulate xonly none; do
    check "$mode"
done
says emulate 1 '^\[vsyscall\] .* r-xp '
says xonly 1 '^\[vsyscall\] .* --xp '
says xonly 1 '__vdso_clock_gettime$'
says none 1 'a call .* ended with SIGSEGV (SEGV_MAPERR)'
says none 1 'this process has no vDSO'
exit "$wrong"
