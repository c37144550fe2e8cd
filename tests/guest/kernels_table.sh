#!/bin/bash
# SPDX-License-Identifier: MIT
# scripts/kernels --table counts a kernel's cells into a table, a picture and golden counts that gate
# exact accepts; and says why it can't.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"
command -v gnuplot >/dev/null || unavailable "no gnuplot"

table() { "$root/scripts/kernels" --table "$@" >"$temp/said" 2>&1; }

out="$temp/a table"
table -o "$out" "$package" || wrong "exit $?: $(cat "$temp/said")"
[ $wrong = 0 ] || exit 1
for file in kernels.svg kernels.png kernels-dark.svg kernels-dark.png; do
    [ -s "$out/$file" ] || wrong "no $file"
done
grep -E '^\| vdso:time \| [0-9]+ \|$' "$out/README.md" >/dev/null || wrong "no count: $(cat "$out/README.md")"
grep -E '^\| built by \| (gcc|clang) [0-9.]+ \|$' "$out/README.md" >/dev/null || wrong "no compiler"
grep -F '| vsyscall:clock_gettime:monotonic | . |' "$out/README.md" >/dev/null || wrong "a call that isn't there"
golden=("$out"/qemu-*.json)
count=$(sed -nE 's/^\| vdso:time \| ([0-9]+) \|$/\1/p' "$out/README.md")
jq -e ".guests | length == 1 and (.[].cells[\"vdso:time\"] == $count)" "${golden[0]}" >/dev/null ||
    wrong "the golden count is another"
xmllint --noout "$out"/*.svg 2>/dev/null || python3 -c '
import sys, xml.dom.minidom
for path in sys.argv[1:]:
    xml.dom.minidom.parse(path)' "$out"/*.svg || wrong "no SVG"

refused() { # WORDS ARGUMENT...
    local words=$1
    shift
    table "$@"
    [ $? = 2 ] || wrong "$*: another exit"
    grep -F -- "$words" "$temp/said" >/dev/null || wrong "$*: $(cat "$temp/said")"
}

refused "can't read a kernel from" -o "$temp/none" "$temp/no/kernel"
refused '-o needs a folder' -o
SYSTOLL_MIRROR=http://127.0.0.1:9/debian refused 'no suite of http://127.0.0.1:9/debian has a kernel (' -o "$temp/none"
[ ! -e "$temp/none" ] || wrong "a refused table left a folder"
exit "$wrong"
