#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A cell is proved by a worker, as the one that times it, not by the process that starts workers.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 2

cpu=$(taskset -pc $$ | sed 's/.*: //; s/[-,].*//')
asked() { # CELL ANSWER
    last="prove $1"
    printf 'prove %s\n\n' "$1" | "$SYSTOLL" worker "$cpu" tsc 0 >out 2>err
    ok "a worker answers '$2'" grep -q "^$2" out
}
asked syscall:time 'prove measured $'
asked vsyscall:clock_gettime:monotonic 'prove skipped the vsyscall page has no entry for this call$'
asked syscall:tme 'error syscall:tme: there is no such cell$'

# A worker that can have no child says so, and what to do.
for n in 1 3; do
    rm -f mark
    last="prove control:ret, whose clone $n fails"
    printf 'prove control:ret\n\n' | "${FAIL:?}" clone "$n" mark "$SYSTOLL" worker "$cpu" tsc 0 >out 2>err
    [ -e mark ] || continue
    ok "$last: it says why" grep -q 'Resource temporarily unavailable; raise the limit' out
done

# state CELL: in the last run's record.
state() { jq -r "select(.type == \"summary\").cells[] | select(.cell == \"$1\").state" r.jsonl; }
measured() {
    run "$@" "$SYSTOLL" run --cells 'libc:getcpu,control:ret' --launches 1 --rounds 20 -o r.jsonl
    expect_status 0
}
[ "${SANITIZE:-}" != ON ] || { finish; }
measured env
[ "$(state libc:getcpu)" = measured ] || { finish; }
measured env LD_PRELOAD="${WRONG_IN_WORKER_SO:?}"
last="libc:getcpu is $(state libc:getcpu)"
ok 'what is wrong in a worker alone is failed' test "$(state libc:getcpu)" = failed

finish
