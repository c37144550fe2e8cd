#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/fleet: what it refuses; and what runs on a host (remote.sh), in each shell that is here: it
# sends a record, says why there is none, ends with its input, and leaves nothing.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016 # not commands
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
[ -n "${STATIC-}" ] || skip_all 'there is no systoll-static'
export SYSTOLL_BUILD=${STATIC%/*}
cd "$tmp" || exit 2

# refuses TEXT ARGUMENT...
refuses() {
    local text=$1
    shift
    run "$root/scripts/fleet" "$@"
    expect_status 2
    ok "$last: one sentence" test "$(wc -l <err)" = 1 -a ! -s out
    expect_err "$text"
}

run "$root/scripts/fleet" --help
expect_status 0
expect_out '^Usage: scripts/fleet '
refuses 'unknown option --nonsense' --nonsense
refuses 'unknown option node1' node1
refuses '-w lacks its argument' -w
refuses "not '0'" --time-limit 0
refuses "not '1h'" --time-limit 1h
mkdir bin
ln -s "$(command -v dirname)" bin
run env PATH="$tmp/bin" "$root/scripts/fleet" -w node1
expect_status 2
expect_err '^scripts/fleet: no clush here; install clustershell$'
if command -v clush >/dev/null && command -v ssh >/dev/null; then
    refuses "there is no option '--quik'; did you mean --quick?" -w node1 -o d -- --quik
    refuses '-o x: name the folder before the --' -w node1 -o d -- '-o x'
    refuses "node\\\\;id is no name of a host" -w 'node;id' -o d
    refuses 'is no name of a host' -w '../node' -o d
    refuses 'name hosts by -w: node\[1-: ' -w 'node[1-' -o d
    refuses "can't write to /proc/d" -w node1 -o /proc/d
    SYSTOLL_BUILD=$tmp refuses 'no systoll-static at .*; run make' -w node1 -o d
    ok 'nothing is left of what is refused' test ! -e d
    mkdir d && echo " '--quick'" >d/options
    refuses "made with other options, -- '--quick'" -w node1 -o d -- --calls time
    exec {lock}<d && flock "$lock"
    refuses 'another scripts/fleet is at work in d' -w node1 -o d
    exec {lock}<&-
    refuses 'leave out -w and -o' --again d -w node1
    refuses '^scripts/fleet: --again: .*there is no record' --again d
    # Hosts of a group are as far from each other as can be.
    mkdir cs
    printf '%s\n' '[Main]' 'default: hv' '[hv]' 'map: [ $GROUP = a ] && echo node[1-3] || echo node[4-5]' \
        'list: printf "a\\nb\\n"' >cs/groups.conf
    export CLUSTERSHELL_CFGDIR=$tmp/cs
    printf 'node%s\n' 1 2 3 4 5 6 >names
    last='scripts/fleet.d/spread'
    ok "$last: groups alternate" test "$("$root/scripts/fleet.d/spread" hv <names | paste -sd ,)" = \
        'node1 0,node4 1,node6 ,node2 0,node5 1,node3 0'
    refuses '--spread none: .*none' --spread none -w node1 -o e
    # A suspect whose second record is of a busy moment gets a third; the others none.
    "$root/tests/fleet_hosts" "$root/tests/data/host.jsonl" again 120 >seeded || exit 2
    suspect=$(awk '$2 == "slower" { print $1; exit }' seeded)
    mkdir again/2 bin2
    cp "again/$(awk '$2 == "busy" { print $1; exit }' seeded).jsonl" "again/2/$suspect.jsonl"
    printf '#!/bin/sh\necho "ssh: connect to host: Connection refused" >&2\nexit 255\n' >bin2/ssh
    chmod +x bin2/ssh
    run env PATH="$tmp/bin2:$PATH" "$root/scripts/fleet" --again again
    expect_status 2
    expect_out "^Failed   node.*${suspect#node}.*: refused the connection: no sshd there\$"
    ok 'its third record has a folder' test -d again/3
    rm again/*.jsonl again/2/* && cp "$root/tests/data/host.jsonl" again
    run env PATH="$tmp/bin2:$PATH" "$root/scripts/fleet" --again again
    expect_status 3
    expect_err "^scripts/fleet: there is no suspect in again\$"
else
    skip_part 'clustershell or openssh-client is not installed'
fi

# on_host SHELL OPTION...: begins remote.sh as scripts/fleet.d/host sends it, on this machine, as $host. Its
# input ends when $hold is closed.
on_host() {
    printf 'token=tok size=%s\nset -- %s\n' "$(stat -Lc %s "$STATIC")" "${*:2}" |
        cat - "$root/scripts/fleet.d/remote.sh" >script
    rm -f in && mkfifo in
    exec {hold}<>in
    cat script "$program" >in 2>/dev/null {hold}>&- &
    # shellcheck disable=SC2086 # busybox sh
    TMPDIR=$at $1 -c "eval \"\$(dd bs=1 count=$(stat -c %s script) 2>/dev/null)\"" <in >out 2>err {hold}>&- &
    host=$!
    last="remote.sh in $*"
}
ends() { # STATUS
    wait $host
    status=$?
    exec {hold}>&-
    expect_status "$1"
    ok "$last: nothing is left" test -z "$(ls host)" -a -z "$(left "$tmp/host")"
}
until_measuring() {
    local i
    for ((i = 0; i < 500; i++)); do
        compgen -G 'host/*/record.partial' >/dev/null && return
        sleep 0.02
    done
}
(exec 9</run && flock -n 9) || skip_all 'another measurement has the lock of /run, or there is no /run'
mkdir host
program=$STATIC at=$tmp/host short='--cells control:ret --launches 1 --rounds 20'

for shell in dash 'busybox sh' bash; do
    command -v "${shell% *}" >/dev/null || continue
    on_host "$shell" "$short"
    ends 0
    expect_out '^tok doctor .*finding'
    sed '1,/^tok record$/d; /^tok end$/d' out >"$tmp/record.jsonl"
    ok "$last: it is all there" test "$(tail -n 1 out)" = 'tok end'
    ok "$last: a record" "$SYSTOLL" report record.jsonl
    ok "$last: no word of its own on standard error" test ! -s err
done

on_host sh --time 60
until_measuring
exec {hold}>&-
last='an input that ends'
ends 1
expect_no_out 'tok record'
on_host sh --time 60
until_measuring
kill "$host"
last='SIGTERM'
ends 1
exec {lock}</run && flock "$lock"
on_host sh "$short"
ends 1
expect_out '^tok failed busy: '
exec {lock}<&-
on_host sh --cells nope
ends 1
expect_out '^tok failed no record: systoll run: .*nope.*exit code 2$'
at=$tmp/host/none on_host sh "$short"
ends 1
expect_out '^tok failed no folder: .*No such file'
head -c 100000 "$STATIC" >part
program=part on_host sh "$short"
exec {hold}>&-
ends 1
expect_out '^tok failed cut off: '

finish
