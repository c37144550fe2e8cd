#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every header compiles after every other one, and no source names a struct or an enum of its own as
# some header does: one include more would not compile. Files and folders include one another in no
# circle, and what a header declares is defined in the source of its name.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v "$COMPILER" >/dev/null || skip_all 'no C compiler here'

cd "$root" || exit 2
headers=$(find harness bench -name '*.h' | sort)
# shellcheck disable=SC2086 # no name of a header has a blank
printf '#include "%s"\n' $headers >"$tmp/all.c"
run "$COMPILER" -D_GNU_SOURCE -std=gnu11 -fsyntax-only -I. -Iharness -Ibench "$tmp/all.c"
expect_status 0

# names FILE...: the structs, unions and enums that they define.
names() { sed -n 's/^\(static const \)\?\(\(struct\|union\|enum\) [a-z_0-9]*\) {.*/\2/p' "$@" | sort -u; }
# shellcheck disable=SC2046,SC2086
same=$(comm -12 <(names $headers) <(names $(find harness bench -name '*.c')))
printf '%s\n' "$same" >"$tmp/out"
ok 'no source has a name of a header' test -z "$same"

# includes: "FROM TO" for each include of a file of this tree; a source and its header are one.
includes() {
    find harness bench -name '*.[ch]' -exec awk '
        /^#include "/ {
            to = $2
            gsub(/"/, "", to)
            print FILENAME, to
        }' {} + | awk 'NR == FNR { there[$1] = 1; next }
        {
            from = $1
            to = "harness/" $2 in there ? "harness/" $2 : "bench/" $2
            sub(/\.[ch]$/, "", from)
            sub(/\.h$/, "", to)
            print from, to
        }' <(find harness bench -name '*.h') -
}
# tsort says each circle; the same name on both sides is none.
last=includes
includes >"$tmp/files"
tsort "$tmp/files" >"$tmp/out" 2>"$tmp/err"
ok 'no file includes another in a circle' test ! -s "$tmp/err"
sed -E 's#/[^/ ]+( |$)#\1#g' "$tmp/files" | sort -u >"$tmp/folders"
tsort "$tmp/folders" >"$tmp/out" 2>"$tmp/err"
ok 'no folder includes another in a circle' test ! -s "$tmp/err"

# functions FILE...: "NAME FILE" for what begins at the first column and is neither static nor a
# macro's; a source's own prototypes end with a semicolon.
functions() {
    awk '/^[a-z][^=]*\(/ && !/^(static|typedef|extern) / && !(FILENAME ~ /\.c$/ && /;$/) {
        sub(/\(.*/, "")
        sub(/.*[^a-z_0-9]/, "")
        file = FILENAME
        sub(/\.[ch]$/, "", file)
        if ($0 != "")
            print $0, file
    }' "$@" | LC_ALL=C sort -u
}
# shellcheck disable=SC2046,SC2086
LC_ALL=C join <(functions $(find harness bench -name '*.c')) <(functions $headers) |
    awk '$2 != $3 { print $1 ": declared in " $3 ".h, defined in " $2 ".c" }' >"$tmp/out"
last='functions of headers'
ok 'every function is in the source of the header that declares it' test ! -s "$tmp/out"

finish
