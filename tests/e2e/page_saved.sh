#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Pages of documents that were saved as JSON: a gate's answer and comparison.json of scripts/bootmodes. They
# are read like records: of what they say nothing is believed.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # jq expands
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not installed'
command -v jq >/dev/null || skip_all 'jq is not installed'

here=$(cd "$(dirname "$0")" && pwd)
data=$here/../data
cd "$tmp" || exit 2

page() { # NAME FILE: makes NAME.html
    systoll report --format html "$2"
    cp out "$1.html"
    [ "$status" -eq 0 ] && [ ! -s err ]
    result $? "$last: printed"
    ok "$1: whole, and refers to nothing outside" "$here/page_whole.py" "$1.html"
    ok "$1: its own script alone" test "$(grep -o '<script' "$1.html" | wc -l)" -eq 1
}
says() { ok "$1: says '$2'" grep -qF -e "$2" "$1.html"; } # NAME TEXT
lacks() { ok "$1: does not say '$2'" test "$(grep -cF -e "$2" "$1.html")" -eq 0; }

# A gate's answer: the page that the gate itself prints, and the file that it is of.
"$SYSTOLL" gate exact --format html=said.html --format json=gate.json "$data/exact.jsonl" >/dev/null 2>&1
page gate gate.json
says gate "<dd>$(sha256sum gate.json | cut -c -64)</dd>"
says gate '<dd>gate.json</dd>'
lacks said '<dd>gate.json</dd>'
# But for the file's section and the link to it.
ok 'the page that the gate prints' cmp said.html <(sed '/^<a href="#file">/d; /^<section id="file">/,/^<.section>/d' gate.html)
page old "$data/0.1.0/expected/gate.json"
says old '<h1>systoll gate record: regression</h1>'
says old 'Regression: syscall:time (time); 1 pass, 1 regression, 3 inconclusive, 1 skipped.'
says old '<h2>What changed</h2>'

# A comparison of boots.
page boots "$data/bootmodes.json"
says boots '<h1>What each boot mode does: 4 boots in QEMU 7.2.22</h1>'
says boots 'xonly, with pti=on: syscall +10 (all 6 cells); int80 +18 (all 6 cells)'
says boots '<h2>What a call costs on each path</h2>'
says boots '<th scope="col" class="n">xonly, pti=on</th><th scope="col" class="n">diff</th>'
says boots '<th scope="row">syscall:time</th><td class="n">243</td><td class="n">253</td><td class="n">+10</td>'
says boots '<th scope="row">vsyscall:clock_gettime:monotonic</th><td class="n">.</td>'
ok 'what the kernel answers' grep -q '<th scope="row">vsyscall:time</th>.*<td class="n">SIGSEGV</td>' boots.html
says boots '<th scope="row">libc:time, xonly, vdso=0</th>'
says boots '<dt>Doesn&#39;t work</dt><dd>vsyscall:'
says boots "<dd>$(sha256sum "$data/bootmodes.json" | cut -c -64)</dd>"
says boots '</td><td class="n">243</td></tr>'
says boots '<dd>1 boot under tcg</dd>'
lacks boots 'Not all went well'
lacks boots 'under emulation'
timed='.unit = "ns" | .failures = ["it hung"] | .boots[3] |= (.verdict = null | .reason = "no space" | .console = ["last words"]) |
    .cells |= map(if .instructions then .ns = {estimate: .instructions, lo: 1, hi: 900, boots: 6} |
    .cycles = {estimate: (.instructions * 2)} | .difference = {ratio: 1.25, lo: 1.1, hi: 1.5} else . end | .instructions = null)'
jq "$timed" "$data/bootmodes.json" >timed.json
page timed timed.json
says timed 'Times under emulation: they are not the times of any machine.'
says timed 'Not all went well'
says timed '<li>it hung</li>'
says timed '<p>no space</p>'
says timed 'last words'
says timed '<td class="n">253.0</td><td class="n">506.0</td><td class="n">1.250</td><td class="n">1.100..1.500</td>'
jq '.boots = [] | .cells = [] | .changes = []' "$data/bootmodes.json" >empty.json
page empty empty.json
jq '.qemu = null' "$data/bootmodes.json" >itself.json
page itself itself.json
says itself '<h1>What each boot mode does: 4 boots of this machine</h1>'
lacks itself '<dt>Emulator</dt>'
says empty 'There are no two boots to compare with each other.'

