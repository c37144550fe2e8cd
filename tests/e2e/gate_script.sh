#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/gate, in a tree of its own: measures a baseline once, judges by it, stops a slowdown.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

mkdir -p "$tmp/tree/scripts" "$tmp/tree/results/golden"
cp "$(dirname "$0")/../../scripts"/{gate,temporary.sh} "$tmp/tree/scripts"
# A call of a few ns, so that 500 more are beyond what so few launches show of a busy machine.
few=(--launches 6 --rounds 3 --cells vdso:time)
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
expect_out '^vdso:time  time '
gate "${few[@]}" --inject vdso:time=500
expect_status 1
expect_out '^Regression: vdso:time (time)'
gate "${few[@]}" --nonsense
expect_status 2
finish
