#!/bin/bash
# SPDX-License-Identifier: MIT
# What the kernel's command line takes away costs the cells concerned, and no other; each says why.
# Guests count instructions: by the time of a busy host, a kernel may find its TSC unfit.
# shellcheck source=tests/guest/lib.sh disable=SC2317 # called by two_at_once
. "$(dirname "$0")/lib.sh"

boot() { # PARAMETER
    guest --exact --append "vsyscall=xonly $1" --time-limit 400 -o "$temp/$1" \
        -- systoll-static run --exact -o record.jsonl
}

# FILTER must hold for exactly the cells whose name matches PATTERN.
cells() { # PARAMETER PATTERN FILTER
    holds "$temp/$1/record.jsonl" ".cells | all((.cell | test(\"$2\")) == ($3))" ||
        wrong "$1: $(cat "$temp/$1"/1.*)"
}

two_at_once boot vdso=0 ia32_emulation=0 clocksource=hpet
skipped='.state == "skipped" and (.reason | test(" no entry ") | not)'
cells vdso=0 '^vdso:' "$skipped"
cells ia32_emulation=0 '^int80:' "$skipped"
cells clocksource=hpet '^(vdso|libc):(gettimeofday|clock_gettime:monotonic)$' \
    '(.path == "vdso" or .path == "libc") and .counters.sys_enter == 1'
holds "$temp/clocksource=hpet/record.jsonl" '.run.warnings | any(test("clocksource hpet"))' ||
    wrong "no warning of hpet: $(cat "$temp/clocksource=hpet/1.stdout")"
exit "$wrong"
