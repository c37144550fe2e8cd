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
    "$(grep -v '^__vdso_[a-z0-9_]*  *not timed: .' "$tmp/out" |
        grep -v '^[a-z0-9]*:[a-z0-9_:]*  *\(ready$\|ready: .\|skipped: .\|failed: .\)')"
expect_no_out clock_getres
expect_out '^syscall:time  *ready$'
! can int80:time || expect_out '^int80:time  *ready: its seconds have 32 bits, which end in 2038$'
expect_no_out '^int80:clock_gettime:monotonic .*2038'

# What the vDSO has beyond that is named, and only there.
timed='clock_gettime|gettimeofday|time|getcpu|clock_getres|getrandom'
"$SYSTOLL" inspect $$ | sed -nE 's/.* (__vdso_[a-z0-9_]*)$/\1/p' | grep -vxE "__vdso_($timed)" | sort >"$tmp/beyond"
sed -n 's/^\(__vdso_[a-z0-9_]*\)  *not timed: .*/\1/p' "$tmp/out" | sort >"$tmp/named"
last="beyond the table: $(paste -sd ' ' "$tmp/beyond"); named: $(paste -sd ' ' "$tmp/named")"
ok 'the symbols of the vDSO that are not timed are named' cmp "$tmp/beyond" "$tmp/named"
systoll list --paths vdso
expect_no_out 'not timed'

# Clocks that nobody has switched on, or that this kernel has not, are skipped by its own word.
systoll list --cells 'syscall:clock_gettime:aux*'
ok 'each auxiliary clock is ready or refused by the kernel' test "$(grep -cE \
    '^syscall:clock_gettime:aux[0-7]  *(ready|skipped: the system call itself answers E(INVAL|NODEV))$' \
    "$tmp/out")" -eq 8

systoll list --clocks all --cells 'vdso:clock_gettime:*'
expect_status 0
[ "$(wc -l <"$tmp/out")" -eq 19 ]
result $? 'a line for every clock'

systoll list --events '*page*fault*'
expect_status 0
expect_out '^perf::PAGE-FAULTS '
expect_no_out CONTEXT-SWITCHES

ok 'every event opens or says why not' test -z \
    "$(grep -v ' \(opens$\|not here: .\)' "$tmp/out")"
expect_out '^perf::PAGE-FAULTS .* \(opens\|not here: .*perf_event_\)'
systoll list --events instructions
expect_out '^perf::INSTRUCTIONS .* \(opens\|not here: .*\(PMU\|paranoid\|seccomp\)\)'

refused 'did you mean branch?' run --event-set brnch
refused 'there are default, frontend, tlb and branch' run --event-set zzzzzzzz

# Events in a set, or the reason why none of it is counted; the rest is measured.
systoll run --cells control:ret --launches 2 --rounds 60 --event-set tlb --event-set branch -o "$tmp/r.jsonl"
expect_status 0
expect_out '^control:ret  *[0-9]'
expect_out 'TLB-load-misses:u'
ok 'the record has every event of the sets' jq -es '.[0].run.events |
    length == 10 and all(.exclude_hv and .exclude_guest and (.exclude_user != .exclude_kernel)) and
    all((.reason == null) == (.pass != null))' "$tmp/r.jsonl"

for event in perf::PAGE-FAULTS page-faults:u; do
    systoll run --cells control:ret --launches 4 --rounds 60 --event "$event" -o "$tmp/r.jsonl"
    if grep -q "can't be counted: .*\(perf_event_\|seccomp\)" "$tmp/err"; then
        printf '# %s: %s\n' "$event" "$(<"$tmp/err")"
        continue
    fi
    expect_status 0
    expect_out "^control:ret  *$event [0-9]"
done

refused 'no event of this machine matches' list --events 'zzz*'
refused 'no event of this machine matches' list --events ''

# As the hints name it.
systoll list --events --paths vdso
expect_status 0
expect_out '^perf::PAGE-FAULTS '
systoll list --events
expect_status 0
expect_out '^perf::PAGE-FAULTS '
systoll list --events='page-f*'
expect_status 0
expect_out '^perf::PAGE-FAULTS '
refused 'did you mean vdso?' list --paths vdsoo
refused "there is no cell 'zzz\*'" list --cells 'zzz*'
refused "unexpected argument 'vdso'" list vdso

finish
