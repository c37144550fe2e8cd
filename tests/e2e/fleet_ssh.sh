#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/fleet by clush and ssh, over hosts with an sshd each: every way to fail is named, a sweep that was
# cut off goes on, no host is believed, and nothing is left on one.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016 # not commands
. "$(dirname "$0")/hosts.sh"
installed sshd:openssh-server
cd "$tmp" || exit 2

ssh-keygen -q -t ed25519 -N '' -f key && ssh-keygen -q -t ed25519 -N '' -f host_key || exit 2
echo "* $(cut -d' ' -f1,2 host_key.pub)" >known
mkdir bin
printf '#!/bin/sh\nexec %s -F %s "$@"\n' "$(command -v ssh)" "$tmp/ssh_config" >bin/ssh
chmod +x bin/ssh
PATH=$tmp/bin:$PATH
{
    for number in 1 2 3 4 5 6 7; do
        printf 'Host node%s\n HostName 192.0.2.%s\n' "$number" "$number"
    done
    printf 'Host node8\n HostName 192.0.2.100\n'
    printf 'Host *\n User root\n IdentityFile %s\n UserKnownHostsFile %s\n GlobalKnownHostsFile /dev/null\n' \
        "$tmp/key" "$tmp/known"
} >ssh_config

begin_sshd() { # NUMBER TMP-SIZE [CLOCKSOURCE]
    printf '%s\n' 'HostKey /mnt/host_key' "AuthorizedKeysFile /mnt/node$1.keys" 'PidFile none' 'UsePAM no' \
        'StrictModes no' 'PermitRootLogin prohibit-password' 'PasswordAuthentication no' \
        'KbdInteractiveAuthentication no' >"node$1.conf"
    cp key.pub "node$1.keys"
    begin_host "$1" "$2" "${3-}" /usr/sbin/sshd -D -e -f "/mnt/node$1.conf"
}
begin_sshd 1 100m
begin_sshd 2 100m hpet
begin_sshd 3 100m
begin_sshd 4 1m
begin_sshd 5 100m
begin_sshd 6 100m
ip route add unreachable 192.0.2.7
: >node5.keys
answers 22 1 2 3 4 5 6
measuring=(-- --cells 'syscall:getppid,vdso:time' --launches 3 --time 2)

# Two hosts are good; the others fail each in a way of its own, node3 in the middle.
exec {busy}<"/proc/${host_of[node6]}/root/run" && flock "$busy"
(exec {busy}<&- && until_measuring node3 && ip link set v3 down) &
fleet -w 'node[1-9]' -o one "${measuring[@]}"
exec {busy}<&-
expect_status 2
expect_out '^Failed   node3: cut off: the connection was lost$'
expect_out '^Failed   node4: no space for its program in /tmp$'
expect_out '^Failed   node5: refused the key$'
expect_out '^Failed   node6: busy: another measurement of scripts/fleet runs there$'
expect_out '^Failed   node7: no route to it$'
expect_out '^Failed   node8: refused the connection: no sshd there$'
expect_out '^Failed   node9: no host has this name$'
ok 'two hosts have a record, and no other' test "$(cd one && echo *.jsonl*)" = 'node1.jsonl node2.jsonl'
ok "two hosts have doctor's answer, and no other" test "$(cd one && echo *.doctor)" = 'node1.doctor node2.doctor'
ok 'nothing is left on a host, cut off or not' nothing_left

# Mended, the same command measures those without a record, and no other.
ip link set v3 up
cp key.pub node5.keys
nsenter -m -t "${host_of[node4]}" mount -o remount,size=100m /tmp
inode=$(stat -c %i one/node1.jsonl)
fleet -w 'node[1-6]' -o one "${measuring[@]}"
expect_status 1
expect_err "^2 of 6 hosts have their record in $tmp/one\$"
expect_no_out '^Failed'
expect_out '^Outlier  *node2: .*clocksource hpet ('
ok "a host's record is not made again" test "$(stat -c %i one/node1.jsonl)" = "$inode"
ok 'a record of each host' test "$(cd one && echo *.jsonl*)" = "$(echo node{1..6}.jsonl)"
ok 'nothing is left' nothing_left

