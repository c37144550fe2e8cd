#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A record is read once, so that it may come from a pipe, and in little memory, whatever is in it.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2317 # ok calls undone
. "$(dirname "$0")/lib.sh"

data=$(cd "$(dirname "$0")/../data" && pwd)
cd "$tmp" || exit
# same NAME COMMAND...: with RECORD in place of the record; from a FIFO it answers as from a file.
same() {
    local record=$data/$1 pipe=pipe/$1 writer
    shift
    systoll "${@/RECORD/$record}"
    local code=$status
    sed "s|$record||g" "$tmp/out" >"$tmp/before"
    rm -rf pictures pipe && mkdir pipe && mkfifo "$pipe"
    cat "$record" >"$pipe" &
    writer=$!
    run timeout 20 "$SYSTOLL" "${@/RECORD/$pipe}"
    kill "$writer" 2>/dev/null
    wait "$writer" 2>/dev/null
    expect_status "$code"
    sed "s|$pipe||g" "$tmp/out" >"$tmp/after"
    ok "$last: answers as from a file" cmp "$tmp/before" "$tmp/after"
}

mkdir golden base
systoll gate exact --golden golden --update "$data/exact.jsonl"
cp "$data/timed.jsonl" base/1.jsonl
same exact.jsonl gate exact --golden golden RECORD
same timed.jsonl gate record --baseline base RECORD
same timed.jsonl report --format json RECORD
same record.jsonl report --recompute --format json RECORD
same timed.jsonl gate exact RECORD
same record.jsonl compare --format json --base 2 "$data/record.jsonl" RECORD
! command -v gnuplot >/dev/null || same record.jsonl plot -o pictures RECORD
mkfifo fifo
cat "$data/timed.jsonl" >fifo &
run timeout 20 "$SYSTOLL" gate baseline -o baselines fifo
expect_status 0
expect_out '^wrote baselines/.*/fifo'

[ "${SANITIZE:-}" != ON ] || finish
# More than a limit is refused, and the limit said; in 224 MiB of addresses, as arrays grow by doubling.
grep -v '"type":"summary"' "$data/record.jsonl" >cut.jsonl
# shellcheck disable=SC2016 # the inner shell's
run bash -c 'ulimit -v 229376 && { cat cut.jsonl && yes "$1" | head -c 90000000; } | "$SYSTOLL" report -' - \
    "$(grep '"type":"round"' cut.jsonl | head -n 1)"
last='report of 2.4 million blocks'
expect_status 2
expect_err 'holds more samples than 80 MiB have room for'

# 24 MiB of histograms take less than 80 MiB.
bars=$(seq -s , 100000 101999)
batch="{\"type\":\"batch\",\"launch\":0,\"cell\":0,\"n\":10,\"ticks\":[$bars],\"count\":[${bars//1?????/1}]}"
batches=$(for cell in 0 1 2 3; do echo "${batch/cell\":0/cell\":$cell}"; done)
{
    grep -v '"type":"summary"' "$data/record.jsonl"
    yes "$batches" | head -c "$((24 << 20))"
} >big.jsonl
ulimit -v 81920
systoll report big.jsonl
expect_status 0
expect_out '^Run  *interrupted'
finish
