#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# No time of systoll's own comes from the C library, which a preloaded library may stand in for.
# shellcheck source-path=SCRIPTDIR disable=SC2317 # finish, which may come early, ends the script
. "$(dirname "$0")/lib.sh"
: "${BUILD_DIR:?}" "${FALSE_CLOCK_SO:?}"

# What tells the time, waits for it, or would ask the kernel through libc. calls.c names those that
# are measured.
words='clock_gettime|clock_getres|clock_nanosleep|gettimeofday|time|timespec_get|times|clock|ftime
    |nanosleep|usleep|sleep|alarm|ualarm|setitimer|poll|ppoll|select|pselect|epoll_wait|epoll_pwait
    |sem_timedwait|sigtimedwait|timer_settime|timerfd_settime'
words=$(tr -d ' \n' <<<"$words")
for library in harness bench; do
    nm -A --undefined-only "$BUILD_DIR/lib$library.a" 2>/dev/null >"$tmp/all"
    last="nm lib$library.a: $(grep -Ew "U ($words)" "$tmp/all" | head -5)"
    ok "lib$library.a has undefined symbols" grep -q ' U malloc' "$tmp/all"
    ok "lib$library.a asks no libc function for time" \
        test -z "$(grep -Ew "U ($words)" "$tmp/all" | grep -v ':calls\.c\.o:')"
done

[ "${SANITIZE:-}" != ON ] || { finish; }

# value FILTER: of the last run's record.
value() { "$SYSTOLL" report --format json "$tmp/r.jsonl" | jq -r "$1"; }

# Sets wall: how long it took in seconds, by date, for which nothing is preloaded.
measured() { # ENVIRONMENT...
    local begin
    begin=$(date +%s.%N)
    run timeout -s KILL 60 env "$@" "$SYSTOLL" run --time 1 --launches 2 --calls gettimeofday,ret \
        --paths syscall,libc,control -o "$tmp/r.jsonl"
    wall=$(awk -v begin="$begin" -v end="$(date +%s.%N)" 'BEGIN { print end - begin }')
}

# near A B: the same to a factor of two.
near() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b / 2 && a < b * 2) }'; }

# A busy machine makes a run longer, and a clock that is tenfold shorter than the second that is asked for.
lasts() { awk -v wall="$wall" -v seconds="$(value .run.seconds)" 'BEGIN { exit !(wall > 0.95 && seconds < wall) }'; }

measured PATH="$PATH"
expect_status 0
hz=$(value .machine.tsc_hz)
ns=$(value '.cells[] | select(.cell == "syscall:gettimeofday").ns.estimate')
ok 'a run lasts as long as asked' lasts
for kind in tenfold frozen; do
    measured LD_PRELOAD="$FALSE_CLOCK_SO" FALSE_CLOCK=$kind
    expect_status 0
    last="$kind: $(value '[.machine.tsc_hz, .run.seconds, .cells[].ns.estimate] | @csv'), not $hz, $wall, $ns"
    ok "$kind: the clock's frequency is the same" near "$(value .machine.tsc_hz)" "$hz"
    ok "$kind: a call takes as long" \
        near "$(value '.cells[] | select(.cell == "syscall:gettimeofday").ns.estimate')" "$ns"
    ok "$kind: it lasts as long as asked, by a true clock" lasts
    ok "$kind: what libc answers is seen to be false" \
        test "$(value '.cells[] | select(.cell == "libc:gettimeofday").state')" != measured
    expect_no_out 'leapt'
done

finish
