#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Colour and progress come on a terminal only; script(1) plays one.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v script >/dev/null || skip_all 'script (bsdutils) is not installed'

cd "$tmp" || exit 2
escape=$'\033'
brief="$SYSTOLL run --cells control:ret --launches 2 --rounds 20 -o r.jsonl"

# on_terminal COMMAND: in a shell whose three streams are a terminal.
on_terminal() {
    run script -qec "$1" /dev/null
    last="$1, on a terminal"
}

unset NO_COLOR
on_terminal "$brief"
expect_status 0
expect_out "$escape\[K.*launch 2 of 2, [0-9]* %, [0-9]* s left"
expect_out "$escape\[1m"
on_terminal "$SYSTOLL report r.jsonl"
expect_out "$escape\[1m"

export NO_COLOR=1
on_terminal "$brief"
expect_status 0
expect_out 's left'
expect_no_out "$escape\[[0-9]*m"
on_terminal "$SYSTOLL report r.jsonl"
expect_out '^control:ret'
expect_no_out "$escape"
unset NO_COLOR

# The table to a pipe has no colour even while progress has its terminal.
on_terminal "$brief >table"
expect_out 's left'
ok 'no escape in a file' test -z "$(grep "$escape" table)"

# shellcheck disable=SC2086 # several words
run $brief
expect_status 0
expect_no_out "$escape"
ok 'neither escapes nor progress elsewhere' test -z "$(grep -e "$escape" -e left "$tmp/err")"

finish
