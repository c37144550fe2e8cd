#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every header compiles after every other one, and no source names a struct or an enum of its own as
# some header does: one include more would not compile.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v "${CC:=cc}" >/dev/null || skip_all 'no C compiler here'

cd "$root" || exit 2
headers=$(find harness bench -name '*.h' | sort)
# shellcheck disable=SC2086 # no name of a header has a blank
printf '#include "%s"\n' $headers >"$tmp/all.c"
run "$CC" -D_GNU_SOURCE -std=gnu11 -fsyntax-only -I. -Iharness -Ibench "$tmp/all.c"
expect_status 0

# names FILE...: the structs, unions and enums that they define.
names() { sed -n 's/^\(static const \)\?\(\(struct\|union\|enum\) [a-z_0-9]*\) {.*/\2/p' "$@" | sort -u; }
# shellcheck disable=SC2046,SC2086
same=$(comm -12 <(names $headers) <(names $(find harness bench -name '*.c')))
printf '%s\n' "$same" >"$tmp/out"
ok 'no source has a name of a header' test -z "$same"

finish
