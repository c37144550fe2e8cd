#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/gate, in a tree of its own: measures a baseline once, judges by it, stops a slowdown.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

mkdir -p "$tmp/tree/scripts" "$tmp/tree/results/golden"
cp "$(dirname "$0")/../../scripts/gate" "$tmp/tree/scripts"
few=(--launches 6 --rounds 3 --cells syscall:getppid)
gate() { run "$tmp/tree/scripts/gate" "$@"; }
export SYSTOLL

gate "${few[@]}"
[ "$status" -ne 77 ] || skip_all 'nothing can be measured here'
expect_status 0
expect_err 'there is no baseline'
gate --baseline "${few[@]}"
expect_status 0
ok 'five short records' test "$(find "$tmp/tree/results/baselines" -name '*.jsonl' | wc -l)" -eq 5
gate --baseline "${few[@]}"
expect_status 2
expect_err 'has a baseline in'
gate "${few[@]}"
expect_out '^syscall:getppid  time '
gate "${few[@]}" --inject syscall:getppid=500
expect_status 1
expect_out '^Regression: syscall:getppid (time)'
gate "${few[@]}" --nonsense
expect_status 2
finish