# Killed in the middle, two at once: nothing is left on the hosts, and the rest is measured later.
mkdir cs
printf '[Main]\nfanout: 2\n' >cs/clush.conf
export CLUSTERSHELL_CFGDIR=$tmp/cs
cut_off KILL two -w 'node[1-6]' "${measuring[@]}"
ok 'nothing is left' nothing_left
ok "$last: some hosts have their record" test "$kept" -ge 1 -a "$kept" -le 5
for record in two/*.jsonl; do echo 'finding: clocks: slow' >"${record%.jsonl}.doctor"; done
fleet -w 'node[1-6]' -o two "${measuring[@]}"
expect_status 1
expect_err "^$kept of 6 hosts have their record in "
expect_out '^Doctor   node.*: finding: clocks: slow$'
ok 'a record of each host, and nothing beside it' test "$(cd two && echo *.jsonl*)" = "$(echo node{1..6}.jsonl)"
# A host has its record a moment before that is counted.
cut_off TERM three -w 'node[1-6]' "${measuring[@]}"
expect_status 143
expect_err "^scripts/fleet: stopped, [0-$kept] of 6 hosts done; the same command goes on with the others\$"
ok 'nothing is left' nothing_left
# On a terminal it says how far it is.
script -qec "$root/scripts/fleet -w 'node[1-6]' -o three ${measuring[*]}" /dev/null >out 2>err </dev/null
status=$?
last='on a terminal'
expect_status 1
expect_out '1 done, 0 failed, [1-5] left, about [0-9]* s'

# Two guests of one hypervisor are never measured at once.
printf '[Main]\ndefault: hv\n[hv]\nmap: [ $GROUP = a ] && echo node[1-2] || echo node[3-4]\nlist: printf "a\\nb\\n"\n' \
    >cs/groups.conf
{ fleet -w 'node[1-4]' -o spread --spread hv "${measuring[@]}"; touch ended; } &
sweep=$!
both=0
while [ ! -e ended ]; do
    for pair in '1 2' '3 4'; do
        [ -z "$(in_tmp "node${pair% *}")" ] || [ -z "$(in_tmp "node${pair#* }")" ] || both=$((both + 1))
    done
    sleep 0.05
done
wait $sweep
last='--spread hv'
ok "$last: never two of a group at once" test "$both" = 0
ok "$last: a record of each host" test "$(cd spread && echo *.jsonl*)" = "$(echo node{1..4}.jsonl)"

# Suspects, and no others, are measured again: of made-up hosts, two of which lead here.
"$root/tests/fleet_hosts" "$root/tests/data/host.jsonl" again 120 >seeded || exit 2
mapfile -t suspects < <(awk '$2 == "slower" { print $1 }' seeded | sort -u)
printf 'Host %s\n HostName 192.0.2.1\nHost %s\n HostName 192.0.2.2\n' "${suspects[@]}" >>ssh_config
fleet --again again "${measuring[@]}"
ok "$last: they have another record, and no other host has" test "$(cd again/2 && echo *.jsonl*)" = \
    "$(printf '%s.jsonl\n' "${suspects[@]}" | paste -sd ' ')"
expect_out '122 records'

# Hosts that send what they like.
cat >forge <<'END'
token=$(head -n 1 | sed 's/^token=\([0-9a-f]*\) .*/\1/')
case $1 in
words) printf '%s failed \033[31m$(touch /tmp/x)`id`\tbad\n' "$token" ;;
record) printf '%s doctor fine\n%s record\n{"type":"manifest"}\n%s end\n' "$token" "$token" "$token" ;;
part) printf '%s doctor fine\n%s record\n{"type":"manifest"}\n' "$token" "$token" ;;
esac
END
forced() { echo "command=\"$2\" $(cat key.pub)" >"$1.keys"; }
forced node2 'sh /mnt/forge part'
forced node3 'cat /dev/zero'
forced node4 'sh /mnt/forge words'
forced node5 'echo banner; sleep 1000'
forced node6 'sh /mnt/forge record'
fleet -w 'node[1-6]' -o four --time-limit 20 "${measuring[@]}"
expect_status 2
expect_out '^Failed   node2: sent no whole answer$'
expect_out '^Failed   node3: sent more than 64 MiB$'
expect_out '^Failed   node4: \[31m$(touch /tmp/x)`id` bad$'
expect_out '^Failed   node5: timed out after 20 s$'
expect_out '^Failed   node6: sent no record: '
expect_no_out $'\e'
ok 'no other record is believed' test "$(cd four && echo *.jsonl*)" = node1.jsonl
ok 'nothing is left' nothing_left
finish
