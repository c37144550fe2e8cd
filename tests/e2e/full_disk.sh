#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A disk that fills in mid-run: the table comes all the same, and what was written stays readable.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" -ne 0 ] || ! unshare -m true 2>/dev/null; then
    skip_all 'only root may mount a small disk'
fi

cd "$tmp" || exit 2
mkdir disk
# shellcheck disable=SC2016 # the inner shell expands
run unshare -m bash -c '
    mount -t tmpfs -o size=64k none disk || exit 77
    "$1" run --time 3 -o disk/r.jsonl
    status=$?
    cp disk/r.jsonl.partial . && ls disk >listing
    exit $status' - "$SYSTOLL"
last='run, on a disk of 64 KiB'
[ "$status" -ne 77 ] || skip_all 'no tmpfs can be mounted here'
expect_stopped_writing disk/r.jsonl 'No space left on device' r.jsonl.partial
ok 'nothing passes for a whole record' test "$(cat listing)" = r.jsonl.partial

# gate ab answers by all that was measured, and says that its record is not whole: in a disk so small
# that manifest, one round and summary fill it, since a busy machine has time for no more.
# shellcheck disable=SC2016
run unshare -m bash -c '
    mount -t tmpfs -o size=12k none disk || exit 77
    head -c 4096 /dev/zero >disk/taken
    "$1" gate ab --a "" --b "" --cells "*:getppid,*:time" --budget 3s -o disk/ab.jsonl -f json
    status=$?
    cp disk/ab.jsonl.partial . && ls disk >listing
    exit $status' - "$SYSTOLL"
last='gate ab, on a disk of 12 KiB'
expect_status 2
expect_err 'disk/ab.jsonl could not be written: No space left on device; .* in disk/ab.jsonl.partial'
ok 'the answer is of what was measured' jq -e '.cells | length > 3' "$tmp/out"
ok 'nothing passes for a whole record' grep -qx ab.jsonl.partial listing
systoll gate judge ab.jsonl.partial
ok 'what was written can be judged' test "$status" -ne 2

finish
