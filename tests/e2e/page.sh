#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The page, `report --format html`: one file that is whole, refers to nothing outside, and marks what a
# reader has to know.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # jq expands
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not installed'

here=$(cd "$(dirname "$0")" && pwd)
cd "$tmp" || exit 2
cp "$here/../data/record.jsonl" r.jsonl

page() { # NAME ARGUMENT...: makes NAME.html
    local name=$1
    shift
    systoll "$@"
    cp out "$name.html"
    [ "$status" -eq 0 ] && [ ! -s err ]
    result $? "$last: printed"
    ok "$name: whole, and refers to nothing outside" "$here/page_whole.py" "$name.html"
}

cells() { # EXPRESSION of jq: changes the cells of a summary
    jq -c '.' r.jsonl
    "$SYSTOLL" report --format json r.jsonl | jq -c '{type: "summary", run, cells} | '"$1"
}
cells '.run.interrupted = false' >complete.jsonl
cells '.cells |= map(select(.state != "measured"))' >skipped.jsonl
cells '.cells = []' >none.jsonl
cells '.run.interrupted = true' >stopped.jsonl
cells '.run.interrupted = false | .cells[0].injected_ns = 40.5 | .run.inject = [{cell: "vdso:time",
    asked_ns: 40, ns: 40.5, links: 41, chain: 6, base: 7}]' >injected.jsonl
cells '.cells[0].modes = {low_ns: 1.25, high_ns: 3.5, low_share: 0.25}' >modes.jsonl
cells '.cells += [.cells[0] | .cell = "vdso:time@seccomp:small" | .context = "seccomp:small" |
    .ns.estimate = 40] | .cells[0].ns.estimate = 20' >contexts.jsonl
space='[{name: "[vdso]", from: "0x7ffd00002000", to: "0x7ffd00004000", bytes: 8192, what: "the vDSO"},
    {name: "none", from: "0x7ffd00004000", to: "0xffff800000000000", bytes: 0, what: "<b>nothing</b>"}]'
jq -c "if .type == \"manifest\" then .machine.space = $space else . end" complete.jsonl >space.jsonl
cells '.cells[0].cell = "<script>alert(1)</script>" | .cells[1].call = "a\u0001b" |
    .cells[2].path = "\"><img src=x onerror=alert(2)>" |
    (.cells[] | select(.state == "skipped")).reason = "</table></body><style>*{display:none}</style>"' \
    >hostile.jsonl
{
    head -n 1 r.jsonl
    tail -n 1 complete.jsonl
} >bare.jsonl

cp "$here/../data/tax.jsonl" related.jsonl
for name in complete skipped none stopped injected modes contexts space related hostile bare r; do
    page "$name" report --format html "$name.jsonl"
done

says() { ok "$1: says '$2'" grep -qF -e "$2" "$1.html"; } # NAME TEXT
lacks() { ok "$1: does not say '$2'" test "$(grep -cF -e "$2" "$1.html")" -eq 0; }

# In words, from the record's own figures.
says complete 'Between <strong>20.4 ns</strong> (vdso:time) and <strong>2000 ns</strong> (int80:time)'
says complete '<strong>vdso</strong> for time. By syscall a call with a faster path costs 4.91 times as much.'
says complete 'vdso: not at all; syscall, int80: once a call; vsyscall: once a call, by a fault'
says complete '<th scope="row">vdso:getcpu</th><td>failed</td><td>it gave CPU 9, not 0</td>'
says complete '<th scope="row">libc:time</th><td>skipped</td><td>alias of vdso</td>'
says complete "<dd>$(sha256sum complete.jsonl | cut -c -64)</dd>"
says complete '<dd>complete.jsonl</dd>'
says complete '<h2>Did the machine drift?</h2>'
ok 'drift: a row for each path, and the canary' test \
    "$(grep -o '<svg class="trace ' complete.html | wc -l)" -eq 6
ok 'drift: each has its median' test "$(grep -o '<polyline class="middle"' complete.html | wc -l)" -eq 6
lacks bare '<h2>Did the machine drift?</h2>'
says skipped 'Nothing was measured'
says none 'Nothing was measured'
says modes '1.250 ns in 25 % of the blocks, 3.500 ns in 75 %'
says contexts '<h2>Contexts</h2>'
says related '<h2>What a call costs on each path</h2>'
ok 'what is said and drawn of each call is hot' test "$(sed -n '/In words/,/Every figure/p' related.html | grep -c @)" -eq 0
says contexts '<th scope="row">vdso:time@seccomp:small</th><td class="n">40.00</td><td class="n">20.00</td><td class="n">20.00</td><td class="n">2.00</td>'
lacks complete '<h2>Contexts</h2>'

lacks complete 'The address space'
says space '<h2>The address space</h2>'
says space '    7ffd00002000 | [vdso]             8 KiB  the vDSO'
ok 'space: from the top down, what touches without a gap' test "$(sed -n '/^<pre>/,/^<.pre>/p' space.html |
    sed '1d; $d; s/^ *//; s/ .*//' | paste -sd ' ')" = '7ffd00004000 7ffd00002000 :'
for wrong in '.[0].from = "7ffd"' '.[0].to = "0x12x"' '.[0].bytes = -1' 'del(.[0].name)' '[range(65) as $i | .[0]]'; do
    jq -c "if .type == \"manifest\" then .machine.space = ($space | $wrong) else . end" complete.jsonl >wrong.jsonl
    refused 'wrong.jsonl' report --format html wrong.jsonl
done

# What marks a record, and only that one.
marks=('stopped:Interrupted: the run did not come to its end' 'injected:INJECTED: cells were lengthened'
    'bare:The record holds no samples')
