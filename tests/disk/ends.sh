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

# Switches on a guest with the functions of standard input.
trial() { # NAME
    in=$temp/$1
    make_guest "$1"
    power_on "$in"
}

finish() {
    wait_off 3600 || wrong "$in: takes over an hour"
    power_cut
    bring_out "$in"
    sound "$in"
}

modes_are() { # MODE...
    local modes
    modes=$(booted "$in" | paste -sd ' ')
    [ "$modes" = "$*" ] || wrong "$in: these modes were booted: $modes"
}

# A configuration was given up after two boots of it failed, for a reason like this one.
given_up() { # PATTERN
    whole "$in" 2
    [ "$(grep -c -- ": failed: .*$1" "$in/result/out/campaign.log")" = 2 ] || wrong "$in: not two failures like '$1'"
    jq -e --arg like "$1" '(.failures | length) > 0 and any(.failures[]; test($like))' "$in/result/out/comparison.json" >/dev/null ||
        wrong "$in: the comparison has no failure like '$1'"
    grep 'is given up after 2 failures' "$in/result/out/campaign.log" >/dev/null || wrong "$in: nothing is given up"
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
    modes_are none emulate none
}

# Before any process runs. panic=30 has it come back by itself.
panic() {
    trial panic <<END
begin() { $start --boots 2 --append 'rdinit=/none root=/dev/none' -- $short_run; }
END
    finish
    grep -a 'Kernel panic' "$in/console.log" >/dev/null || wrong "$in: the kernel did not panic"
    given_up 'the kernel did not load, hung or panicked'
    modes_are none emulate none none emulate none
}

# Once it is up, in the middle of what is measured.
panic_late() {
    trial panic_late <<END
begin() { $start --boots 2 --append audit=1 -- $short_run; }
at_boot() {
    grep audit=1 /proc/cmdline >/dev/null || return 0
    until tail -n 1 /root/out/campaign.log | grep ': up$' >/dev/null; do sleep 0.2; done
    echo c >/proc/sysrq-trigger
}
END
    finish
    given_up 'it was cut off while it was measured'
    modes_are none emulate emulate none emulate none emulate none
}

# A shell without anybody to answer it is all that comes up; somebody sees it and cuts the power.
hang() {
    local time
    trial hang <<END
begin() { $start --boots 2 --append init=/bin/bash -- $short_run; }
END
    for time in 1 2; do
        until [ "$(grep -a -c 'Kernel command line: .*init=/bin/bash' "$in/console.log")" -ge "$time" ] || ! is_on; do sleep 1; done
        sleep 45
        power_cut
        power_on "$in"
    done
    finish
    given_up 'the kernel did not load, hung or panicked'
    modes_are none emulate none none emulate none
}

# It halts in the machine's own mode; goes on once there is room.
full_disk() {
    trial full_disk <<END
fill() {
    fallocate -l \$((\$(df --output=avail -B 1 / | tail -n 1) - 65536)) /root/full
    dd if=/dev/zero of=/root/full2 bs=4k 2>/dev/null
    :
}
begin() {
    fill
    try refused $start -- $short_run
    rm /root/full /root/full2
    $start -- $short_run
}
at_boot() {
    case \$1 in
    2) fill ;;
    3) try status bootmodes --status; rm /root/full /root/full2 && try resume bootmodes --resume ;;
    esac
}
END
    finish
    said "$in" '^refused: exit 2: .*make room'
    said "$in" '^status: exit 1: .*half-way'
    said "$in" '^resume: exit 0'
    whole "$in" 1
    no_failures "$in"
}

# Likewise, once /boot can be written to again.
read_only_boot() {
    trial read_only_boot <<END
begin() { $start --mode emulate,none -- $short_run; }
at_boot() {
    case \$1 in
    2) mount --bind /boot /boot && mount -o remount,bind,ro /boot ;;
    3) try status bootmodes --status; try resume bootmodes --resume ;;
    esac
}
END
    finish
    said "$in" "^status: exit 1: It can't go on: "
    said "$in" '^resume: exit 0'
    whole "$in" 2
    no_failures "$in"
}

# As an error of the disk leaves it; nobody can write anything until the machine is booted again by hand.
read_only_root() {
    trial read_only_root <<END
begin() { $start -- $short_run; }
at_boot() {
    [ \$1 -eq 2 ] || return 0
    until_up 1
    echo u >/proc/sysrq-trigger
    sleep 60
    echo b >/proc/sysrq-trigger
}
END
    finish
    whole "$in" 1
    modes_are none emulate none emulate none
}

