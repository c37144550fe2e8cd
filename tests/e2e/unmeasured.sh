#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Where nothing can be timed, that is the exit code and a sentence, no busy machine is blamed
# without ground, and what was counted is judged all the same.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

[ "${SANITIZE:-}" != ON ] || skip_all 'the leak checker does not work under a tracer'
command -v strace >/dev/null || skip_all 'strace is not installed'
strace -o /dev/null true 2>/dev/null || skip_all 'nothing can be traced here'

run strace -f -o "$tmp/trace" "$SYSTOLL" run --time 1 --launches 1 --cells 'syscall:time,vdso:time' \
    -o "$tmp/r.jsonl"
if grep -q '"state":"measured"' <("$SYSTOLL" report --format json "$tmp/r.jsonl" | jq -c '.cells[]'); then
    skip_all 'this tracer leaves blocks undisturbed'
fi
expect_status 77
expect_err 'nothing could be measured: .*no undisturbed block'
expect_out 'of the blocks were disturbed and dropped, [0-9]* % by a context switch'
expect_no_out 'too busy'
expect_no_out 'e+0'
systoll gate exact "$tmp/r.jsonl"
expect_no_out 'regression'
if grep -q '"kind":"entries"' "$tmp/r.jsonl"; then
    expect_status 0
    expect_out '^Pass'
fi

finish
