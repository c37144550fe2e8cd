#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ends.sh CASE...: campaigns on a disk in which something goes wrong or somebody steps in. Whatever it is, the
# machine ends in its own mode and with its own files; and each case has an outcome of its own.
# shellcheck disable=SC2317 # called by name
# shellcheck source=tests/disk/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/disk/judge.sh
. "$at/judge.sh"
needs_disk

# How a campaign begins: of one boot, unless it has more modes or words.
start="bootmodes --yes --mode emulate --boots 1 -o /root/out --via grub"

# Switches on a guest with the functions of standard input, and files beside them.
trial() { # NAME [FILE...]
    in=$temp/$1
    make_guest "$@"
    power_on "$in"
}

finish() {
    wait_off 3600 || wrong "$in: takes over an hour"
    power_cut
    bring_out "$in"
    sound "$in"
}

# From another session, while the first mode is measured.
stop() {
    trial stop <<END
begin() { $start --mode emulate,none -- $short_run; }
at_boot() {
    [ \$1 -eq 2 ] || return 0
    until_up 1
    try stop setsid -w env -i bash -l /opt/systoll/scripts/bootmodes --here --stop
}
END
    finish
    said "$in" '^stop: exit 0'
    [ "$(booted "$in" | paste -sd ' ')" = 'none emulate none' ] || wrong "stop: it went on: $(cat "$in/said.log")"
}

[ $# -gt 0 ] || { echo 'usage: ends.sh stop...' >&2 && exit 2; }
for each; do
    "$each"
    show "$in"
done
exit "$wrong"
