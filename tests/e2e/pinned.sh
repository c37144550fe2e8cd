#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# While a run measures, its worker has one CPU, and nothing else of the run is there; and the clock
# is the one that the kernel trusts.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
allowed() { sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null; }

mapfile -t cpus < <(taskset -cp $$ 2>/dev/null | sed 's/.*: //' | tr ',' '\n' |
    while IFS=- read -r from to; do seq "$from" "${to:-$from}"; done)
[ "${#cpus[@]}" -ge 2 ] || skip_all 'this test may use one CPU only'
cpu=${cpus[0]}

"$SYSTOLL" run --cpu "$cpu" --time 60 --launches 1 --cells control:ret -o "$tmp/r.jsonl" >/dev/null 2>&1 &
run=$!
for ((i = 0; i < 1500; i++)); do
    # Only once the first round is written do workers come for measuring.
    grep -qs '"type": *"round"' "$tmp/r.jsonl.partial" && break
    sleep 0.02
done
read -r worker _ <"/proc/$run/task/$run/children"
last="CPUs of run: $(allowed "$run"), of its worker: $(allowed "${worker:-none}")"
ok 'the worker is pinned' test "$(allowed "${worker:-none}")" = "$cpu"
ok 'the run waits elsewhere' test "$(allowed "$run")" != "$cpu" -a -n "$(allowed "$run")"
kill -INT "$run"
wait "$run"

# Kept to two CPUs from outside, it stays there.
taskset -c "$cpu,${cpus[1]}" "$SYSTOLL" run --cpu "$cpu" --time 60 --launches 1 --cells control:ret \
    -o "$tmp/s.jsonl" >/dev/null 2>&1 &
run=$!
for ((i = 0; i < 1500; i++)); do
    grep -qs '"type": *"round"' "$tmp/s.jsonl.partial" && break
    sleep 0.02
done
last="CPUs of run: $(allowed "$run")"
ok 'it leaves no CPU that it was kept from' test "$(allowed "$run")" = "${cpus[1]}"
kill -INT "$run"
wait "$run"

# The kernel strikes a TSC that it found unstable from the list: then the raw clock is read.
sysfs=/sys/devices/system/clocksource/clocksource0
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
    echo 'hpet acpi_pm ' >"$tmp/list"
    run unshare -m sh -c "mount --bind '$tmp/list' $sysfs/available_clocksource &&
        exec '$SYSTOLL' run --rounds 20 --launches 1 --time 1 --cells control:ret -o '$tmp/t.jsonl'"
    if grep -q 'mount:' "$tmp/err"; then
        echo '# SKIP no bind mount here'
    else
        expect_status 0
        ok 'the raw clock is the timebase' grep -q '"timebase": *"raw"' "$tmp/t.jsonl"
    fi
fi

finish
