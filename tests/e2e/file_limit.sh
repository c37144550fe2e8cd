#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A limit on the size of files, reached in mid-run, is like a full disk: no signal ends the run.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
run prlimit --fsize=65536 "$SYSTOLL" run --time 3 -o r.jsonl
expect_stopped_writing r.jsonl 'File too large' r.jsonl.partial
ok 'nothing passes for a whole record' test ! -e r.jsonl

# Where not even the first line fits, there is nothing to keep.
run prlimit --fsize=2000 "$SYSTOLL" run --cells control:ret --launches 1 --rounds 2 -o s.jsonl
expect_status 2
expect_err 'File too large'
ok 'no file is left' test -z "$(find . -name 's.jsonl*')"

finish
