#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The whole matrix, and every clock, in less than 64 MiB for run and for each worker: of addresses,
# of which the memory in use is a part. The same for a gate on many records, which holds one at a time.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
[ "${SANITIZE:-}" != ON ] || skip_all "AddressSanitizer's shadow has no place in 64 MiB"

ulimit -S -v 65536
for seconds in 1.7 4 8; do # a busy machine needs longer until each cell kept a block
    systoll run --clocks all --quick --time "$seconds" -o "$tmp/r.jsonl"
    grep -q 'no undisturbed block' "$tmp/out" || break
done
expect_status 0
expect_out '^vdso:clock_gettime:boottime  *[0-9]'
systoll report --recompute "$tmp/r.jsonl"
expect_status 0

mkdir "$tmp/many"
many=$(((64 << 20) / $(stat -c %s "$tmp/r.jsonl") + 100)) # more than the limit together
python3 -c 'import os, sys; [os.link(sys.argv[1], f"{sys.argv[2]}/{i}.jsonl") for i in range(int(sys.argv[3]))]' \
    "$tmp/r.jsonl" "$tmp/many" "$many"
cd "$tmp/many" || exit
# shellcheck disable=SC2016 # the inner shell's
run bash -c '"$SYSTOLL" gate exact *.jsonl'
ok "a verdict on $many records" test "$status" -lt 2
expect_out '^[A-Z][a-z]*: .*[0-9] pass, '

# The limit leaves a second thread no room for allocations of its own: that must not be paid by system calls.
seconds() {
    local TIMEFORMAT='%U %S'
    { time "$SYSTOLL" gate exact [1-9].jsonl [1-9][0-9].jsonl >/dev/null 2>&1; } 2>&1 | awk '{ print $1 + $2 }'
}
last="$(seconds) $(ulimit -S -v unlimited && seconds)"
ok 'with the limit it takes about as long' awk -v s="$last" 'BEGIN { split(s, of, " "); exit !(of[1] < 5 * of[2]) }'

finish
