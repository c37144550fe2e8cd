#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The serving side of a worker needs no C library: it compiles with the compiler's own headers alone,
# for 64 and 32 bits, and calls nothing that it does not define.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v "$COMPILER" >/dev/null || skip_all 'no C compiler here'
own=$("$COMPILER" -print-file-name=include)
[ -f "$own/stddef.h" ] || skip_all "$COMPILER does not say where its own headers are"

for bits in 64 32; do
    echo 'int x;' >"$tmp/x.c"
    if ! "$COMPILER" "-m$bits" -c -o "$tmp/x.o" "$tmp/x.c" 2>/dev/null; then
        skip_part "$COMPILER makes no code of $bits bits here"
        continue
    fi
    run "$COMPILER" "-m$bits" -O2 -std=gnu11 -ffreestanding -nostdinc -isystem "$own" -fno-pie \
        -fno-stack-protector -fcf-protection=none -I"$root/harness" -c -o "$tmp/serve.o" \
        "$root/harness/measure/worker_serve.c"
    expect_status 0
    nm -u "$tmp/serve.o" >"$tmp/out"
    ok "with $bits bits it calls nothing else" test ! -s "$tmp/out"
done

finish
