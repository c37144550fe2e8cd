#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/fleet --boot-modes over two machines that have a disk, an sshd and reboots of their own: both come to
# their result, end in their own mode, and have their own files.
# shellcheck source=tests/disk/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/disk/judge.sh
. "$at/judge.sh"
if [ "${1-}" != inside ]; then # where no port is taken
    unshare -n true 2>/dev/null || unavailable 'no network namespace can be made here'
    exec unshare -n "$0" inside
fi
for tool in clush:clustershell ssh:openssh-client ip:iproute2; do
    command -v "${tool%:*}" >/dev/null || unavailable "${tool#*:} is not installed"
done
checks=yes
needs_disk
ip link set lo up
cd "$temp" || exit 2

ssh-keygen -q -t ed25519 -N '' -f key && ssh-keygen -q -t ed25519 -N '' -f host_key || exit 2
echo "* $(cut -d' ' -f1,2 host_key.pub)" >known
printf '%s\n' 'HostKey /opt/systoll/host_key' 'AuthorizedKeysFile /opt/systoll/key.pub' 'StrictModes no' 'UsePAM no' \
    'PermitRootLogin prohibit-password' >sshd_config
printf 'Host node%s\n HostName 127.0.0.1\n Port 220%s\n' 1 1 2 2 >ssh_config
printf 'Host *\n User root\n IdentityFile %s\n UserKnownHostsFile %s\n GlobalKnownHostsFile /dev/null\n' \
    "$temp/key" "$temp/known" >>ssh_config
mkdir bin
printf '#!/bin/sh\nexec %s -F %s "$@"\n' "$(command -v ssh)" "$temp/ssh_config" >bin/ssh
chmod +x bin/ssh
PATH=$temp/bin:$PATH

# A machine that is switched on, and stays in the network until its result was fetched.
machine() { # NUMBER
    make_guest "node$1" host_key key.pub sshd_config <<'END'
online() {
    local card
    modprobe -a virtio_pci virtio_net && udevadm settle
    card=$(cd /sys/class/net && echo e*)
    ip addr add 10.0.2.15/24 dev "$card" && ip link set "$card" up && mkdir -p /run/sshd &&
        /usr/sbin/sshd -f /opt/systoll/sshd_config
}
begin() { online && until [ -e $unit ]; do sleep 1; done; }
at_boot() { online; }
at_end() { while [ -e /var/lib/systoll-fleet ]; do sleep 1; done; }
END
    (power_on "$temp/node$1" -nic "user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:220$1-:22" && wait_off 3600) &
}
for number in 1 2; do machine $number; done
until="$((SECONDS + 900))"
for number in 1 2; do
    until timeout 20 ssh -o ConnectTimeout=10 node$number true 2>/dev/null || ((SECONDS > until)); do sleep 2; done
done

# The same command, until none is under way.
: >said
for ((i = 0; i < 180; i++)); do
    # shellcheck disable=SC2086 # words
    "$root/scripts/fleet" --boot-modes -w 'node[1-2]' -o rack -- --mode xonly,none --boots 1 --via grub -- $short_run \
        >out 2>err </dev/null
    code=$?
    cat out err >>said
    [ $code -eq 3 ] || break
    sleep 15
done
[ "$code" -eq 0 ] || wrong "scripts/fleet ended with $code: $(cat out err)"
grep -x 'Running  node\[1-2\]: started' said >/dev/null || wrong "not both were started: $(cat said)"
grep 'no answer since\|[01] of 2 boots measured' said >/dev/null || wrong "none was seen under way: $(cat said)"
grep -x '2 of 2 hosts done, 0 under way, 0 failed' out >/dev/null || wrong "not both are done: $(cat out)"
[ "$(cd rack/modes && echo */*.jsonl | tr ' ' '\n' | sed 's/.*-//' | paste -sd ' ')" = \
    'none/node1.jsonl none/node2.jsonl xonly/node1.jsonl xonly/node2.jsonl' ] || wrong "not a record of each for each mode"
wait
for number in 1 2; do
    in=$temp/node$number
    bring_out "$in"
    cp -r "rack/node$number" "$in/result/out"
    sound "$in"
    whole "$in" 2
    no_failures "$in"
    [ "$(booted "$in" | sort | paste -sd ' ')" = 'none none none xonly' ] ||
        wrong "node$number: other modes were booted: $(booted "$in" | paste -sd ' ')"
    show "$in"
done
exit "$wrong"
