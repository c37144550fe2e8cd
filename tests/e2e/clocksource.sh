#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Whether the vDSO reads a clock is counted: no clocksource's name makes a warning above a row that
# says 0 entries, and none is blamed for a call that reads no clock.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

source=/sys/devices/system/clocksource/clocksource0/current_clocksource
# named NAME ARGUMENT...: a run in another folder, where the kernel seems to have that clocksource.
named() {
    local name=$1
    shift
    echo "$name" >"$tmp/name"
    run unshare -m sh -c "mount --bind '$tmp/name' $source && cd '$tmp' && exec \"\$@\"" sh \
        "$SYSTOLL" run --launches 1 --rounds 60 -o "$tmp/r.jsonl" "$@"
}
warnings() { "$SYSTOLL" report --format json "$tmp/r.jsonl" | jq -r '.run.warnings[]'; }
entries() { "$SYSTOLL" report --format json "$tmp/r.jsonl" | jq ".cells[] | select(.cell == \"$1\").counters.sys_enter"; }

unshare -m true 2>/dev/null || skip_all 'no mount namespace can be had'
named tsc --cells vdso:gettimeofday
grep -q 'mount:' "$tmp/err" && skip_all 'no bind mount can be had'
expect_status 0
counted=$(entries vdso:gettimeofday)
[ "$counted" != null ] || skip_all 'kernel entries are not counted here'

for name in hpet jiffies tsc-early xen; do
    named "$name" --cells vdso:gettimeofday
    last="$name: $counted entries, $(warnings)"
    ok "clocksource $name: a warning where the row says so, and only there" \
        test "$(warnings | grep -c "clocksource $name ")" -eq "$([ "$counted" = 0 ] && echo 0 || echo 1)"
done

# libc may not know the vDSO's getrandom, and then enters the kernel; it reads no clock.
named hpet --cells libc:getrandom:16
last="libc:getrandom:16: $(warnings)"
ok 'no clocksource is blamed for getrandom' test -z "$(warnings | grep 'clocksource hpet')"
if [ "$(entries libc:getrandom:16)" = 1 ]; then
    ok 'that libc entered the kernel is said' grep -q 'libc:getrandom:16 (1 entry' <<<"$(warnings)"
fi

finish
