#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# valgrind finds nothing to say about `list` and `report`. It hides the vDSO and dies of int 0x80,
# so cells are skipped here that are measured elsewhere.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

[ "${SANITIZE:-}" != ON ] || skip_all 'valgrind and AddressSanitizer exclude each other'
command -v valgrind >/dev/null || skip_all 'valgrind is not installed'

# Without DWARF: valgrind 3.19, Debian 12's, can't read what clang 14 writes.
strip -g -o "$tmp/systoll" "$SYSTOLL" || exit 2
SYSTOLL=$tmp/systoll

check=(valgrind --quiet --leak-check=full --show-leak-kinds=definite --error-exitcode=99
    --child-silent-after-fork=yes)

systoll run --cells 'control:ret' --launches 2 --rounds 2 -o "$tmp/record.jsonl"
expect_status 0

for format in table json csv markdown; do
    run "${check[@]}" "$SYSTOLL" report --format "$format" "$tmp/record.jsonl"
    expect_status 0
done
run "${check[@]}" "$SYSTOLL" list
expect_status 0

finish
