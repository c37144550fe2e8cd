# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154,SC2317 # set before it; trap calls it
# Runs on a host, in any sh; scripts/fleet.d/host sends it, with RUN OPTIONs as arguments, and then the
# program. Sends doctor's line, then the record, or why there is none, all marked with the token. It
# ends when its standard input does, and leaves nothing, however it ends.
umask 077
export LC_ALL=C
at=${TMPDIR:-/tmp} dir='' child='' watcher=''

send() { echo "$token $*"; }

fail() {
    send failed "$*"
    exit 1
}

clean_up() {
    trap '' HUP INT TERM PIPE
    [ -z "$watcher" ] || kill "$watcher"
    [ -z "$child" ] || { kill "$child" && wait "$child"; }
    cd /
    [ -z "$dir" ] || rm -rf "$dir"
} 2>/dev/null

# without WHAT WHY: a disk that is full is named as such.
without() {
    case $2 in
    *'No space left'*) fail "no space for its $1 in $at" ;;
    esac
    fail "no $1: $2"
}

take_lock() {
    command -v flock >/dev/null || fail 'no flock there, so two might measure at once; install util-linux'
    [ -r /run ] || fail 'no /run there, whose lock keeps measurements apart'
    exec 9</run
    flock -n 9 || fail 'busy: another measurement of scripts/fleet runs there'
}

# The file said is begun first: it has a block then, when the disk is full.
take_program() {
    why=$(mktemp -d "$at/systoll-fleet.XXXXXXXXXX" 2>&1) || without folder "$why"
    dir=$why
    cd "$dir" || fail "no folder $dir"
    echo >said || without message 'No space left'
    why=$(head -c "$size" 2>&1 >systoll) || without program "$why"
    [ "$(wc -c <systoll)" -eq "$size" ] || fail 'cut off: the program came in part'
    chmod 700 systoll
    TMPDIR=$dir
    export TMPDIR
    exec 3<&0 </dev/null
}

# Nothing more comes: standard input ends when scripts/fleet does, or the connection.
watch_input() {
    while read -r _; do :; done
    kill $$
}

examine() {
    line=$(./systoll doctor --line 2>&1)
    case $? in
    0 | 1) send doctor "$line" ;;
    126) fail "programs can't be run in $at: $line" ;;
    *) fail "systoll doctor: $line" ;;
    esac
}

measure() {
    ./systoll run "$@" -o record >/dev/null 2>>said &
    child=$!
    wait "$child"
    code=$?
    child=''
    { [ "$code" -eq 0 ] && [ -r record ]; } || without record "$(tail -n 1 said), exit code $code"
}

# The folder goes first: should the connection hang now, there is nothing left.
send_record() {
    exec 4<record
    cd / && rm -rf "$dir" && dir=''
    send record
    cat <&4
    send end
}

trap clean_up EXIT
trap 'exit 1' HUP INT TERM PIPE
[ "$(uname -sm)" = 'Linux x86_64' ] || fail "wrong architecture: $(uname -sm)"
take_lock
take_program
watch_input <&3 >/dev/null 2>&1 9<&- &
watcher=$!
examine
measure "$@"
send_record
exit 0
