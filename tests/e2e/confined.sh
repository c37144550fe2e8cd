#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Where perf, /proc or a system call is kept from it, as in containers, a run measures the rest and
# says why. FILTER runs a command under a seccomp filter.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
# Without /sys libpfm asks for an absurd amount of memory, and goes on when refused.
[ "${SANITIZE:-}" != ON ] || export ASAN_OPTIONS=allocator_may_return_null=1
cells='control:ret,syscall:getppid,syscall:getcpu,vdso:getcpu,int80:getppid,vsyscall:time'
brief=(run --cells "$cells" --launches 1 --rounds 20 -o r.jsonl)

# measured: the record is whole, and what nothing stands against was measured.
measured() {
    expect_status 0
    ok "$last: the null call is measured" jq -e 'select(.type == "summary") | .cells[] |
        select(.cell == "syscall:getppid") | .state == "measured"' r.jsonl
}

# by_seccomp: entries were counted without any privilege, and exactly.
by_seccomp() {
    ok "$last: entries are counted by seccomp" jq -e 'select(.type == "summary") |
        .run.entries_by == "seccomp" and ([.cells[] | select(.cell == "syscall:getppid") |
        .counters.sys_enter] == [1])' r.jsonl
}

measure "${FILTER:?}" container "$SYSTOLL" "${brief[@]}"
[ "$status" -ne 77 ] || skip_all 'no seccomp filter can be installed here'
last='run in a container'
measured
[ "${SANITIZE:-}" = ON ] || by_seccomp
refusal='a seccomp filter refuses perf_event_open'
[ "$(id -u)" -eq 0 ] || refusal="$refusal\|perf_event_paranoid is"
ok 'and named as what refuses counters' grep -q "not available: cycles:u, .*: \($refusal\)" r.jsonl
ok 'the filter is warned of' grep -q '"a seccomp filter watches this process' r.jsonl

# perf is refused to this program and not to the 32-bit one: each is counted by what it may.
if can i386/int80:getppid; then
    measure "$FILTER" container "$SYSTOLL" run --cells 'syscall:getppid,i386/int80:getppid' --launches 1 --rounds 3 -o r.jsonl
    by=$(jq -r 'select(.kind == "entries").by' r.jsonl | paste -sd ' ')
    last="counted by: $by"
    ok 'the other program counts for itself' grep -x 'seccomp \(perf\|seccomp\)' <<<"$by"
    ok 'by either way one entry' jq -e 'select(.type == "summary") |
        .run.entries_by == "seccomp" and [.cells[].counters.sys_enter] == [1, 1]' r.jsonl
fi

measure "$FILTER" native "$SYSTOLL" "${brief[@]}"
last='run under SystemCallArchitectures=native'
measured
if can int80:getppid; then
    expect_out '^int80:getppid *skipped *a seccomp filter refuses it: SIGSYS'
else
    skip_part 'int80 under a filter: no IA32 emulation'
fi

measure "$FILTER" getcpu "$SYSTOLL" "${brief[@]}"
last='run under a filter that kills for getcpu'
measured
expect_out '^syscall:getcpu *skipped *a seccomp filter refuses it: SIGSYS'
expect_out '^vdso:getcpu *skipped *there is no system call to check it against: SIGSYS'

if unshare -Ur true 2>/dev/null; then
    measure unshare -Ur "$SYSTOLL" "${brief[@]}"
    last='run in a user namespace'
    measured
fi

if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
    for missing in proc sys; do
        measure unshare -m bash -c "mount -t tmpfs none /$missing || exit 77; \"\$@\"" - \
            "$SYSTOLL" "${brief[@]}"
        [ "$status" -ne 77 ] || continue
        [ "${SANITIZE:-}$missing" != ONproc ] || continue # LeakSanitizer ends with 1 there
        last="run without /$missing"
        measured
        expect_out '^vdso:getcpu *[0-9]'
    done
fi

if [ "$(id -u)" -eq 0 ] && chmod 777 . &&
    setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$SYSTOLL"; then
    rm -f r.jsonl
    measure setpriv --reuid 65534 --regid 65534 --clear-groups "$SYSTOLL" "${brief[@]}"
    last='run as nobody'
    measured
    paranoid=$(</proc/sys/kernel/perf_event_paranoid)
    [ "${SANITIZE:-}" = ON ] || [ "$paranoid" -lt 2 ] || by_seccomp
fi

finish