clock_back() {
    trial clock_back <<END
begin() { $start -- $short_run; }
at_boot() { [ \$1 -ne 2 ] || date -s 2001-01-01; }
END
    finish
    grep '^2001-' "$in/result/out/campaign.log" >/dev/null || wrong "$in: the clock was not set back"
    whole "$in" 1
    no_failures "$in"
}

# The second is refused: at the same moment, afterwards, and in a boot of the first.
two() {
    trial two <<END
begin() {
    try one $start -- $short_run &
    try other $start --mode xonly -- $short_run
    wait \$!
    try afterwards bootmodes --yes --mode none -o /root/other
}
at_boot() { [ \$1 -ne 2 ] || try within bootmodes --yes --mode none -o /root/other; }
END
    finish
    [ "$(grep -a -c '^\(one\|other\): exit 0' "$in/said.log")" = 1 ] || wrong "$in: of two one is taken: $(cat "$in/said.log")"
    said "$in" '^\(one\|other\): exit 2: .*\(another\|under way\)'
    said "$in" '^afterwards: exit 2: .*under way'
    said "$in" '^within: exit 2: .*earlier campaign'
    whole "$in" 1
    no_failures "$in"
}

# By the administrator, for reasons of their own: the boot is taken again.
reboot() {
    trial reboot <<END
begin() { $start -- $short_run; }
at_boot() { [ \$1 -ne 2 ] || { until_up 1 && systemctl reboot && sleep 600; }; }
END
    finish
    whole "$in" 1
    no_failures "$in"
    modes_are none emulate none emulate none
}

# The unit is killed, as by the out-of-memory killer: it starts again, and takes the boot again.
killed() {
    trial killed <<END
begin() { $start -- $short_run; }
at_boot() {
    [ \$1 -eq 2 ] || return 0
    until_up 1
    systemctl kill -s KILL systoll-bootmodes
    sleep 2
    try doctor build/systoll-whole doctor
    grep 'boot campaign' doctor.out >/dev/ttyS1
}
END
    finish
    said "$in" 'boot campaign'
    whole "$in" 1
    no_failures "$in"
    modes_are none emulate emulate none
}

# In one of its modes, from another session; the result goes with it.
undo() {
    trial undo <<END
begin() { $start -- $short_run; }
at_boot() { [ \$1 -ne 2 ] || { until_up 1 && try undo bootmodes --undo; }; }
END
    finish
    said "$in" '^undo: exit 0: This boot is one of it'
    modes_are none emulate none
}

# What the disk gives back is not what was written: nothing is believed of it, and all is removed.
damaged_state() {
    trial damaged_state <<END
begin() { $start -- $short_run; }
at_boot() {
    [ \$1 -eq 2 ] || return 0
    until_up 1
    dd if=/dev/urandom of=\$state/state.json bs=512 count=1 conv=notrunc,fsync 2>/dev/null
    echo b >/proc/sysrq-trigger
}
END
    finish
    modes_are none emulate none
}

# GRUB's environment is not what it was: its copy takes its place.
damaged_grubenv() {
    trial damaged_grubenv <<END
begin() { $start -- $short_run; }
at_boot() {
    [ \$1 -eq 2 ] || return 0
    until_up 1
    dd if=/dev/zero of=/boot/grub/grubenv bs=1024 count=1 conv=notrunc,fsync 2>/dev/null
}
END
    finish
    whole "$in" 1
    no_failures "$in"
}

# As after an upgrade of some package.
update_grub() {
    trial update_grub <<END
begin() { $start --mode emulate,none -- $short_run; }
at_boot() { [ \$1 -ne 2 ] || try update-grub update-grub; }
END
    finish
    said "$in" '^update-grub: exit 0'
    whole "$in" 2
    no_failures "$in"
}

cases=(stop panic panic_late hang full_disk read_only_boot read_only_root clock_back two reboot killed undo damaged_state
    damaged_grubenv update_grub)
[ $# -gt 0 ] || { echo "usage: ends.sh CASE..., of ${cases[*]}" >&2 && exit 2; }
for each; do
    [[ " ${cases[*]} " = *" $each "* ]] || { echo "ends.sh: no case $each" >&2 && exit 2; }
    "$each"
    show "$in"
done
exit "$wrong"
