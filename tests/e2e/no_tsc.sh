#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Where the process may not read the TSC, time is read otherwise, and that is said; nothing dies of it.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
: "${NO_TSC:?}"

"$NO_TSC" true 2>/dev/null || skip_all 'prctl(PR_SET_TSC) is refused here'
# On some hosts (Firecracker on AMD, for one) the TSC can be read all the same.
tsc='skipped: this process may not read the TSC (PR_TSC_SIGSEGV)'
! ("$NO_TSC") 2>/dev/null || tsc='ready$'
for program in "$SYSTOLL" ${STATIC:+"$STATIC"}; do
    run "$NO_TSC" "$program" run --time 1 --launches 1 --cells 'syscall:getppid,control:ret' \
        -o "$tmp/r.jsonl"
    expect_status 0
    expect_out '^syscall:getppid *[0-9]'
    expect_out 'may not read the TSC (PR_TSC_SIGSEGV)'
    ok 'the raw clock is the timebase' grep -q '"timebase": *"raw"' "$tmp/r.jsonl"
    run "$NO_TSC" "$program" run --launches 1 --rounds 20 --cells 'syscall:getppid,syscall:getppid@cold' -o "$tmp/r.jsonl"
    expect_status 0
    expect_out "cold can't be entered: single calls are timed by the TSC"
    run "$NO_TSC" "$program" list
    expect_no_out 'failed: '
    run "$NO_TSC" "$program" list --calls rdtsc,rdpid
    expect_out "^insn:rdtsc *$tsc"
    expect_no_out 'failed: '
    run "$NO_TSC" "$program" selftest
    expect_no_out 'BROKEN'
done
finish
