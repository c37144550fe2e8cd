#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/fleet --boot-modes by clush and ssh, over hosts with an sshd each, of which each is a machine of files: a
# campaign is sent and started, goes on through reboots, is fetched and removed; a host that refuses is named;
# what is cut off goes on; no host is believed.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016,SC2317 # not commands; ok calls some
. "$(dirname "$0")/hosts.sh"
installed sshd:openssh-server jq:jq
cd "$tmp" || exit 2

# The machine is made once, at a place where each host then has its own copy.
mkdir here && cp "$STATIC" real
tmp=/mnt/here SYSTOLL=/mnt/real
# shellcheck source=tests/e2e/here_machine.sh
. "$root/tests/e2e/here_machine.sh"
unset SYSTOLL_MACHINE
cp "$data/timed.jsonl" /mnt && data=/mnt && make_systoll
tmp=$(pwd)
export -f power start_kernel carry_on run
export m release store

ssh-keygen -q -t ed25519 -N '' -f key && ssh-keygen -q -t ed25519 -N '' -f host_key || exit 2
echo "* $(cut -d' ' -f1,2 host_key.pub)" >known
mkdir bin
printf '#!/bin/sh\nexec %s -F %s "$@"\n' "$(command -v ssh)" "$tmp/ssh_config" >bin/ssh
chmod +x bin/ssh
PATH=$tmp/bin:${PATH#/mnt/here/bin:}
{
    for number in 1 2 3; do
        printf 'Host node%s\n HostName 192.0.2.%s\n' "$number" "$number"
    done
    printf 'Host *\n User root\n IdentityFile %s\n UserKnownHostsFile %s\n GlobalKnownHostsFile /dev/null\n' \
        "$tmp/key" "$tmp/known"
} >ssh_config

begin_machine() { # NUMBER
    printf '%s\n' 'HostKey /mnt/host_key' "AuthorizedKeysFile /mnt/node$1.keys" 'PidFile none' 'UsePAM no' \
        'StrictModes no' 'PermitRootLogin prohibit-password' 'PasswordAuthentication no' \
        'KbdInteractiveAuthentication no' "SetEnv SYSTOLL_MACHINE=/mnt/here/m PATH=/mnt/here/bin:$PATH" >"node$1.conf"
    cp key.pub "node$1.keys"
    cp -r here "machine$1"
    begin_host "$1" 100m '' /usr/sbin/sshd -D -e -f "/mnt/node$1.conf"
    answers 22 "$1"
    on "$1" mount --bind "/mnt/machine$1" /mnt/here
    on "$1" mount -t tmpfs none /var/lib
}
on() { nsenter -m -t "${host_of[node$1]}" "${@:2}"; } # NUMBER COMMAND...
# The machine boots on, NUMBER TIMES: as with systemd, which here starts no unit by itself.
boots() {
    local i
    for ((i = 0; i < $2; i++)); do
        on "$1" env SYSTOLL_MACHINE=/mnt/here/m PATH="/mnt/here/bin:$PATH" tmp=/mnt/here powered=$((++powered)) bash -c power
    done
}
begins() { on "$1" env SYSTOLL_MACHINE=/mnt/here/m PATH="/mnt/here/bin:$PATH" tmp=/mnt/here bash -c carry_on; }
sent_to() { on "$1" test -e /var/lib/systoll-fleet; } # NUMBER
is_clean() { # NUMBER: nothing that was sent, no campaign, and the machine's files as before
    ! sent_to "$1" && (m=$tmp/machine$1/m && everything) | diff "$tmp/here/before" - >"$tmp/left"
}
campaign() { fleet --boot-modes -w "$1" -o "$2" -- "${options[@]}"; } # HOSTS DIR
options=(--mode 'xonly,none' --boots 1 -- --quick) powered=0
for number in 1 2 3; do begin_machine $number; done

# One begins, one refuses, one isn't there.
echo own >machine2/m/boot/grub/custom.cfg
cp machine2/m/boot/grub/custom.cfg own
ip link set v3 down
campaign 'node[1-3]' one
expect_status 2
expect_out '^Running  node1: started$'
expect_out '^Failed   node2: /boot/grub/custom.cfg is there already; take it away, or --via kexec$'
expect_out '^Failed   node3: no route to it$'
ok 'the last line counts them' test "$(tail -n 1 out)" = '0 of 3 hosts done, 1 under way, 2 failed'
ok 'nothing is left on a host that refuses' eval '! sent_to 2 && cmp own machine2/m/boot/grub/custom.cfg && ! test -e machine2/m/var/lib/systoll'
ok 'what was sent is of root, and for root alone' test "$(on 1 stat -c %u:%a /var/lib/systoll-fleet)" = 0:700
rm machine2/m/boot/grub/custom.cfg
ip link set v3 up

# It is under way; away it is so too, since it was begun by this folder.
begins 1
boots 1 1
campaign node1 one
expect_status 3
expect_out '^Running  node1: 1 of 2 boots measured$'
ok 'the last line counts it' test "$(tail -n 1 out)" = '0 of 1 hosts done, 1 under way, 0 failed'
ip link set v1 down
campaign node1 one
expect_status 3
expect_out '^Running  node1: no answer since 20.* (no route to it): it reboots, or needs a power cycle$'
ip link set v1 up
: >node1.keys
campaign node1 one
expect_status 2
expect_out '^Failed   node1: refused the key$'
cp key.pub node1.keys
campaign node1 other
expect_status 2
expect_out '^Failed   node1: /var/lib/systoll-fleet there is of another folder of '
fleet --boot-modes -w node1 -o one -- --mode none
expect_status 2
expect_err "were made with other options, --boot-modes -- '--mode' 'xonly,none' "

# It is over: the result comes here, and nothing of it stays there.
boots 1 2
campaign node1 one
expect_status 0
ok 'the count comes before what to do' test "$(head -n 1 out)" = '1 of 1 hosts done, 0 under way, 0 failed'
ok 'the result is all there' test -s one/node1/comparison.json -a -s one/node1/page.html -a \
    "$(cd one/node1 && echo *-xonly/*.jsonl *-none/*.jsonl)" = "$(echo "$release"-{xonly,none}/1.jsonl)"
ok 'nothing is left there' is_clean 1
ok 'nor here' test "$(cd one && echo .[a-z]*)" = .id
ip link set v1 down
campaign node1 one
expect_status 0
expect_err '^1 of 1 hosts have their result in '
ip link set v1 up

# Cut off by Ctrl-C while it sends, and while it fetches; and the machine lost its power while it was sent to.
stalls() { # NUMBER PROGRAM COMMAND
    printf '#!/bin/bash\n[[ " $* " == *" %s "* ]] || exec /usr/bin/%s "$@"\n%s\n: >/mnt/stalled\n' "$3" "$2" "$4" >"machine$1/bin/$2"
    printf 'until [ -e /mnt/goes-on ]; do /bin/sleep 0.05; done\nexec /usr/bin/cat >/dev/null\n' >>"machine$1/bin/$2"
    chmod +x "machine$1/bin/$2"
}
interrupted() { # HOST DIR
    local i
    rm -f stalled goes-on
    setsid env --default-signal=INT "$root/scripts/fleet" --boot-modes -w "$1" -o "$2" -- "${options[@]}" \
        >out 2>err </dev/null &
    for ((i = 0; i < 600; i++)); do
        [ ! -e stalled ] || break
        sleep 0.05
    done
    kill -INT -- "-$!"
    : >goes-on
    wait $!
    status=$?
    last="Ctrl-C to $1"
    expect_status 130
    expect_err '^scripts/fleet: stopped, 0 of 1 hosts done; the same command goes on with the others$'
    for ((i = 0; i < 200; i++)); do
        pgrep -f 'bin/sshd.*notty|sshd: root@notty' >/dev/null || break
        sleep 0.05
    done
}
options=(--mode none --boots 1)
stalls 2 head -c '/usr/bin/head -c 100000'
interrupted node2 two
ok 'cut off while it is sent to, nothing is left there' is_clean 2
rm machine2/bin/head
on 2 mkdir -p /var/lib/systoll-fleet/scripts && on 2 cp /mnt/two/.id /var/lib/systoll-fleet/id
campaign 'node[2-3]' two
expect_status 3
expect_out '^Running  node\[2-3\]: started$'
begins 2
boots 2 2
stalls 2 tar -cf '/usr/bin/tar "$@" | /usr/bin/head -c 100000'
interrupted node2 two
ok 'cut off while it is fetched, there is no result' test ! -e two/node2
ok 'and it is all there still' on 2 test -e /var/lib/systoll-fleet/out/comparison.json
rm machine2/bin/tar
campaign node2 two
expect_status 0
ok 'given again, it is fetched' test -s two/node2/comparison.json
ok 'and removed' is_clean 2

# The result is here, and what was sent is there still: that alone is done.
touch two/.node2.started
on 2 mkdir /var/lib/systoll-fleet && on 2 cp /mnt/two/.id /var/lib/systoll-fleet/id
on 2 mkdir /var/lib/systoll-fleet/out
echo '2026-01-01T00:00:00Z ended: ' >ended && on 2 cp /mnt/ended /var/lib/systoll-fleet/out/campaign.log
inode=$(stat -c %i two/node2)
campaign node2 two
expect_status 0
ok 'what was sent is removed, and nothing is fetched again' test "$(stat -c %i two/node2)" = "$inode" -a ! -e two/.node2.started
ok 'it is gone' is_clean 2

# A campaign that can't go on is said; one that compared nothing is fetched and said.
begins 3
echo tampered >machine3/m/boot/grub/grubenv
boots 3 1 2>/dev/null
campaign node3 two
expect_status 2
expect_out "^Failed   node3: It can't go on: .*; /var/lib/systoll-fleet/scripts/bootmodes --here --resume goes on"
ok 'its files stay' sent_to 3
cp here/m/boot/grub/grubenv machine3/m/boot/grub/grubenv
on 3 env SYSTOLL_MACHINE=/mnt/here/m PATH="/mnt/here/bin:$PATH" /var/lib/systoll-fleet/scripts/bootmodes --here --undo >out 2>&1
campaign node3 two
expect_status 2
expect_out '^Failed   node3: its campaign was removed before it ended; without /var/lib/systoll-fleet there, another is begun$'
on 3 rm -r /var/lib/systoll-fleet
touch machine3/run-fails
campaign 'node[2-3]' two
expect_out '^Running  node3: started$'
begins 3
boots 3 3
campaign 'node[2-3]' two
expect_status 2
expect_out '^Failed   node3: no result: .* none: systoll run ended with 2: .*; remove its folder in '
ok 'the last line counts it' test "$(tail -n 1 out)" = '1 of 2 hosts done, 0 under way, 1 failed'
ok 'what it says is here' grep -q ' ended: 0 of 1 boots measured' two/node3/campaign.log
ok 'nothing is left there' is_clean 3

# Modes of several hosts, side by side: each host with its record and its second one.
options=(--mode 'xonly,none' --boots 1 -- --quick)
for folder in one/node1/"$release"-*; do cp "$folder"/1.jsonl "$folder"/2.jsonl; done
mkdir three && for number in 1 2 3; do cp -r one/node1 "three/node$number"; done
campaign 'node[1-3]' three
expect_status 0
expect_out "^  systoll fleet $tmp/three/modes/$release-xonly\$"
run "$SYSTOLL" fleet --format json "three/modes/$release-none"
ok 'systoll fleet takes them' jq -e '.hosts == 3 and .records == 6' out
ok 'they are of that mode' test "$(jq -r 'select(.type == "manifest").machine.vsyscall_mode' "three/modes/$release-none"/{,2/}*.jsonl | sort -u)" = none

# Not root; a measurement of scripts/fleet there; hosts that send what they like.
printf '#!/bin/sh\necho 1000\n' >machine1/bin/id
exec {busy}<"/proc/${host_of[node2]}/root/run" && flock "$busy"
campaign 'node[1-2]' four
exec {busy}<&-
expect_out '^Failed   node1: not root there: '
expect_out '^Failed   node2: busy: '
ok 'nothing is left there' eval '! sent_to 1 && is_clean 2'
cat >forge <<'END'
{ read -r what && read -r token; } && what=${what#what=} token=${token#token=} token=${token%% *}
mkdir -p /tmp/forged && cd /tmp/forged && mkdir -p out && echo log >out/campaign.log
case $1 in
part) [[ $what = fetch ]] || { printf '%s state over\n%s end\n' "$token" "$token" && exit; }
    printf '%s result\n' "$token" && tar -cf - -C out . && exit ;;
link) ln -sf /etc out/link ;;
name) echo x >"out/a;b" ;;
up) echo x >x && set -- "$1" --transform 's|^x$|../../escaped|' -P x ;;
words) printf '%s state \033[31m$(touch /tmp/x)`id`\tbad\n%s end\n' "$token" "$token" && exit ;;
esac
shift
printf '%s state over\n%s result\n' "$token" "$token"
tar -cf - "$@" -C out . && printf '\n%s end\n' "$token"
END
forced() { echo "command=\"$2\" $(cat key.pub)" >"$1.keys"; }
forced node1 'bash /mnt/forge link'
forced node2 'bash /mnt/forge name'
forced node3 'bash /mnt/forge up'
campaign 'node[1-3]' five
expect_status 2
expect_out '^Failed   node\[1-3\]: its result has something else than files, or odd names$'
ok 'nothing of it is unpacked' test "$(cd five && echo * .n*)" = 'options .n*' -a ! -e escaped
forced node1 'bash /mnt/forge words'
forced node2 'bash /mnt/forge part'
campaign 'node[1-2]' six
expect_out '^Running  node1: \[31m$(touch /tmp/x)`id` bad$'
expect_no_out $'\e'
expect_out '^Failed   node2: sent no whole answer$'

# What it refuses before it asks a host.
refuses() { # TEXT ARGUMENT...
    fleet --boot-modes "${@:2}"
    expect_status 2
    ok "$last: one sentence" test "$(wc -l <err)" = 1 -a ! -s out
    expect_err "$1"
}
refuses '--slurm and --boot-modes exclude each other: a job ends at a reboot' --slurm -w node1 -o seven
refuses 'leave out --again and --spread' --spread hv -w node1 -o seven
refuses 'name them by -w' -o seven
refuses 'needs -o DIR' -w node1
refuses 'name the folder before the --' -w node1 -o seven -- -o x
refuses "^scripts/fleet: BOOTMODES OPTION: --mode takes emulate, xonly and none, not 'x'" -w node1 -o seven -- --mode x
refuses 'BOOTMODES OPTION: --dry-run and --undo exclude each other' -w node1 -o seven -- --undo
refuses "RUN OPTION: there is no option '--quik'" -w node1 -o seven -- --mode none -- --quik
refuses "seven/modes isn't for a host" -w modes -o seven
finish
