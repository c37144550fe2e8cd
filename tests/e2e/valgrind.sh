#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# valgrind finds nothing to say about `list` and what reads records. It hides the vDSO and dies of int 0x80,
# so cells are skipped here that are measured elsewhere.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

[ "${SANITIZE:-}" != ON ] || skip_all 'valgrind and AddressSanitizer exclude each other'
command -v valgrind >/dev/null || skip_all 'valgrind is not installed'

here=$(cd "$(dirname "$0")" && pwd)

# Without DWARF: valgrind 3.19, Debian 12's, can't read what clang 14 writes.
strip -g -o "$tmp/systoll" "$SYSTOLL" || exit 2
SYSTOLL=$tmp/systoll

check=(valgrind --quiet --leak-check=full --show-leak-kinds=definite --error-exitcode=99
    --child-silent-after-fork=yes)

systoll run --cells 'control:ret' --launches 2 --rounds 60 -o "$tmp/record.jsonl"
expect_status 0

for format in table json csv markdown plain prometheus benchmark bmf github-action-benchmark gobench; do
    run "${check[@]}" "$SYSTOLL" report --format "$format" "$tmp/record.jsonl"
    expect_status 0
done

# Made-up records, one of them cut. An error of memory would be exit 99.
for ns in 20 30; do
    awk -v launches=5 -v rounds=4 -v vdso_time=$ns -f "$here/plot-record.awk" >"$tmp/$ns.jsonl" || exit 2
done
head -c 30000 "$tmp/20.jsonl" >"$tmp/cut.jsonl"
# reads STATUS WORD...: under valgrind.
reads() {
    run "${check[@]}" "$SYSTOLL" "${@:2}"
    expect_status "$1"
}
reads 0 report "$tmp/cut.jsonl"
for format in table json csv markdown; do
    reads 0 compare --format "$format" "$tmp/20.jsonl" "$tmp/30.jsonl"
done
for format in text json markdown junit github; do
    reads 0 gate exact -f "$format" "$here/../data/exact.jsonl"
    reads 1 gate record --baseline "$tmp/20.jsonl" --margin 2% -f "$format" "$tmp/30.jsonl"
done
run "${check[@]}" "$SYSTOLL" list
expect_status 0

finish
