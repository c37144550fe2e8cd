# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # the tests use kept
# Sourced by tests of scripts/fleet, first, instead of lib.sh: hosts that are network namespaces, each with its
# own /tmp, /run and name, within namespaces of the test's own, where $tmp is also /mnt. NAME is nodeN, its address
# 192.0.2.N; the test's is 192.0.2.100.
[ "${1-}" = inside ] || ! unshare -nmupf true 2>/dev/null ||
    exec unshare -nmupf --mount-proc --kill-child "$0" inside
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
[ "${1-}" = inside ] || skip_all 'no network namespace can be made here'
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
[ -n "${STATIC-}" ] || skip_all 'there is no systoll-static'
export SYSTOLL_BUILD=${STATIC%/*}

# installed COMMAND:PACKAGE...
installed() {
    local need
    for need in ip:iproute2 clush:clustershell "$@"; do
        command -v "${need%:*}" >/dev/null || skip_all "${need#*:} is not installed"
    done
}

cat >"$tmp/host" <<'END'
#!/bin/bash
# host NAME TMP-SIZE CLOCKSOURCE COMMAND...: what a host is, in namespaces of its own. COMMAND is its daemon.
set -e
mount -t tmpfs -o "size=$2" none /tmp
mount -t tmpfs none /run
mkdir /run/sshd
sed 's/^root:[^:]*/root:*/' /etc/shadow >/run/shadow # locked ("!") it could not log in
chmod 600 /run/shadow && mount --bind /run/shadow /etc/shadow
[ -z "$3" ] || { echo "$3" >/run/source &&
    mount --bind /run/source /sys/devices/system/clocksource/clocksource0/current_clocksource; }
hostname "$1"
read -r _ <"/mnt/$1.go"
exec "${@:4}" >"/mnt/$1.log" 2>&1
END
chmod +x "$tmp/host"
declare -A host_of
{ mount --bind "$tmp" /mnt && ip link set lo up && ip link add v0 type veth peer name w0 &&
    ip link del v0; } 2>/dev/null || skip_all 'nothing can be mounted here, or there is no veth'

# begin_host NUMBER TMP-SIZE CLOCKSOURCE COMMAND...
begin_host() {
    local name=node$1 pid
    mkfifo "/mnt/$name.go"
    unshare -nmu /mnt/host "$name" "${@:2}" &
    pid=$!
    host_of[$name]=$pid
    until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
    ip link add "v$1" type veth peer name eth0 netns $pid
    ip addr add 192.0.2.100 peer "192.0.2.$1" dev "v$1" && ip link set "v$1" up
    nsenter -n -t $pid ip addr add "192.0.2.$1" peer 192.0.2.100 dev eth0
    nsenter -n -t $pid ip link set eth0 up
    echo >"/mnt/$name.go"
}
# answers PORT NUMBER...: once all hosts do.
answers() {
    local i number port=$1
    for number in "${@:2}"; do
        for ((i = 0; i < 200; i++)); do
            (exec 3<>"/dev/tcp/192.0.2.$number/$port") 2>/dev/null && break
            sleep 0.05
        done
    done
}
in_tmp() { ls "/proc/${host_of[$1]}/root/tmp"; } # NAME
# At once, or as soon as a run that is cut off has noticed.
nothing_left() {
    local name i
    for name in "${!host_of[@]}"; do
        for ((i = 0; i < 300; i++)); do
            [ -n "$(in_tmp "$name")" ] || break
            sleep 0.1
        done
        [ -z "$(in_tmp "$name")" ] || return 1
    done
    ! pgrep systoll
}
# until_measuring NAME...: until one of them does.
until_measuring() {
    local i name
    for ((i = 0; i < 1000; i++)); do
        for name; do
            compgen -G "/proc/${host_of[$name]}/root/tmp/*/record.partial" >/dev/null && return
        done
        sleep 0.02
    done
}
fleet() { run "$root/scripts/fleet" "$@"; }

# Ends scripts/fleet by a signal once a host has its record and others are measured; $kept have theirs then.
cut_off() { # SIGNAL FOLDER ARGUMENT...
    local i
    "$root/scripts/fleet" -o "$2" "${@:3}" >out 2>err </dev/null &
    for ((i = 0; i < 1000; i++)); do
        compgen -G "$2/*.jsonl" >/dev/null && break
        sleep 0.05
    done
    until_measuring "${!host_of[@]}"
    kill "-$1" $!
    wait $!
    status=$?
    last="SIG$1"
    kept=$(compgen -G "$2/*.jsonl" | wc -l)
}
