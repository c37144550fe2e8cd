#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# watch against a program that calls the page a known number of times: every call is counted, by call
# and by process, and its place is found; nothing is counted of who uses the vDSO. CALLER and
# CALLER_STATIC make the calls, FILTER runs a command under a seccomp filter.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'no jq here'
cd "$tmp" || exit 2

refused "there is no format 'jsn'; did you mean json?" watch --format jsn
refused "PID takes a whole number from 1 to 4194304, not 'abc'; a command goes after --" watch abc
refused "unexpected argument '2'" watch 1 2
refused "--seconds takes a number from 0.001 to 1000000, not '0'" watch --seconds 0
sleep 0 &
gone=$!
wait "$gone"

systoll watch --seconds 0.01
case $status in
77)
    expect_err '^systoll watch: this boot has no vsyscall page (vsyscall=none)'
    expect_sentence
    finish
    ;;
2)
    expect_sentence
    expect_err 'perf can.t count\|ids of tracepoints\|has no tracepoint\|has no tracefs'
    finish
    ;;
esac
expect_status 0
expect_out '^[0-9]* calls\? in 0\.[0-9]* s: gettimeofday [0-9]*, time [0-9]*, getcpu [0-9]*\.$'
expect_silent err
refused "there is no process $gone" watch "$gone"

# is FILTER: $tmp/out is a whole document, for which that holds.
is() {
    # shellcheck disable=SC2016 # jq's own variables
    ok "$last: $1" jq -e '.schema == "systoll.watch/1" and ([.by_call[]] | add) == .calls and
        (([.callers[].calls] | add) // 0) + .unknown_caller == .calls and ('"$1)" out
}

systoll watch --format json -- "${CALLER:?}" 10000 2000 300
expect_status 0
expect_silent err
is '.by_call == {gettimeofday: 10000, time: 2000, getcpu: 300} and .unknown_caller == 0'
is '.scope == "command" and (.callers | length) == 3 and all(.callers[]; .command == "page-caller")'
is 'all(.callers[]; .symbol == "call_page" and (.file | endswith("/page-caller")) and .offset != null)'
# The place is behind a call: of a register, or with an address.
offset=$(jq -r '.callers[0].offset' out)
ok 'the offset is that of an instruction behind a call' grep -qE \
    "^call.*:$(printf '%x' "$((offset))"):" <(objdump -d --no-show-raw-insn "$CALLER" 2>/dev/null |
        sed -n 's/^ *\([0-9a-f]*\):\t\([a-z]*\).*/\2 \1/p' | awk '{ print before ":" $2 ":"; before = $1 }')
systoll watch --format json -- "${CALLER_STATIC:?}" 0 10000 0
is '.by_call.time == 10000 and .calls == 10000 and .callers[0].symbol == "call_page"'

systoll watch --format json -- "$CALLER" 0 1000 10 forks 3
is '.by_call == {gettimeofday: 0, time: 3000, getcpu: 30} and .unknown_caller == 0'
is '[.callers[] | {pid, call, calls}] | group_by(.pid) | length == 3 and
    all(.[]; map({(.call): .calls}) | add == {time: 1000, getcpu: 10})'

# A thread of another process that lives already, made after watching began.
mkfifo go
"$CALLER" 5 10000 5 thread <go &
caller=$!
exec 9>go
"$SYSTOLL" watch --format json "$caller" >out 2>err &
watcher=$!
until [ -n "$(find "/proc/$watcher/fd" -lname '*perf_event*' 2>/dev/null)" ]; do sleep 0.02; done
sleep 0.3
echo >&9
wait "$watcher"
status=$? last='watch PID'
exec 9>&-
expect_status 0
# shellcheck disable=SC2016 # jq's own variables
ok 'a thread that begins later is counted' jq -e --argjson pid "$caller" '
    .by_call.time == 10000 and .scope == "process" and all(.callers[]; .pid == $pid)' out

# All processes: this one exactly, also from another PID namespace.
"$SYSTOLL" watch --format json >out 2>err &
watcher=$!
until [ -n "$(find "/proc/$watcher/fd" -lname '*perf_event*' 2>/dev/null)" ]; do sleep 0.02; done
sleep 0.3
"$CALLER" 0 10000 0 &
caller=$!
wait "$caller"
! unshare -pf true 2>/dev/null || unshare -pf "$CALLER_STATIC" 0 0 4321
kill -INT "$watcher"
wait "$watcher"
status=$? last='watch until Ctrl-C'
expect_status 0
# shellcheck disable=SC2016 # jq's own variables
ok 'every process is watched' jq -e --argjson pid "$caller" '.scope == "system" and
    ([.callers[] | select(.pid == $pid) | .calls] == [10000] or .unknown_caller > 0)' out
! unshare -pf true 2>/dev/null ||
    ok 'in a namespace too' jq -e 'any(.callers[];
        .call == "getcpu" and .calls == 4321 and .symbol == "call_page")' out

