#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/lint with stand-ins for its tools: what depends on clang's release is judged by that one, or
# skipped with its reason.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

command -v git >/dev/null || skip_all 'there is no git here'
source=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$tmp/tree/scripts" "$tmp/bin"
cp "$source/scripts/lint" "$tmp/tree/scripts"
printf '/* SPDX-License-Identifier: MIT */\n' >"$tmp/tree/one.c"
git init -q "$tmp/tree" && git -C "$tmp/tree" add .

for program in bash sh env git grep cat head wc awk xargs nproc mkdir dirname; do
    ln -s "$(command -v $program)" "$tmp/bin/$program"
done

# tool NAME VERSION: notes its calls.
tool() {
    # shellcheck disable=SC2016 # the tool's arguments
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo "%s version %s.0"; exit; }\necho "%s $*" >>%q\n' \
        "$1" "$2" "$1" "$tmp/calls" >"$tmp/bin/$1"
    chmod +x "$tmp/bin/$1"
}
lint() {
    : >"$tmp/calls"
    run env PATH="$tmp/bin" BUILD="$tmp/build" "$tmp/tree/scripts/lint"
    last=$1
}
calls() { ok "$last: calls $1" grep -q "^$1 " "$tmp/calls"; }

tool cmake 3
tool shellcheck 0
tool clang-format 99
tool clang-tidy 99
tool clang-format-14 14
tool clang-tidy-14 14
lint 'beside a newer release'
expect_status 0
calls clang-format-14
calls clang-tidy-14
rm "$tmp"/bin/clang-*-14
tool clang-format 14
tool clang-tidy 14
lint 'the release itself'
expect_status 0
calls clang-format
calls clang-tidy

tool clang-format 99
tool clang-tidy 99
lint 'a newer release'
expect_status 0
expect_err '^skip clang-format: the rules here are for clang-format 14'
expect_err '^skip clang-tidy: the rules here are for clang-tidy 14'
ok "$last: calls neither" test "$(grep -c clang- "$tmp/calls")" -eq 0
finish
