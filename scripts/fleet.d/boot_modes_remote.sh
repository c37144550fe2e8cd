# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2015,SC2154,SC2317 # || fail ends it; set before it; trap calls it
# Runs on a host as root, in any sh; scripts/fleet.d/boot_modes_host sends it: $what is to be done, $id is of
# the folder that scripts/fleet works in, BOOTMODES OPTIONs are the arguments. All that is sent stays in $at, and the
# result in $at/out, until that has been fetched.
umask 022
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
at=/var/lib/systoll-fleet
export SYSTOLL_BUILD=$at

send() { echo "$token $*"; }

fail() {
    send failed "$*"
    exit 1
}

bootmodes() { "$at/scripts/bootmodes" --here "$@"; }

# A command that ended before it had sent all leaves a folder without a campaign: that is none.
state() {
    [ -e "$at" ] || { send state none && return; }
    said=$(bootmodes --status 2>&1) && good=yes || good=no
    case $said in
    *"; the result comes to $at/out"*)
        [ "$good" = no ] || { send state "${said%%; the result*}" && return; }
        fail "$(echo "$said" | tail -n 1 | sed "s|--here|$at/scripts/bootmodes --here|")"
        ;;
    *'without its state'*) fail "$said" ;;
    esac
    if grep ' ended: ' "$at/out/campaign.log" >/dev/null 2>&1; then
        send state over
    elif [ -s "$at/out/campaign.log" ]; then
        fail "its campaign was removed before it ended; without $at there, another is begun"
    else
        send state none
    fi
}

# A measurement of scripts/fleet would be cut off by the reboot.
take_lock() {
    command -v flock >/dev/null || fail 'no flock there; install util-linux'
    exec 9</run && flock -n 9 || fail 'busy: a measurement of scripts/fleet runs there'
}

take_files() {
    why=$(mkdir -m 700 "$at" 2>&1) || fail "no folder: $why"
    trap 'rm -rf "$at"' EXIT
    cd "$at" && echo "$id" >id || fail "can't write to $at"
    why=$(head -c "$size" 2>&1 >sent.tar) || fail "no room for what is sent in $at: $why"
    [ "$(wc -c <sent.tar)" -eq "$size" ] || fail 'cut off: what is sent came in part'
    why=$(tar -xf sent.tar 2>&1) || fail "can't unpack what is sent in $at: $why"
    rm sent.tar
    sync
}

# Once all has come it is begun, and can't be cut off before it says so: what is half put up would be lost.
start() {
    command -v bash >/dev/null || fail 'no bash there; install bash'
    take_lock
    rm -rf "$at"
    take_files
    trap '' HUP INT TERM PIPE
    why=$(bootmodes --yes -o "$at/out" "$@" 2>&1 >/dev/null </dev/null)
    case $? in
    0) ;;
    2) fail "$(echo "$why" | tail -n 1 | sed 's|^scripts/bootmodes: ||')" ;;
    *)
        trap - EXIT
        fail "scripts/bootmodes ended half-way there: $why"
        ;;
    esac
    trap - EXIT
    send started
}

fetch() {
    send result
    tar -C "$at/out" -cf - . || exit 1
    echo
}

clean() {
    cd / && rm -rf "$at" || fail "can't remove $at"
}

trap 'exit 1' HUP INT TERM PIPE
[ "$(uname -sm)" = 'Linux x86_64' ] || fail "wrong architecture: $(uname -sm)"
[ "$(id -u)" = 0 ] || fail 'not root there: a campaign reboots the host; give User root in ssh_config'
command -v tar >/dev/null || fail 'no tar there; install tar'
[ ! -L "$at" ] && { [ ! -s "$at/id" ] || [ "$(cat "$at/id")" = "$id" ]; } ||
    fail "$at there is of another folder of scripts/fleet --boot-modes, which its campaign comes to"
"$what" "$@"
send end
exit 0
