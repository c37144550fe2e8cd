#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A cell that was lengthened on purpose passes for nobody's figure: every output of its record says so.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
brief=(run --cells 'control:ret,syscall:getppid' --launches 2 --rounds 20 -o r.jsonl)
measure "$SYSTOLL" "${brief[@]}"
expect_status 0
mv r.jsonl plain.jsonl
measure "$SYSTOLL" "${brief[@]}" --inject syscall:getppid=50
expect_status 0
mark='INJECTED\|injected_ns'
expect_out "$mark"

# marked COMMAND...: whatever it ends with.
marked() {
    systoll "$@"
    expect_out "$mark"
}
for format in table json csv markdown; do
    marked report --format $format r.jsonl
    marked compare --format $format plain.jsonl r.jsonl
done
for format in text json markdown junit github; do
    marked gate exact --format $format r.jsonl
    marked gate record --baseline plain.jsonl --format $format r.jsonl
done
systoll compare --format csv plain.jsonl r.jsonl
ok 'compare has its size, in that cell alone' test \
    "$(awk -F, '$2 == "r" && $12 != "" && NR > 1 { print $1 }' out)" = syscall:getppid

# Two injections, and such as add nothing, have chains in common.
measure "$SYSTOLL" "${brief[@]}" -o two.jsonl --inject syscall:getppid=0 --inject control:ret=0
expect_status 0
marked report two.jsonl
expect_status 0

if command -v gnuplot >/dev/null; then
    systoll plot r.jsonl -o pictures
    systoll compare plain.jsonl r.jsonl -o pictures
    ok 'every picture is marked' test -z "$(grep -L INJECTED pictures/*.svg)"
    ok 'there are twelve' test "$(find pictures -name '*.svg' | wc -l)" -eq 12
fi
finish
