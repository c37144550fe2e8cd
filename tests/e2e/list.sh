#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll list`: cells, ready or why not; events by a pattern; and `run --event` takes what it lists.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

systoll list
expect_status 0
expect_silent err
expect_out '^control:ret  *ready$'
expect_out '^vsyscall:clock_gettime:monotonic  *skipped: the vsyscall page has no entry for this call$'
ok 'every cell has its state' test -z \
    "$(grep -v '^[a-z0-9]*:[a-z0-9_:]*  *\(ready$\|skipped: .\|failed: .\)' "$tmp/out")"
expect_no_out clock_getres

systoll list --clocks all --cells 'vdso:clock_gettime:*'
expect_status 0
[ "$(wc -l <"$tmp/out")" -eq 11 ]
result $? 'a line for every clock'

systoll list --events '*page*fault*'
expect_status 0
expect_out '^perf::PAGE-FAULTS '
expect_no_out CONTEXT-SWITCHES

for event in perf::PAGE-FAULTS page-faults:u; do
    systoll run --cells control:ret --launches 4 --rounds 60 --event "$event" -o "$tmp/r.jsonl"
    if grep -q 'not permitted\|not supported' "$tmp/err"; then
        printf '# %s: %s\n' "$event" "$(<"$tmp/err")"
        continue
    fi
    expect_status 0
    expect_out "^control:ret  *$event [0-9]"
done

refused 'no event of this machine matches' list --events 'zzz*'
refused 'no event of this machine matches' list --events ''
refused 'did you mean vdso?' list --paths vdsoo
refused "there is no cell 'zzz\*'" list --cells 'zzz*'
refused 'options only' list vdso

finish