# -o, and what is no page: tables, several, standard input, the file itself.
systoll report --format html -o o.html gate.json
expect_status 0
ok '-o writes what is printed' cmp o.html gate.html
cp "$data/exact.jsonl" r.jsonl
refused 'gate.json is a systoll.gate/1 document, which --format html prints, and no other' report gate.json
refused 'is a systoll.bootmodes/1 document' report --format json "$data/bootmodes.json"
refused 'gate.json is a systoll.gate/1 document, which is a page by itself; name no other file with it' \
    report --format html -o o.html r.jsonl gate.json
ok 'the page is as it was' cmp o.html gate.html
refused 'would be written over' report --format html -o gate.json gate.json
refused 'standard input' report --format html - <gate.json

# Every text of theirs is markup, a script, a style.
attack='</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)>'$'\x01\x1b\xe2\x80\xae\xef\xbf\xbe'
poison='def poison: walk(if type == "string" then . + $attack else . end); '
jq --arg attack "$attack" "$poison"'. as $d | poison | .schema = $d.schema |
    .cells |= [range(length) as $i | .[$i] | .verdict = $d.cells[$i].verdict | .check = $d.cells[$i].check]' \
    "$data/0.1.0/expected/gate.json" >bad_gate.json
page bad_gate bad_gate.json
jq --arg attack "$attack" "$poison"'. as $d | poison | .schema = $d.schema | .unit = $d.unit | .base = .boots[0].boot |
    .cells |= [range(length) as $i | .[$i] | .state = $d.cells[$i].state]' "$data/bootmodes.json" >bad_boots.json
page bad_boots bad_boots.json
for name in bad_gate bad_boots; do
    ok "$name: no element of the document's" test "$(grep -c '<img' $name.html)" -eq 0
    ok "$name: no control character" test "$(LC_ALL=C grep -c $'[\x01\x1b]' $name.html)" -eq 0
    ok "$name: no direction is overridden" test "$(grep -c $'\xe2\x80\xae' $name.html)" -eq 0
    says $name '&#60;script&#62;alert(1)'
done

# What is missing, of another type, or too much.
wrong() { # FILE SCHEMA FILTER...
    local file=$1 schema=$2 filter
    shift 2
    for filter in "$@"; do
        jq "$filter" "$file" >wrong.json
        refused "wrong.json is no $schema document: '" report --format html wrong.json
    done
}
wrong gate.json systoll.gate/1 'del(.gate)' '.verdict = 1' '.exit = "0"' '.exit = -1' '.text = null' '.notes = {}' \
    '.notes = [1]' '.cells = null' '.cells = [1]' '.cells[0].verdict = "good"' 'del(.cells[0].record)' \
    '.cells[0].lo = "1"' '.cells[0].reason = []'
wrong "$data/bootmodes.json" systoll.bootmodes/1 'del(.unit)' '.unit = "s"' '.qemu = 1' '.failures = [null]' '.boots = {}' \
    '.boots[0] = []' '.boots[0].mode = null' '.boots[0].boots = 1.5' '.boots[0].console = [1]' \
    '.boots[0].verdict = []' '.boots[0].verdict.works = 1' '.boots[0].verdict.attacker = [[]]' '.changes[0].words = 1' \
    'del(.cells[0].state)' '.cells[0].ns = 1' '.cells[0].ns = {estimate: "1"}' '.cells[0].cycles = {}' '.cells[0].difference.instructions = []' \
    '.cells[0].instructions = -1'
jq -c '.boots[0] as $b | .cells[0] as $c | .boots = [range(600) | $b] | .cells = [range(600) as $i | $c | .cell = "c\($i)"]' \
    "$data/bootmodes.json" >wrong.json
refused 'are of more names than a table has room for' report --format html wrong.json
printf '{"schema": "systoll.gate/1", "gate": "x\\u0000y"}' >wrong.json
refused 'wrong.json' report --format html wrong.json
head -c 300 gate.json >wrong.json
refused 'wrong.json' report --format html wrong.json
jq '.schema = "systoll.gate/2"' gate.json >wrong.json
refused 'wrong.json' report --format html wrong.json
yes '[' | head -n 5000 | tr -d '\n' >wrong.json
refused 'wrong.json' report --format html wrong.json

finish
