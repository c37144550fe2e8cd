#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll check proves what it says: numbered TAP with a right plan, at least 100 assertions, exit
# codes that follow, the same as an ordinary user.
# shellcheck source-path=SCRIPTDIR disable=SC2317 # ok calls the functions
. "$(dirname "$0")/lib.sh"

# The numbers run from 1 to the plan's, which comes last.
numbered() {
    awk '/^(not )?ok / { n++; if ($(/^not/ ? 3 : 2) != n) bad = 1 }
         /^1\.\./ { plan = substr($0, 4); if (plan != n) bad = 1; plans++ }
         END { exit bad || plans != 1 || $0 !~ /^1\.\./ }' "$tmp/out"
}

# Only what TAP 13 has: the version first, then assertions, diagnostics and the plan.
well_formed() {
    head -n 1 "$tmp/out" | grep -x 'TAP version 13' >/dev/null &&
        ! sed 1d "$tmp/out" | grep -vE '^((not )?ok [0-9]+ - [a-z0-9]+: .|# |1\.\.[0-9]+$)' >/dev/null
}

at_least() { # NUMBER PATTERN
    [ "$(grep -c "$2" "$tmp/out")" -ge "$1" ]
}

reasons_given() {
    ! grep '# SKIP' "$tmp/out" | grep -vE '# SKIP .{5,}' >/dev/null
}

systoll check
expect_status 0
expect_no_out '^not ok'
expect_silent err
ok 'its output is TAP 13' well_formed
ok 'its assertions are numbered up to its plan' numbered
ok 'it makes 100 assertions and more' at_least 100 '^ok [^#]*$'
ok 'what it skips has a reason' reasons_given
systoll check --list
cp "$tmp/out" "$tmp/topics"
expect_status 0
ok 'it lists its topics' at_least 13 '^[a-z0-9]* .'
while read -r topic _; do
    systoll check --only "$topic"
    ok "$topic: exit 0 or 77" grep -qxE '0|77' <<<"$status"
    ok "$topic: nothing else is checked" at_least "$(grep -c '^ok' "$tmp/out")" "^ok [0-9]* - $topic: "
    ok "$topic: numbered up to its plan" numbered
done <"$tmp/topics"

# 32-bit programs, where they run.
if can i386/int80:getppid; then
    systoll check --only i386
    expect_out '^ok .* i386: i386/kernel_vsyscall:time gives the right answer$'
    expect_out '^ok .* i386: kernel_vsyscall enters the kernel by \(sysenter\|syscall\|int .0x80\)$'
    expect_out '^ok .* i386: i386/int80:getppid enters the kernel (by seccomp)$'
    expect_out '^ok .* i386: i386/vdso:clock_gettime:realtime_coarse never enters the kernel (by seccomp)$'
else
    systoll check --only i386
    expect_status 77
    ok 'one skip says why' test "$(grep -c '# SKIP ' "$tmp/out")" -eq 1
fi

systoll check --only 'get*'
expect_status 0
expect_out ' getcpu: '
expect_no_out ' clocks: '
refused "no topic matches 'pagex'; did you mean page" check --only pagex
refused 'no topic matches' check --only ''
refused "unexpected argument 'page'" check page
refused 'unknown option\|no option' check --onyl page

# A kernel that answers otherwise is seen, and who decides it is named.
if [ -n "${WRONG_GETCPU:-}" ]; then
    run "$WRONG_GETCPU" "$SYSTOLL" check --only getcpu
    expect_status 1
    expect_out '^not ok .* getcpu: syscall getcpu on CPU'
    expect_out '^# expected: CPU '
    expect_out '^# came: CPU '
    expect_out '^# decided in: .*kernel/sys.c, getcpu'
    ok 'failures are TAP too' well_formed
    ok 'failures are numbered too' numbered
fi

if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$tmp" && cp "$SYSTOLL" "$tmp/systoll"
    run setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/systoll" check
    expect_status 0
    expect_no_out '^not ok'
    ok 'an ordinary user sees 100 assertions and more' at_least 100 '^ok [^#]*$'
fi

# Without /proc, as early in an initramfs, what is left is checked.
# shellcheck disable=SC2016
run unshare --mount --map-root-user sh -c 'mount -t tmpfs none /proc && exec "$0" check' "$SYSTOLL"
if grep -q '^TAP' "$tmp/out"; then
    [ "${SANITIZE:-}" = ON ] || expect_status 0 # LeakSanitizer ends with 1 there
    expect_no_out '^not ok'
    ok 'numbered without /proc' numbered
fi

run bash -c '"$0" check --only getcpu >/dev/full' "$SYSTOLL"
expect_status 2
expect_err 'could not be written'

finish
