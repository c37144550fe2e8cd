#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A CPU quota that stops a run is said, with its share, and stands in the record and its summary.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# A group of its own with a fifth of a CPU, by whichever version is here.
group=systoll-quota-$$
dir=''
for place in /sys/fs/cgroup /sys/fs/cgroup/cpu /sys/fs/cgroup/cpu,cpuacct; do
    [ -e "$place/cgroup.procs" ] || continue
    mkdir "$place/$group" 2>/dev/null || continue
    dir=$place/$group
    trap 'rmdir "$dir"; rm -rf "$tmp"' EXIT
    if [ -e "$dir/cpu.max" ]; then
        echo '2000 10000' >"$dir/cpu.max" && break
    elif [ -e "$dir/cpu.cfs_quota_us" ]; then
        echo 10000 >"$dir/cpu.cfs_period_us" && echo 2000 >"$dir/cpu.cfs_quota_us" && break
    fi
    rmdir "$dir"
    trap 'rm -rf "$tmp"' EXIT
    dir=''
done
[ -n "$dir" ] || skip_all 'no control group with a CPU quota can be made here'

run bash -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$dir" \
    "$SYSTOLL" run --time 1 --launches 2 --cells control:ret -o "$tmp/r.jsonl"
grep -q 'cgroup.procs' "$tmp/err" && skip_all 'no process can be put into a control group here'
expect_err 'Wrote'
warning=$("$SYSTOLL" report --format json "$tmp/r.jsonl" | jq -r '.run.warnings[]' | grep 'a CPU quota')
last="warnings: $warning"
ok 'the quota is said, with its share' grep -qE 'stopped .* [1-9][0-9]* times, .* [0-9]+ % of its time' <<<"$warning"
ok 'the summary has it' test "$("$SYSTOLL" report --format json "$tmp/r.jsonl" |
    jq '.run.interference.quota_stops > 0 and .run.interference.quota_us > 0')" = true
ok 'so have the launches' grep -q '"type":"launch".*"quota_stops":[1-9]' "$tmp/r.jsonl"

"$SYSTOLL" run --time 1 --launches 2 --cells control:ret -o "$tmp/free.jsonl" >/dev/null 2>&1
last="$("$SYSTOLL" report --format json "$tmp/free.jsonl" | jq -c '.run | .interference, .warnings')"
ok 'nothing is said outside' test -z "$(grep 'a CPU quota' "$tmp/free.jsonl")"

finish
