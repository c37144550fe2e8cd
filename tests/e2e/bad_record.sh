#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll report` on files that are no sound record: a sentence and exit 2, or what is whole in them.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

record=$tmp/good.jsonl
systoll run --cells 'control:ret,syscall:getppid' --launches 2 --rounds 20 -o "$record"
expect_status 0
manifest=$(head -n 1 "$record")

# bad NAME CONTENT TEXT: refused, naming the file. --recompute reads every line, not the summary alone.
bad() {
    printf '%s\n' "$2" >"$tmp/$1"
    refused "$3" report --recompute "$tmp/$1"
    expect_err "$1"
}

bad empty '' .
bad prose 'This is no record.' .
bad number 42 .
bad manifest_only "$manifest" 'round'
bad newer "${manifest/systoll.record\/1/systoll.record\/2}" 'systoll.record/2'
bad other "${manifest/systoll.record\/1/elsewhere\/1}" 'not a systoll record'
bad missing "$(jq -c 'del(.cells)' <<<"$manifest")" 'cells'
bad negative "$(sed '/"round"/s/"n": *\[ *[0-9]*/"n":[-1/' "$record")" .
bad not_a_number "$(sed '/"round"/s/"ticks": *\[ *[0-9]*/"ticks":[NaN/' "$record")" .
refused 'no-such-file' report "$tmp/no-such-file"
refused . report "$tmp"
refused . report
refused 'json' report --format jsn "$record"

# One line of 1 GiB: sparse, and refused without being read whole.
truncate -s 1G "$tmp/long"
systoll_limited() {
    last="report long, in 256 MiB"
    if [ "${SANITIZE:-}" = ON ]; then
        run "$SYSTOLL" report "$tmp/long"
    else
        run bash -c 'ulimit -v 262144; "$@"' - "$SYSTOLL" report "$tmp/long"
    fi
}
systoll_limited
expect_status 2
expect_sentence

head -c -20 "$record" >"$tmp/torn"
systoll report --format json "$tmp/torn"
expect_status 0
expect_out '"control:ret"'
expect_err 'torn'

finish