for mark in "${marks[@]}"; do
    says "${mark%%:*}" "${mark#*:}"
    lacks complete "${mark#*:}"
done
says r 'Interrupted: the run did not come to its end' # it has no summary

# Bytes that are no text: NUL and what is not UTF-8, as they are or as JSON's escapes. A record that has
# them is refused, and the page is as it was; the torn end of a record is left out; in its name they are "?".
line=$(head -n 1 complete.jsonl)
cp complete.html bytes.html
for bytes in '\0' '\xff' '\xc3' '\xe2\x82' '\xc0\xaf' '\xed\xa0\x80' '\xf4\x90\x80\x80' '\\u0000' '\\ud800'; do
    {
        printf '%s' "${line%%fine*}"
        # shellcheck disable=SC2059 # the bytes
        printf "$bytes"
        printf '%s\n' "${line#*fine}"
        tail -n +2 complete.jsonl
    } >bytes.jsonl
    refused 'bytes.jsonl is not a systoll record: its first line is not JSON' report --format html -o bytes.html bytes.jsonl
done
ok 'the page is as it was' cmp bytes.html complete.html
odd=$'\xff\xc3<b>\x1b'
(cat complete.jsonl && printf '{"type":"round","x":"\0\xff') >"$odd.jsonl"
"$SYSTOLL" report --format html "$odd.jsonl" >odd.html 2>err
ok 'the torn line is said' grep -q 'the last line of .* is torn' err
ok 'odd: whole, and UTF-8' "$here/page_whole.py" odd.html
says odd '<dd>??&#60;b&#62;?.jsonl</dd>'
"$SYSTOLL" report --format html "$odd.jsonl" complete.jsonl >odd.html 2>err
ok 'odd, beside another: whole, and UTF-8' "$here/page_whole.py" odd.html
says odd '<strong>complete</strong>: of 5 cells 0 cost more than in ??&#60;b&#62;? and 0 less'
ok 'no NUL' test "$(tr -d '\0' <odd.html | wc -c)" -eq "$(wc -c <odd.html)"

# From a pipe: no hash of what can't be read twice.
"$SYSTOLL" report --format html - <complete.jsonl >pipe.html
says pipe '<dd>standard input</dd>'
lacks pipe 'SHA-256'

# Several records are columns of one page; of different platforms too, which it says. 200 of them.
took() { cells ".run.interrupted = false | .cells[0].ns |= (.estimate = $1 | .lo = $1 - 1 | .hi = $1 + 1)"; }
took 20 >quick.jsonl
took 40 >slow.jsonl
sed '1s/"cpu_vendor":"Vendor"/"cpu_vendor":"Other"/' slow.jsonl >elsewhere.jsonl
page sides report --format html quick.jsonl slow.jsonl
says sides '<h1>What a call costs: 2 records side by side</h1>'
says sides '<strong>slow</strong>: of 5 cells 1 cost more than in quick and 0 less'
lacks sides 'different platforms'
page platforms report --format html quick.jsonl elsewhere.jsonl
says platforms 'These records are of different platforms: they differ in cpu_vendor'
page marked report --format html quick.jsonl stopped.jsonl injected.jsonl r.jsonl bare.jsonl
says marked 'notice">Interrupted: what a run had measured until then is here, of stopped, r.'
says marked 'their figures are not the machine&#39;s, in injected.'
says marked 'notice">No samples: the figures are taken as they stand, of bare.'
for mark in Interrupted INJECTED 'No samples'; do lacks sides "notice\">$mark"; done
page compared compare --format html quick.jsonl slow.jsonl
ok 'compare prints the same page' cmp compared.html sides.html
systoll report --format html -o o.html quick.jsonl slow.jsonl
expect_status 0
ok 'and -o writes it' cmp o.html sides.html
systoll report --format html -o o.html quick.jsonl missing.jsonl
expect_status 2
ok 'the page is as it was where a record is missing' cmp o.html sides.html
many=()
for ((i = 0; i < 200; i++)); do many+=(complete.jsonl); done
page many report --format html "${many[@]}"
ok '200 records take less than 5 MiB' test "$(wc -c <many.html)" -lt 5242880
ok 'and each has its column' test "$(grep -o ', ns</th>' many.html | wc -l)" -eq 200
ok 'a page of one takes less than 1 MiB' test "$(wc -c <complete.html)" -lt 1048576

# A gate's answer.
"$SYSTOLL" gate exact --format html=gate.html --format json=gate.json "$here/../data/exact.jsonl" 2>err
ok 'gate: whole, and refers to nothing outside' "$here/page_whole.py" gate.html
says gate "<h1>systoll gate exact: $(jq -r .verdict gate.json)</h1>"
says gate "$(jq -r .text gate.json)"

# To a terminal it is of no use.
if command -v script >/dev/null; then
    run script -qec "$SYSTOLL report --format html complete.jsonl" /dev/null
    expect_status 2
    expect_out 'is a page for a browser, not for a terminal; name a file with -o FILE'
    expect_no_out 'DOCTYPE'
    run script -qec "$SYSTOLL compare --format html quick.jsonl slow.jsonl" /dev/null
    expect_out 'not for a terminal; name a file with >FILE'
    run script -qec "$SYSTOLL gate exact --format html $here/../data/exact.jsonl" /dev/null
    expect_out 'not for a terminal; name a file with --format html=FILE'
    run script -qec "$SYSTOLL report --format html -o t.html complete.jsonl" /dev/null
    expect_status 0
    ok 'with -o it is written' cmp t.html complete.html
fi
refused 'did you mean html' report --format htlm complete.jsonl

finish
