#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Help and refusals are alike everywhere, and what comes from outside reaches no terminal as it is.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 2
gates=(exact record baseline ab judge boots calibrate)
commands=(check compare gate inspect list plot report run selftest with)

# --help by all of its names, from each command.
same_help() { # COMMAND...
    local way
    "$SYSTOLL" "$@" --help >want
    for way in -h --hel; do
        systoll "$@" "$way"
        expect_status 0
        ok "$* $way is its --help" cmp -s want out
    done
    systoll help "$@"
    ok "help $* is its --help" cmp -s want out
}
for command in "${commands[@]}"; do
    same_help "$command"
done
for gate in "${gates[@]}"; do
    same_help gate "$gate"
done
systoll --hel
expect_status 0
expect_out '^Usage: systoll COMMAND'
systoll --vers
expect_status 0
expect_out '^systoll [0-9]'

refused "there is no command 'rnu'; did you mean run?" help rnu
refused "there is no command 'worker'" help worker
refused "'x' is one more" help run x
refused "there is no gate 'exatc'; did you mean exact?" help gate exatc
refused '--help takes no value' run --help=1
refused '--quick takes no value' run --quick=x
refused '--quick takes no value' run --quic=x
refused '--list takes no value' check --list=1

# Whatever its length, a number is read whole or refused.
long=$(printf '0%.0s' {1..80})
refused '--margin takes a number' gate ab --margin "1${long}%" --a '' --b ''
refused '--margin takes a number' gate ab --margin "1.${long}x" --a '' --b ''

systoll gate ab --cells control:ret --program-b ./none
expect_status 2
expect_err '^systoll gate ab: --program-b: .\./none. starts no worker'
systoll gate ab --cells control:ret --b false
expect_status 2
expect_err '^systoll gate ab: --b: .false. starts no worker'

"$SYSTOLL" run --cells control:ret --launches 1 --rounds 1 -o r.jsonl >/dev/null 2>&1
mv r.jsonl left.jsonl.partial
refused 'left.jsonl can.t be read: .* is in left.jsonl.partial' report left.jsonl
mv left.jsonl.partial r.jsonl

# Control characters in names of files, commands and records.
escape=$'\033'
odd="a${escape}[31mb"
cp r.jsonl "$odd.jsonl"
# shellcheck disable=SC2317 # ok calls it
no_escape() { ! grep -q "$escape" "$tmp/out" "$tmp/err"; }
quietly() { # COMMAND...
    systoll "$@"
    last=$(tr '\033' '?' <<<"$last")
    ok "$last: no escape comes through" no_escape
}
quietly "$odd"
quietly help "$odd"
quietly gate "$odd"
quietly run --cells control:ret --launches 1 --rounds 1 -o "$odd.2.jsonl"
quietly gate baseline --dir "$odd.d" "$odd.jsonl"
for format in plain prometheus benchmark bmf github-action-benchmark gobench; do
    quietly report --format "$format" "$odd.jsonl"
done
for format in table json csv markdown; do
    quietly report --format "$format" "$odd.jsonl"
    quietly compare --format "$format" "$odd.jsonl" r.jsonl
done
for format in text json junit markdown github; do
    quietly gate exact --format "$format" "$odd.jsonl"
done
if command -v gnuplot >/dev/null; then
    quietly plot -o "$odd.p" "$odd.jsonl"
fi

# A name that would read as two, or as a column.
cp r.jsonl 'b|c: d.jsonl'
systoll gate exact 'b|c: d.jsonl'
expect_out "^'b|c: d': "
systoll gate exact --format markdown 'b|c: d.jsonl'
expect_out "^- 'b.|c: d': "
systoll compare 'b|c: d.jsonl' r.jsonl
expect_out "^Records  'b|c: d': "

finish
