#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# doctor against what the shell sees of this machine, and in surroundings that keep things from it:
# each line says something everywhere, and what is put on is found and nothing else. FILTER runs a
# command under a seccomp filter.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'no jq here'
cd "$tmp" || exit 2
# Without /sys libpfm asks for an absurd amount of memory, and goes on when refused.
[ "${SANITIZE:-}" != ON ] || export ASAN_OPTIONS=allocator_may_return_null=1

# whole: $tmp/out is a whole document, and the exit code is that of its findings.
whole() {
    ok "$last: every line says what was seen, why it matters, and what to do" jq -e '
        .schema == "systoll.doctor/1" and (.findings | length) >= 20 and all(.findings[];
        (.seen | length > 0) and (.why | length > 0) and (.verdict == "ok" or (.do | length > 0)))' "$tmp/out"
    # shellcheck disable=SC2016 # jq's own variables
    ok "$last: exits with $status by its findings" jq -e --argjson status "$status" '
        ([.findings[] | select(.verdict == "finding")] | length) as $found | $found == .finding_count and
        ($found > 0) == ($status == 1) and (.verdict == "finding") == ($found > 0) and $status < 2' "$tmp/out"
    expect_silent err
}

# found: names of the lines that are findings, sorted.
found() { jq -r '.findings[] | select(.verdict == "finding") | .name' "$1" | sort; }

# is NAME VERDICT TEXT: the line of that name, of $tmp/out.
is() {
    # shellcheck disable=SC2016 # jq's own variables
    ok "$last: $1 is '$2', $3" jq -e --arg name "$1" --arg verdict "$2" --arg text "$3" '.findings[] |
        select(.name == $name) | (.verdict | test("^(" + $verdict + ")$")) and (.seen | test($text))' "$tmp/out"
}

# adds NAME: it is found, and nothing but that and what the plain one found.
adds() {
    [ "$(found "$tmp/out")" = "$({ found plain; echo "$1"; } | sort -u)" ]
    result $? "$last: finds $1 and nothing else"
}

systoll doctor --format json
cp "$tmp/out" plain
whole
case $(sed -n 's/^ffffffffff600000-[^ ]* \(....\) .*/\1/p' /proc/self/maps) in
r-xp) is vsyscall finding '^mode emulate' ;;
--xp) is vsyscall note '^mode xonly' ;;
*) is vsyscall ok '^mode none' ;;
esac
[ ! -r /sys/devices/system/clocksource/clocksource0/current_clocksource ] ||
    is clocks '.*' "clocksource $(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
if can int80:getppid; then
    is '32-bit entry' note '^open'
else
    is '32-bit entry' '.*' '^(closed|can.t be tried)'
fi
ok 'each clock has its entries' jq -e '(.entries | length == 0) or (.entries | has("monotonic") and has("time"))' plain

# The table says the same, a finding a paragraph.
systoll doctor
# A machine that gets busy changes verdicts, and no line.
names=$(awk '/^(ok|note|finding) / { name = substr($0, 10, 15); sub(/ +$/, "", name); print name }' "$tmp/out")
ok 'the table has the same lines' test "$names" = "$(jq -r '.findings[].name' plain)"
awk 'length > 100' "$tmp/out" >long
ok 'no line is longer than 100 columns' test ! -s long
expect_out '^[0-9]* findings\?, [0-9]* notes\?, [0-9]* ok$'

systoll doctor --line
ok 'one line' test "$(wc -l <"$tmp/out")" -eq 1
ok 'of at most 80 characters' test "$(wc -m <"$tmp/out")" -le 81
expect_out '^\(ok: no findings, [0-9]* notes\?\|finding: [a-zA-Z]\|[0-9]* findings: [a-zA-Z]\)'
expect_silent err

run "$SYSTOLL" with seccomp:small -- "$SYSTOLL" doctor --format json
whole
is seccomp finding 'seccomp filters? of this process'
adds seccomp
run "$SYSTOLL" with seccomp:small -- "$SYSTOLL" doctor --line
expect_status 1
expect_out '^\(finding: seccomp\|[0-9]* findings: \)'

run "${FILTER:?}" container "$SYSTOLL" doctor --format json
if [ "$status" -ne 77 ]; then
    whole
    adds seccomp
    run "$FILTER" native "$SYSTOLL" doctor --format json
    whole
    ! can int80:getppid || is '32-bit entry' note "can't be tried: SIGSYS"
    run "$FILTER" getcpu "$SYSTOLL" doctor --format json
    whole
    is clocks 'ok|finding' 'getcpu'
fi

if [ "${SANITIZE:-}" != ON ]; then # whose libraries would be traced and preloaded too
    if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
        run strace -o /dev/null "$SYSTOLL" doctor --format json
        whole
        is tracer finding '^process [0-9]* traces this one'
        adds tracer
    fi
    run env LD_PRELOAD="${FALSE_CLOCK_SO:?}" "$SYSTOLL" doctor --format json
    whole
    is libc finding 'enters the kernel 1 times'
    adds libc
fi

if unshare -Ur true 2>/dev/null; then
    run unshare -Ur "$SYSTOLL" doctor --format json
    whole
fi
if [ "$(id -u)" -eq 0 ] && unshare -T true 2>/dev/null; then
    run unshare -T "$SYSTOLL" doctor --format json
    whole
    is 'time namespace' finding 'of its own'
    adds 'time namespace'
fi
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
    for missing in proc sys; do
        [ "${SANITIZE:-}$missing" != ONproc ] || continue # LeakSanitizer ends with 1 there
        run unshare -m bash -c "mount -t tmpfs none /$missing || exit 77; \"\$@\"" - "$SYSTOLL" doctor --format json
        [ "$status" -ne 77 ] || continue
        last="doctor without /$missing"
        whole
        is clocks 'ok|finding' 'counted by'
        case $missing in
        proc) is tracer note '/proc can.t be read' && is 'time namespace' note '/proc can.t be read' ;;
        sys) is governor note '/sys can.t be read' && is mitigations note '/sys can.t be read' ;;
        esac
    done
fi
if [ "$(id -u)" -eq 0 ] && cp "$SYSTOLL" systoll && chmod 755 . systoll &&
    setpriv --reuid 65534 --regid 65534 --clear-groups test -x systoll; then
    run setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/systoll" doctor --format json
    last='doctor as nobody'
    whole
    is clocks 'ok|finding' 'counted by'
    is audit 'note|ok' .
    is 'perf events' note 'may not look'
fi

systoll doctor --timed --format json
whole
ok 'what is timed has a cost' jq -e '[.findings[] | select(.name == "clocks") | .costs[] |
    select(.cell == "syscall:clock_gettime:monotonic") | .ns > 0] == [true]' "$tmp/out"
ok 'what is not timed says why' jq -e 'all(.findings[].costs[]; .ns != null or (.reason | length > 0))' "$tmp/out"
is 'system calls' '.*' .

refused "there is no format 'jsn'; did you mean json?" doctor --format jsn
refused "unexpected argument 'x'" doctor x
refused 'leave out --format' doctor --line --format json
finish