# Faster than they can be written down: the counts are exact, and what is not known is said.
systoll watch --format json -- "$CALLER" 0 1000000 0 forks 2
is '.calls == 2000000'

systoll watch --format json -- "$CALLER" 1000 1000 1000 vdso
is '.calls == 0 and .callers == []'
expect_status 0
systoll watch --format json -- bash -c 'for ((i = 0; i < 100; i++)); do printf "%(%s)T" -1; done'
is '.calls == 0 and .callers == []'
expect_err '^[0-9]\{1000\}$' # what a command prints is kept out of the document

systoll watch --format csv -- "$CALLER" 1 2 3
ok 'CSV has the same' test "$(awk -F, 'NR > 1 { sum += $4 } END { print sum, NR, NF }' out)" = '6 4 9'
cp "$CALLER" $'e\033[31m,"x'
systoll watch --format table -- ./$'e\033[31m,"x' 1 2 3
last='watch of an odd name'
ok 'no escape comes through' test -z "$(tr -d '\n -~' <out)"
expect_out '^ *3  getcpu  *[0-9]*  e?\[31m'
awk 'length > 100' out >long
ok 'no line is longer than 100 columns' test ! -s long

systoll watch --seconds 0.2 -- sleep 60
expect_status 0
expect_err 'sleep ended by Terminated'
systoll watch -- false
expect_status 0
expect_err 'false ended with exit code 1'
refused './none can.t be run: No such file' watch -- ./none

# What can't be seen is said, and the rest is there still.
for missing in proc sys; do
    [ "${SANITIZE:-}$missing" != ONproc ] || continue # LeakSanitizer needs it
    without $missing "$SYSTOLL" watch --format json -- "$CALLER_STATIC" 0 100 0
    [ "$status" -eq 77 ] || is '.by_call.time == 100 and all(.callers[]; .calls == 100 and .address != null)'
done
[ "${SANITIZE:-}" = ON ] || run unshare -m bash -c "mount -t tmpfs none /proc && mkdir /proc/self && : >/proc/self/maps || exit 2; \"\$@\"" \
    - "$SYSTOLL" watch
if [ "${SANITIZE:-}" != ON ] && [ "$status" -ne 2 ]; then # the sanitizers need the whole of /proc
    last='watch where maps has no page'
    expect_status 77
    expect_sentence
    expect_err 'this boot has no vsyscall page (vsyscall=none)'
fi

run "${FILTER:?}" container "$SYSTOLL" watch -- true
if [ "$status" -ne 77 ]; then
    last='watch in a container'
    expect_status 2
    expect_sentence
    expect_err 'seccomp filter\|as in a container\|perf_event_paranoid'
fi

if [ "$(id -u)" -eq 0 ] && cp "$SYSTOLL" systoll && chmod 755 . systoll &&
    setpriv --reuid 65534 --regid 65534 --clear-groups test -x systoll; then
    run setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/systoll" watch -- true
    expect_status 2
    expect_sentence
    expect_err 'run as root\|perf_event_paranoid'
fi
finish
