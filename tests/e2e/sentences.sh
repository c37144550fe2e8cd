#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Help and refusals are alike everywhere, and what comes from outside reaches no terminal as it is.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # filters are jq's
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$tmp" || exit 2
gates=(exact record baseline ab judge boots calibrate)
commands=(check compare doctor gate inspect list plot report run scan selftest watch with)

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

measure "$SYSTOLL" run --cells control:ret --launches 1 --rounds 3 -o r.jsonl
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

# However long what a sentence quotes, the sentence has its beginning and its end.
long() { printf "%0${1}d" 0 | tr 0 "${2:-x}"; }
no_such=$(long 200)/$(long 200)/$(long 200)/$(long 200)/$(long 200)
refused '^systoll report: xxx.*xxx can.t be read: No such file or directory$' report "$no_such"
refused '^systoll compare: xxx.*xxx can.t be read: No such file or directory$' compare "$no_such" r.jsonl
refused '^systoll gate exact: xxx.*xxx can.t be read: No such file' gate exact "$no_such"
refused '^systoll gate ab: xxx.*xxx can.t be read: No such file' gate ab --b '' --noise "$no_such"
refused "^systoll run: --event xxx.*; systoll list --events shows all$" \
    run --event "$(long 3000)"
refused "^systoll run: there is no .*'xxx.*; systoll list names them all$" run --cells "$(long 60):time"
refused "^systoll run: '.*xxx' is longer than any name: [0-9]* characters at most$" \
    run --cells "$(long 3000)"
refused "^systoll: there is no command 'xxx.*x'; see systoll --help$" "$(long 20000)"
systoll gate ab --cells control:ret --b "false $(long 3000)"
expect_err '^systoll gate ab: --b: .false xxx.* starts no worker: its worker ended with exit code 1$'
systoll gate ab --cells control:ret --program-b "$no_such"
expect_err '^systoll gate ab: --program-b: .xxx.*xxx can.t be started: execve: No such file or directory$'

# hostile FILTER: r.jsonl with what makes the manifest or the summary so.
hostile() { jq -c --arg long "$(long 4000)" --arg cell "control:$(long 900 c)" "$1" r.jsonl >h.jsonl; }
hostile 'if .type == "manifest" then .schema = "systoll.record/9" + $long else . end'
refused '^systoll report: h.jsonl is of .* schema (.*x), not systoll.record/1$' report h.jsonl
hostile 'if .type == "manifest" or .type == "summary" then
    .cells[0] |= (.state = "failed" | .reason = "it " + $long + " ends here" | .cell = $cell) |
    if .machine then .machine.cpu = "CPU " + $long + " model" |
        .machine.subject.libc = "libc " + $long + " 2" | .machine.platform.vendor = "v " + $long + " w"
    else . end | if .run.warnings then .run.warnings = ["warned " + $long + " to the end"] else . end
    else . end'
# whole TEXT: it stands in the output, across lines.
whole() { ok "$last: whole: $1" grep -q "$1" <(tr -d '\n' <out | sed 's/  *//g'); }
for format in text json junit markdown github; do
    systoll gate exact --format "$format" h.jsonl
    expect_status 1
    whole "control:c\{900\}"
    whole 'itx\{4000\}endshere'
done
for format in table markdown; do
    systoll compare --across --format "$format" h.jsonl r.jsonl
    whole 'CPUx\{4000\}model'
    whole 'libcx\{4000\}2'
    [ $format = markdown ] || whole 'warnedx\{4000\}totheend'
    whole 'itx\{4000\}endshere'
    systoll report --format "$format" h.jsonl
    whole 'itx\{4000\}endshere'
done
systoll compare h.jsonl r.jsonl
expect_status 4
expect_err 'different platforms: vendor (v xxx.*xxx w in h, .* in r)'
if command -v gnuplot >/dev/null; then
    hostile 'if .type == "manifest" or .type == "summary" then
        if .machine then .machine.cpu = "CPU " + $long + " model" else . end else . end'
    systoll plot -o long.p h.jsonl
    ok 'the caption of a picture is whole' grep -q 'x model' long.p/headline.svg
fi
# Where a text has a bound it is shortened in its middle (text_say, text_fit), and never by a precision.
ok 'no sentence is cut by a precision' test -z "$(grep -rnE '"[^"]* [^"]*%\.[0-9]+s' \
    "$here/../../harness" "$here/../../bench" --include=*.c)"

# A name that would read as two, or as a column.
cp r.jsonl 'b|c: d.jsonl'
systoll gate exact 'b|c: d.jsonl'
expect_out "^'b|c: d': "
systoll gate exact --format markdown 'b|c: d.jsonl'
expect_out "^- 'b.|c: d': "
systoll compare 'b|c: d.jsonl' r.jsonl
expect_out "^Records  'b|c: d': "

finish
