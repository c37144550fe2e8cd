#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# selftest: every line is there and says something, nothing of it is private, and a clock that is
# wrong is found.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
names=('tsc' 'tsc steps' 'tsc across CPUs' 'tsc quantum' canary 'empty block' 'slope of control'
    'slope of vdso' 'slope of syscall' 'tsc frequency' user perf_event_paranoid kptr_restrict
    seccomp tracefs debugfs 'perf, software' 'perf, tracepoints'
    'seccomp counting' cycles:u cycles:k instructions:u instructions:k rdpmc
    SMIs 'APERF, MPERF' 'thermal throttling' vdso clocksource 'ia32 emulation' vsyscall timers)

systoll selftest
expect_status 0
expect_silent err
for name in "${names[@]}"; do
    line=$(printf '%-20s' "$name")
    expect_out "^$line \\(ok\\|note\\|not available\\) *[^ ].*; ."
done
ok 'no line more' test "$(sed '1,/^$/d' "$tmp/out" | wc -l)" -eq "${#names[@]}"
expect_out "^kernel  *$(uname -r)\$"
host=$(uname -n)
[ "${#host}" -lt 4 ] || {
    ! grep -qwF -e "$host" "$tmp/out"
    result $? 'the host is not named'
}
if [ -e /sys/devices/system/clocksource/clocksource0/available_clocksource ]; then
    expect_out '^tsc  .* clocksources [a-z]'
    expect_no_out 'clocksources unknown'
fi
if grep -q '\[vsyscall\]' /proc/self/maps; then
    expect_out '^vsyscall  *ok  *\(xonly\|emulate\); '
else
    expect_out '^vsyscall  *not available  *none; '
fi
[ "$(id -u)" -ne 0 ] || expect_out '^user  .* root, '

if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
    cp "$SYSTOLL" "$tmp/systoll" && chmod 755 "$tmp" "$tmp/systoll"
    run setpriv --reuid 65534 --clear-groups "$tmp/systoll" selftest
    expect_status 0
    expect_out '^user  *note  *an ordinary user, capabilities none that matter;'
    expect_no_out nobody
    [ "$(</proc/sys/kernel/perf_event_paranoid)" -lt 2 ] ||
        expect_out '^instructions:k  *not available  *perf_event_paranoid is [0-9]: sysctl kernel.perf_event_paranoid=1 '
fi

systoll selftest --format json
expect_status 0
expect_silent err
if command -v jq >/dev/null; then
    # shellcheck disable=SC2016 # jq's own variable
    ok 'JSON has every test' jq -e --argjson size "${#names[@]}" '
        .schema == "systoll.selftest/1" and (.kernel | length > 0) and (.tested_cpu >= 0) and
        (.findings | length) == $size and
        all(.findings[]; all(.name, .read, .follows; length > 0) and
            (.verdict | IN("ok", "note", "not available")))' "$tmp/out"
fi

# Two sources that differ by 5 %: one of them is what the kernel says of the TSC in /proc/cpuinfo.
systoll selftest
if grep -q "^tsc frequency .* by the kernel's bogomips" "$tmp/out" && unshare -m true 2>/dev/null; then
    awk -F: -v OFS=: '/^bogomips/ { $2 = " " $2 * 1.05 } 1' /proc/cpuinfo >"$tmp/cpuinfo"
    # shellcheck disable=SC2016 # the inner shell's
    run unshare -m sh -c 'mount --bind "$1/cpuinfo" /proc/cpuinfo && exec "$2" selftest' - "$tmp" "$SYSTOLL"
    expect_status 1
    expect_out '^tsc frequency  *BROKEN  .*they differ by 5.0 %'
    expect_err "^systoll selftest: figures of this machine can't be trusted: .*tsc frequency"
fi

systoll selftest --cpu 0
expect_out '^tested on CPU  *0$'
refused 'CPU 65535 ' selftest --cpu 65535
refused '--cpu takes a whole number' selftest --cpu x
refused "there is no format 'jsn'; did you mean json?" selftest --format jsn
refused "unexpected argument 'x'" selftest x

finish
