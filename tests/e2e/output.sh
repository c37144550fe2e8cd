#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Where `systoll run` puts its record: whole or not at all, never through somebody else's link.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
brief=(run --cells "control:ret,syscall:getppid" --launches 1 --rounds 2)

# shellcheck disable=SC2317 # ok calls it
whole() {
    jq -e -s '.[0].schema == "systoll.record/1" and .[0].type == "manifest" and
              .[-1].type == "summary"' "$1"
}

systoll "${brief[@]}" -o one.jsonl
expect_status 0
ok 'a whole record' whole one.jsonl
ok 'no partial file is left' test ! -e one.jsonl.partial

systoll "${brief[@]}" -o -
expect_status 0
cp "$tmp/out" stdout.jsonl
ok 'the record, and nothing else, on standard output' whole stdout.jsonl
expect_err 'syscall:getppid'

systoll "${brief[@]}"
expect_status 0
expect_err 'not kept'
ok 'without -o and results/ no file is made' test -z "$(find . -newer stdout.jsonl -name '*.jsonl*')"

mkdir results
systoll "${brief[@]}"
expect_status 0
ok 'with results/ the record goes there' compgen -G 'results/*.jsonl'

echo precious >precious
ln -s ../precious results/link.jsonl.partial
systoll "${brief[@]}" -o results/link.jsonl
expect_status 2
ok 'a link under the partial name is not followed' grep -qx precious precious

for place in no-such-folder/a.jsonl "$tmp" /dev/full/a.jsonl; do
    systoll "${brief[@]}" -o "$place"
    expect_status 2
    expect_err "$place"
    expect_silent out
done

run bash -c '"$@" >/dev/full' - "$SYSTOLL" "${brief[@]}" -o -
expect_status 2
expect_err 'No space left'

finish
