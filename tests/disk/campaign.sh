#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# campaign.sh grub|kexec: a whole campaign of three modes by two boots on a disk: the boots themselves say that
# each came in its mode, by its way, and in turn; the machine ends in its own mode and with its own files.
# shellcheck source=tests/disk/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/disk/judge.sh
. "$at/judge.sh"
via=${1:?campaign.sh grub or kexec}
checks=yes
needs_disk

make_guest whole <<END
begin() {
    bootmodes --yes --mode emulate,xonly,none --boots 2 --via $via -o /root/out -- $short_run
}
END
in=$temp/whole
power_on "$in"
wait_off 3600 || wrong "the campaign takes over an hour"
bring_out "$in"
sound "$in"
whole "$in" 6
no_failures "$in"
said "$in" '^begin: exit 0'
modes=$(booted "$in" | paste -sd ' ')
[ "$modes" = 'none emulate xonly none none xonly emulate none' ] || wrong "other modes were booted: $modes"
# The first boot and the last come from GRUB in any case.
loaders=$(awk '/^boot / { print ($4 == 114) ? "grub" : "kexec" }' "$in/said.log" | sort | uniq -c | paste -sd ' ' | tr -s ' ')
case $via in
grub) [ "$loaders" = ' 8 grub' ] || wrong "not all boots are GRUB's: $loaders" ;;
kexec) [ "$loaders" = ' 2 grub 6 kexec' ] || wrong "not all measured boots are kexec's: $loaders" ;;
esac
show "$in"
exit "$wrong"
